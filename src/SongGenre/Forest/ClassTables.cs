namespace SongGenre.Forest;

/// <summary>What depends on the classes' weights alone, computed once for a forest.</summary>
internal sealed class ClassTables
{
    /// <param name="weights">The weight of a row of each class.</param>
    /// <param name="draws">Rows of a tree, repeated ones counted as often as they were drawn.</param>
    /// <param name="criterion">Whose tables are needed.</param>
    public ClassTables(double[] weights, int draws, Criterion criterion)
    {
        Weights = weights;
        Squared = Array.ConvertAll(weights, w => w * w);
        WeightLog = Array.ConvertAll(weights, w => w * Math.Log2(w));
        CountLog = criterion == Criterion.Entropy ? new double[draws + 1] : [];
        for (var n = 2; n < CountLog.Length; n++) CountLog[n] = n * Math.Log2(n);
    }

    /// <summary>The weight of a row of each class.</summary>
    public double[] Weights { get; }

    /// <summary>The squares of <see cref="Weights"/>.</summary>
    public double[] Squared { get; }

    /// <summary>w log₂ w of <see cref="Weights"/>.</summary>
    public double[] WeightLog { get; }

    /// <summary>n log₂ n of every number of rows.</summary>
    public double[] CountLog { get; }

    /// <summary>A node's totals from how often rows of each class were drawn.</summary>
    public NodeTotals Totals<TImpurity>(ReadOnlySpan<int> counts, int rows)
        where TImpurity : struct, IImpurity
    {
        double weight = 0, sum = 0;
        for (var c = 0; c < counts.Length; c++)
        {
            weight += Weights[c] * counts[c];
            sum += TImpurity.Growth(this, c, 0, counts[c]);
        }

        return new(rows, weight, sum);
    }
}
