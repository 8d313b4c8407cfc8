using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// Predictions made ready to be scored many times, each time with other multiplicities of the rows: all that does not
/// depend on those, the sorting above all, is done once.
/// </summary>
internal sealed class ScoredRows
{
    private const int Top = 3;
    private static readonly double Epsilon = Math.ScaleB(1, -52);

    private readonly int[] _labels;
    private readonly int[] _predicted;
    private readonly double[] _losses;
    private readonly bool[] _amongTop;
    private readonly RankedColumn[] _columns;

    /// <summary>Makes predictions ready; refuses them as <see cref="RocAuc.Compute"/> does.</summary>
    public ScoredRows(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        EvaluationInput.Check(labels, probabilities);
        _labels = labels.ToArray();
        _predicted = new int[labels.Length];
        _losses = new double[labels.Length];
        _amongTop = new bool[labels.Length];
        for (var row = 0; row < _labels.Length; row++)
        {
            var values = probabilities.Row(row);
            _predicted[row] = probabilities.Predicted(row);
            _losses[row] = Loss(values, _labels[row]);
            _amongTop[row] = Rank(values, _labels[row]) < Top;
        }

        _columns = RocAuc.Rank(labels, probabilities);
    }

    /// <summary>True class of each row.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Number of classes.</summary>
    public int Classes => _columns.Length;

    /// <summary>The scores with each row counted <paramref name="weights"/> times; not all weights may be 0.</summary>
    public Scores Score(ReadOnlySpan<int> weights)
    {
        var support = RocAuc.Support(_labels, weights, Classes);
        var predicted = RocAuc.Support(_predicted, weights, Classes);
        var hits = new int[Classes];
        int rows = 0, allHits = 0, topHits = 0;
        var loss = 0.0;
        for (var row = 0; row < _labels.Length; row++)
        {
            var weight = weights[row];
            rows += weight;
            loss += weight * _losses[row];
            if (_amongTop[row]) topHits += weight;
            if (_predicted[row] != _labels[row]) continue;
            hits[_labels[row]] += weight;
            allHits += weight;
        }

        var missing = new List<int>();
        double precision = 0, recall = 0, f1 = 0;
        for (var c = 0; c < Classes; c++)
        {
            if (support[c] == 0)
            {
                missing.Add(c);
                continue;
            }

            var scores = ClassScores.Of(c, hits[c], support[c], predicted[c], null);
            precision += scores.Precision;
            recall += scores.Recall;
            f1 += scores.F1;
        }

        var present = Classes - missing.Count;
        var auc = RocAuc.FromRanks(_columns, support, weights);
        return new()
        {
            Rows = rows,
            MissingClasses = missing,
            AucOvoMacro = auc.OneVsOneMacro,
            AucOvoWeighted = auc.OneVsOneWeighted,
            AucOvrMacro = auc.OneVsRestMacro,
            AucOvrWeighted = auc.OneVsRestWeighted,
            Accuracy = (double)allHits / rows,
            BalancedAccuracy = recall / present,
            MacroPrecision = precision / present,
            MacroRecall = recall / present,
            MacroF1 = f1 / present,
            LogLoss = loss / rows,
            Top3Accuracy = (double)topHits / rows,
        };
    }

    private static double Loss(ReadOnlySpan<double> values, int label)
    {
        var sum = 0.0;
        foreach (var value in values) sum += Math.Clamp(value, Epsilon, 1 - Epsilon);
        return -Math.Log(Math.Clamp(values[label], Epsilon, 1 - Epsilon) / sum);
    }

    private static int Rank(ReadOnlySpan<double> values, int label)
    {
        var rank = 0;
        for (var c = 0; c < values.Length; c++)
        {
            if (values[c] > values[label] || (values[c] == values[label] && c > label)) rank++;
        }

        return rank;
    }
}
