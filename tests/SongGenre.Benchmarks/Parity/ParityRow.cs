using System.Globalization;
using SongGenre.Evaluation;

namespace SongGenre.Benchmarks.Parity;

/// <summary>What both forests scored on a problem, seed by seed.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Forest">Which forest.</param>
/// <param name="Ours">SongGenre's scores.</param>
/// <param name="Theirs">scikit-learn's.</param>
internal sealed record ParityRow(
    ParityProblem Problem, string Forest, IReadOnlyList<Scores> Ours, IReadOnlyList<Scores> Theirs)
{
    /// <summary>Macro one-versus-one AUC.</summary>
    public MeanDifference Auc { get; } = Of(Ours, Theirs, scores => scores.AucOvoMacro!.Value, moreIsBetter: true);

    /// <summary>Log loss.</summary>
    public MeanDifference LogLoss { get; } = Of(Ours, Theirs, scores => scores.LogLoss, moreIsBetter: false);

    /// <summary>A line of the table for each figure.</summary>
    public IReadOnlyList<string> Lines() => [Line("AUC", Auc), Line("log loss", LogLoss)];

    private string Line(string name, MeanDifference figure) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Problem.Name} | {Forest} | {name} | {Mean(figure.Ours)} | {Mean(figure.Theirs)} | {Verdict(figure)} "
        + $"| {figure.Gain:+0.00000;−0.00000} ± {figure.Error:0.00000} | {figure.Errors:+0.0;−0.0} |");

    private static string Mean(double[] values) => string.Create(
        CultureInfo.InvariantCulture, $"{values.Average():0.00000} ± {MeanDifference.StandardError(values):0.00000}");

    private static string Verdict(MeanDifference figure) => figure switch
    {
        { Gain: >= 0 } => "as good or better",
        { IsReached: true } => "within one standard error",
        _ => string.Create(
            CultureInfo.InvariantCulture, $"worse by {-figure.Gain / figure.TheirError:0.0} standard errors"),
    };

    private static MeanDifference Of(
        IReadOnlyList<Scores> ours, IReadOnlyList<Scores> theirs, Func<Scores, double> figure, bool moreIsBetter) =>
        new([.. ours.Select(figure)], [.. theirs.Select(figure)], moreIsBetter);
}
