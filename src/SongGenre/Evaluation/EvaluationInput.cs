using System.Globalization;
using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>What every measure demands of labels and probabilities. Rows are counted from 0.</summary>
internal static class EvaluationInput
{
    /// <summary>
    /// How far a row's probabilities may sum from 1: scikit-learn's tolerance in <c>roc_auc_score</c>.
    /// </summary>
    private const double SumTolerance = 1e-5;

    /// <summary>Refuses labels and probabilities that do not belong together or are none.</summary>
    public static void Check(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        if (labels.Length != probabilities.Rows)
        {
            var rows = probabilities.Rows;
            throw Error($"there are {labels.Length} labels but {rows} rows of probabilities; pass those of the same rows");
        }

        CheckLabels(labels, probabilities.Classes);
        for (var row = 0; row < labels.Length; row++) CheckRow(row, probabilities.Row(row));
    }

    /// <summary>Refuses labels outside <c>0 … classes − 1</c>, and no labels at all.</summary>
    public static void CheckLabels(ReadOnlySpan<int> labels, int classes)
    {
        if (labels.IsEmpty) throw Error($"there are no rows to evaluate; pass at least one");
        for (var row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] < (uint)classes) continue;
            var range = $"labels run from 0 to {classes - 1}, leave rows of unknown class out";
            throw Error($"row {row} has the label {labels[row]}; {range}");
        }
    }

    /// <summary>Refuses scores that are not numbers or not as many as there are rows.</summary>
    public static void CheckScores(int rows, ReadOnlySpan<double> scores)
    {
        if (scores.Length != rows)
            throw Error($"there are {rows} labels but {scores.Length} scores; pass those of the same rows");

        for (var row = 0; row < rows; row++)
        {
            if (double.IsNaN(scores[row])) throw Error($"row {row} has the score NaN; it must be a number");
        }
    }

    private static void CheckRow(int row, ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var c = 0; c < values.Length; c++)
        {
            if (!(values[c] >= 0 && values[c] <= 1 + SumTolerance))
                throw Error($"row {row} has the probability {values[c]} for class {c}; it must be from 0 to 1");
            sum += values[c];
        }

        if (Math.Abs(sum - 1) > SumTolerance)
            throw Error($"the probabilities of row {row} sum to {sum}; they must sum to 1");
    }

    private static SongGenreException Error(FormattableString message) =>
        new(message.ToString(CultureInfo.InvariantCulture));
}
