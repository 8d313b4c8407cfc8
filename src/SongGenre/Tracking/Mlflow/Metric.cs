namespace SongGenre.Tracking.Mlflow;

/// <summary>One value of a metric.</summary>
/// <param name="Key">The metric's name.</param>
/// <param name="Value">The value; may be NaN or infinite.</param>
/// <param name="Time">When it was measured; kept to the millisecond.</param>
/// <param name="Step">Where on the metric's curve it lies, such as a number of trees; 0 without a curve.</param>
public readonly record struct Metric(string Key, double Value, DateTimeOffset Time, long Step = 0);
