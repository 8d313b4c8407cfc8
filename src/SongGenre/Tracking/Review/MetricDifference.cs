namespace SongGenre.Tracking.Review;

/// <summary>How a metric differs between two groups of runs.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Baseline">Its mean over the first group.</param>
/// <param name="Other">Its mean over the other group.</param>
/// <param name="BaselineDeviation">Standard deviation over the first group's seeds; null for a single run.</param>
/// <param name="OtherDeviation">The same of the other group.</param>
/// <param name="Interval">Ends of the difference's confidence interval; null where there are no predictions to draw
/// from.</param>
public sealed record MetricDifference(
    string Metric,
    double Baseline,
    double Other,
    double? BaselineDeviation,
    double? OtherDeviation,
    (double Lower, double Upper)? Interval)
{
    /// <summary>Other − baseline.</summary>
    public double Difference => Other - Baseline;

    /// <summary>Whether the interval leaves 0 out, so that chance alone hardly explains the difference.</summary>
    public bool IsClear => Interval is { } interval && (interval.Lower > 0 || interval.Upper < 0);
}
