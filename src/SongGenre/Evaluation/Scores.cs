using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// The figures that sum up a model's predictions. Every mean over classes is over those that have rows (scikit-learn
/// with <c>labels=unique(y_true)</c>); <see cref="MissingClasses"/> names the others. No figure of any row is ever
/// NaN; those that need two classes are null where there is one.
/// </summary>
public sealed record Scores
{
    /// <summary>Number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Classes without rows, ascending.</summary>
    public required IReadOnlyList<int> MissingClasses { get; init; }

    /// <inheritdoc cref="RocAuc.OneVsOneMacro"/>
    public required double? AucOvoMacro { get; init; }

    /// <inheritdoc cref="RocAuc.OneVsOneWeighted"/>
    public required double? AucOvoWeighted { get; init; }

    /// <inheritdoc cref="RocAuc.OneVsRestMacro"/>
    public required double? AucOvrMacro { get; init; }

    /// <inheritdoc cref="RocAuc.OneVsRestWeighted"/>
    public required double? AucOvrWeighted { get; init; }

    /// <summary>Share of rows whose most probable class, the first of equals, is the true one. 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean recall of the classes (<c>balanced_accuracy_score</c>). 0 to 1.</summary>
    public required double BalancedAccuracy { get; init; }

    /// <summary>Mean precision of the classes, 0 for one that was never predicted. 0 to 1.</summary>
    public required double MacroPrecision { get; init; }

    /// <summary>Mean recall of the classes; by this definition the same as the balanced accuracy. 0 to 1.</summary>
    public required double MacroRecall { get; init; }

    /// <summary>Mean of the classes' F1. 0 to 1.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>
    /// Mean negative natural logarithm of the true class's probability, from 0 (perfect); <c>ln(classes)</c> is what
    /// equal probabilities score. As in scikit-learn 1.2's <c>log_loss</c>, probabilities are clipped to [2⁻⁵², 1 −
    /// 2⁻⁵²] and each row is divided by its sum, so that a probability of 0 costs 36 and not infinity.
    /// </summary>
    public required double LogLoss { get; init; }

    /// <summary>
    /// Share of rows whose true class is among the three most probable; 1 where there are no more than three classes.
    /// As in scikit-learn's <c>top_k_accuracy_score(k=3)</c>, the last of equally probable classes ranks first, unlike
    /// in <see cref="Accuracy"/>. 0 to 1.
    /// </summary>
    public required double Top3Accuracy { get; init; }

    /// <summary>Name and value of every figure, in a fixed order, for tables and JSON.</summary>
    public IReadOnlyList<(string Name, double? Value)> Metrics =>
    [
        ("auc_ovo_macro", AucOvoMacro),
        ("auc_ovr_macro", AucOvrMacro),
        ("accuracy", Accuracy),
        ("balanced_accuracy", BalancedAccuracy),
        ("macro_f1", MacroF1),
        ("log_loss", LogLoss),
        ("top3_accuracy", Top3Accuracy),
        ("auc_ovo_weighted", AucOvoWeighted),
        ("auc_ovr_weighted", AucOvrWeighted),
        ("macro_precision", MacroPrecision),
        ("macro_recall", MacroRecall),
    ];

    /// <summary>The figures of a model's predictions.</summary>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="probabilities">Predictions for the same rows, <c>rows × classes</c>.</param>
    /// <exception cref="SongGenreException">The input is refused as by <see cref="RocAuc.Compute"/>.</exception>
    public static Scores Compute(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        var weights = new int[labels.Length];
        Array.Fill(weights, 1);
        return new ScoredRows(labels, probabilities).Score(weights);
    }

    /// <summary>What there is to say where nothing was predicted: the means over no rows are NaN.</summary>
    internal static Scores OfNoRows(int classes) => new()
    {
        Rows = 0,
        MissingClasses = [.. Enumerable.Range(0, classes)],
        AucOvoMacro = null,
        AucOvoWeighted = null,
        AucOvrMacro = null,
        AucOvrWeighted = null,
        Accuracy = double.NaN,
        BalancedAccuracy = double.NaN,
        MacroPrecision = double.NaN,
        MacroRecall = double.NaN,
        MacroF1 = double.NaN,
        LogLoss = double.NaN,
        Top3Accuracy = double.NaN,
    };
}
