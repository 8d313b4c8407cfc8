using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

/// <summary>What a cut gains, straight from the definitions of impurity: slow, and without any of the forest's tricks.</summary>
internal static class Gain
{
    /// <summary>Weight × gini or entropy of rows of these classes.</summary>
    public static double Impurity(IEnumerable<int> labels, double[] weights, Criterion criterion)
    {
        double[] ofClass = [.. labels.GroupBy(label => label).Select(rows => rows.Sum(label => weights[label]))];
        var whole = ofClass.Sum();
        var shares = ofClass.Select(weight => weight / whole);
        return whole * (criterion == Criterion.Gini
            ? 1 - shares.Sum(share => share * share)
            : -shares.Sum(share => share * Math.Log2(share)));
    }

    /// <summary>By how much a cut of the rows reduces weight × impurity.</summary>
    public static double Of(int[] rows, Predicate<int> goesLeft, int[] labels, double[] weights, Criterion criterion)
    {
        double Whole(IEnumerable<int> side) => Impurity(side.Select(row => labels[row]), weights, criterion);
        return Whole(rows) - Whole(rows.Where(row => goesLeft(row))) - Whole(rows.Where(row => !goesLeft(row)));
    }

    /// <summary>The most that any cut of any column gains; null if none leaves each side enough rows.</summary>
    public static double? Best(int[] rows, double[][] columns, int[] labels, double[] weights, ForestOptions options)
    {
        double? best = null;
        foreach (var column in columns)
        {
            foreach (var limit in rows.Select(row => column[row]).Distinct())
            {
                var left = rows.Count(row => column[row] <= limit);
                if (Math.Min(left, rows.Length - left) < Math.Max(options.MinSamplesLeaf, 1)) continue;
                var gain = Of(rows, row => column[row] <= limit, labels, weights, options.Criterion);
                if (best is null || gain > best) best = gain;
            }
        }

        return best;
    }
}
