using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>How many rows of each true class were predicted to be of each class, <c>classes × classes</c>.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    private ConfusionMatrix(int[,] counts) => _counts = counts;

    /// <summary>Number of classes.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>
    /// Rows of the class <paramref name="true"/> that were predicted to be of <paramref name="predicted"/>.
    /// </summary>
    public int this[int @true, int predicted] => _counts[@true, predicted];

    /// <summary>
    /// The matrix of a model's predictions; each row is predicted to be of its most probable class, the first of
    /// equals.
    /// </summary>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="probabilities">Predictions for the same rows, <c>rows × classes</c>.</param>
    /// <exception cref="SongGenreException">The input is refused as by <see cref="RocAuc.Compute"/>.</exception>
    public static ConfusionMatrix Compute(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        EvaluationInput.Check(labels, probabilities);
        var counts = new int[probabilities.Classes, probabilities.Classes];
        for (var row = 0; row < labels.Length; row++) counts[labels[row], probabilities.Predicted(row)]++;
        return new(counts);
    }

    /// <summary>Rows that are of the class.</summary>
    public int Support(int @class)
    {
        var rows = 0;
        for (var predicted = 0; predicted < Classes; predicted++) rows += _counts[@class, predicted];
        return rows;
    }

    /// <summary>Rows that were predicted to be of the class.</summary>
    public int Predicted(int @class)
    {
        var rows = 0;
        for (var truth = 0; truth < Classes; truth++) rows += _counts[truth, @class];
        return rows;
    }

    /// <summary>
    /// Shares of each true class, <c>classes × classes</c>: each line sums to 1, that of a class without rows to 0
    /// (scikit-learn's <c>confusion_matrix(normalize="true")</c>).
    /// </summary>
    public double[,] Normalized()
    {
        var shares = new double[Classes, Classes];
        for (var truth = 0; truth < Classes; truth++)
        {
            var support = Support(truth);
            for (var predicted = 0; predicted < Classes && support > 0; predicted++)
                shares[truth, predicted] = (double)_counts[truth, predicted] / support;
        }

        return shares;
    }

    /// <summary>
    /// The mistakes made most often, most rows first; of equals, the lower true class and then the lower predicted
    /// class first. Mistakes that were never made are left out.
    /// </summary>
    /// <param name="count">How many at most, from 0.</param>
    public IReadOnlyList<Confusion> MostConfused(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var mistakes =
            from truth in Enumerable.Range(0, Classes)
            from predicted in Enumerable.Range(0, Classes)
            where truth != predicted && _counts[truth, predicted] > 0
            orderby _counts[truth, predicted] descending
            select new Confusion(
                truth, predicted, _counts[truth, predicted], (double)_counts[truth, predicted] / Support(truth));
        return [.. mistakes.Take(count)];
    }
}
