using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// Areas under ROC curves: how often a model ranks a row of one class above a row of another. Ties count half. Values
/// equal scikit-learn's <c>roc_auc_score</c>.
/// </summary>
/// <remarks>
/// One-versus-one follows Hand and Till, "A Simple Generalisation of the Area Under the ROC Curve for Multiple Class
/// Classification Problems" (2001): for each pair of classes, the mean of both directions, each from the rows of the
/// two classes alone. Classes without rows take part in no average; where fewer than two classes have rows, every area
/// is null.
/// </remarks>
public sealed class RocAuc
{
    private readonly int[] _support;
    private readonly long[] _doubledWins;

    private RocAuc(int[] support, long[] doubledWins)
    {
        _support = support;
        _doubledWins = doubledWins;
        var pairs = new WeightedMean();
        var weightedPairs = new WeightedMean();
        var rests = new WeightedMean();
        var weightedRests = new WeightedMean();
        for (var a = 0; a < support.Length; a++)
        {
            if (OfClass(a) is not { } rest) continue;
            rests.Add(rest, 1);
            weightedRests.Add(rest, support[a]);
            for (var b = a + 1; b < support.Length; b++)
            {
                if (OfPair(a, b) is not { } pair) continue;
                pairs.Add(pair, 1);
                weightedPairs.Add(pair, (double)support[a] + support[b]);
            }
        }

        OneVsOneMacro = pairs.Value;
        OneVsOneWeighted = weightedPairs.Value;
        OneVsRestMacro = rests.Value;
        OneVsRestWeighted = weightedRests.Value;
    }

    /// <summary>The mean over all pairs of classes: <c>multi_class="ovo", average="macro"</c>. 0 to 1.</summary>
    public double? OneVsOneMacro { get; }

    /// <summary>
    /// The mean over all pairs, each weighted by its rows: <c>multi_class="ovo", average="weighted"</c>. 0 to 1.
    /// </summary>
    public double? OneVsOneWeighted { get; }

    /// <summary>
    /// The mean over all classes against their rest: <c>multi_class="ovr", average="macro"</c>. 0 to 1.
    /// </summary>
    public double? OneVsRestMacro { get; }

    /// <summary>
    /// The mean over all classes against their rest, each weighted by its rows: <c>multi_class="ovr",
    /// average="weighted"</c>. 0 to 1.
    /// </summary>
    public double? OneVsRestWeighted { get; }

    /// <summary>The areas of a model's predictions.</summary>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="probabilities">Predictions for the same rows, <c>rows × classes</c>.</param>
    /// <exception cref="SongGenreException">
    /// Rows and labels differ in number, there are none, a label is out of range, or a probability is no number from 0
    /// to 1 or a row's do not sum to 1.
    /// </exception>
    public static RocAuc Compute(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        EvaluationInput.Check(labels, probabilities);
        var weights = new int[labels.Length];
        Array.Fill(weights, 1);
        return FromRanks(Rank(labels, probabilities), Support(labels, weights, probabilities.Classes), weights);
    }

    /// <summary>The area of scores for two classes; null where one of them has no rows.</summary>
    /// <param name="positive">Whether each row is of the positive class.</param>
    /// <param name="scores">Any scores of the same rows, higher for the positive class.</param>
    /// <exception cref="SongGenreException">The lengths differ, or a score is not a number.</exception>
    public static double? Binary(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores)
    {
        EvaluationInput.CheckScores(positive.Length, scores);
        var labels = new int[positive.Length];
        var weights = new int[positive.Length];
        Array.Fill(weights, 1);
        for (var i = 0; i < labels.Length; i++) labels[i] = positive[i] ? 1 : 0;
        var wins = new long[2];
        new RankedColumn(labels, 1, scores).AddWins(weights, wins);
        var support = Support(labels, weights, 2);
        return support[0] > 0 && support[1] > 0 ? Share(wins[0], support[1], support[0]) : null;
    }

    /// <summary>The area of one class against all others; null where either side has no rows.</summary>
    public double? OfClass(int @class)
    {
        var wins = 0L;
        var others = 0;
        for (var b = 0; b < _support.Length; b++)
        {
            if (b == @class) continue;
            wins += _doubledWins[(@class * _support.Length) + b];
            others += _support[b];
        }

        return _support[@class] > 0 && others > 0 ? Share(wins, _support[@class], others) : null;
    }

    /// <summary>
    /// How well two classes are told apart, the mean of both classes' probabilities as the score; the order of the two
    /// does not matter. Null where either has no rows, or both are the same.
    /// </summary>
    public double? OfPair(int a, int b)
    {
        if (a == b || _support[a] == 0 || _support[b] == 0) return null;
        var wins = _doubledWins[(a * _support.Length) + b] + _doubledWins[(b * _support.Length) + a];
        return Share(wins, _support[a], _support[b]) / 2;
    }

    internal static RankedColumn[] Rank(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        var columns = new RankedColumn[probabilities.Classes];
        var known = labels.ToArray();
        // Sorting is nearly all of the time that scoring takes.
        Workers.Run(columns.Length, null, () => new double[probabilities.Rows], (scores, c) =>
        {
            for (var row = 0; row < scores.Length; row++) scores[row] = probabilities[row, c];
            columns[c] = new(known, c, scores);
        }, CancellationToken.None);
        return columns;
    }

    internal static int[] Support(ReadOnlySpan<int> labels, ReadOnlySpan<int> weights, int classes)
    {
        var support = new int[classes];
        for (var i = 0; i < labels.Length; i++) support[labels[i]] += weights[i];
        return support;
    }

    internal static RocAuc FromRanks(RankedColumn[] columns, int[] support, ReadOnlySpan<int> weights)
    {
        var wins = new long[columns.Length * columns.Length];
        for (var c = 0; c < columns.Length; c++)
            columns[c].AddWins(weights, wins.AsSpan(c * columns.Length, columns.Length));
        return new(support, wins);
    }

    private static double Share(long doubledWins, long a, long b) => doubledWins / (2.0 * a * b);

    private struct WeightedMean
    {
        private double _sum;
        private double _weight;

        public readonly double? Value => _weight > 0 ? _sum / _weight : null;

        public void Add(double value, double weight)
        {
            _sum += weight * value;
            _weight += weight;
        }
    }
}
