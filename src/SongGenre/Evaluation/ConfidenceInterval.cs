namespace SongGenre.Evaluation;

/// <summary>A figure and the range that its chance of sampling allows.</summary>
/// <param name="Metric">Name of the figure: one of <see cref="Scores.Metrics"/>.</param>
/// <param name="Estimate">The figure on the rows themselves.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
public sealed record ConfidenceInterval(string Metric, double Estimate, double Lower, double Upper);
