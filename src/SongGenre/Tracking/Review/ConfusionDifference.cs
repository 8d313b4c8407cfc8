namespace SongGenre.Tracking.Review;

/// <summary>How often rows of one genre were taken for another, or for their own, in two groups of runs.</summary>
/// <param name="True">The rows' genre.</param>
/// <param name="Predicted">What they were predicted to be.</param>
/// <param name="Baseline">Share of the genre's rows in the first group, mean over runs, 0 to 1.</param>
/// <param name="Other">The same in the other group.</param>
/// <param name="Rows">The difference in rows, mean over runs; positive where the other group has more.</param>
public sealed record ConfusionDifference(string True, string Predicted, double Baseline, double Other, double Rows)
{
    /// <summary>Whether the prediction is right.</summary>
    public bool IsRight => True == Predicted;

    /// <summary>Other − baseline.</summary>
    public double Difference => Other - Baseline;
}
