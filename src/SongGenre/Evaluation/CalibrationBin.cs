namespace SongGenre.Evaluation;

/// <summary>Rows whose most probable class has about the same probability.</summary>
/// <param name="Lower">The bin's lower end, exclusive (inclusive in the first bin).</param>
/// <param name="Upper">The bin's upper end, inclusive.</param>
/// <param name="Count">How many rows it holds, from 1.</param>
/// <param name="Confidence">Their mean probability of the most probable class, 0 to 1.</param>
/// <param name="Accuracy">Share of them that are of that class, 0 to 1.</param>
public sealed record CalibrationBin(double Lower, double Upper, int Count, double Confidence, double Accuracy);
