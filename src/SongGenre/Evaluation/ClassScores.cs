using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>How well one class is found. Values equal scikit-learn's <c>precision_recall_fscore_support</c>.</summary>
/// <param name="Class">The class, 0 to <c>classes − 1</c>.</param>
/// <param name="Support">Rows that are of the class.</param>
/// <param name="Predicted">Rows that were predicted to be.</param>
/// <param name="Precision">Share of the predicted rows that are of the class; 0 where none was predicted.</param>
/// <param name="Recall">Share of the class's rows that were predicted; 0 where it has none.</param>
/// <param name="F1">
/// Harmonic mean of precision and recall; 0 where the class neither has rows nor was predicted.
/// </param>
/// <param name="AucOvr">Area under its ROC curve against all others; null where either side has no rows.</param>
public sealed record ClassScores(
    int Class, int Support, int Predicted, double Precision, double Recall, double F1, double? AucOvr)
{
    /// <summary>The scores of every class, those without rows included, in the order of classes.</summary>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="probabilities">Predictions for the same rows, <c>rows × classes</c>.</param>
    /// <exception cref="SongGenreException">The input is refused as by <see cref="RocAuc.Compute"/>.</exception>
    public static IReadOnlyList<ClassScores> Compute(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        var confusion = ConfusionMatrix.Compute(labels, probabilities);
        var auc = RocAuc.Compute(labels, probabilities);
        var scores = new ClassScores[probabilities.Classes];
        for (var c = 0; c < scores.Length; c++)
            scores[c] = Of(c, confusion[c, c], confusion.Support(c), confusion.Predicted(c), auc.OfClass(c));
        return scores;
    }

    internal static ClassScores Of(int @class, int hits, int support, int predicted, double? aucOvr) => new(
        @class,
        support,
        predicted,
        Share(hits, predicted),
        Share(hits, support),
        Share(2 * hits, support + predicted),
        aucOvr);

    private static double Share(int part, int whole) => whole > 0 ? (double)part / whole : 0;
}
