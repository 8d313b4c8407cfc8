namespace SongGenre.Tracking.Review;

/// <summary>How important a feature is to the models of two groups of runs.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Baseline">Its importance in the first group, mean over runs; null where no run has the feature.</param>
/// <param name="Other">The same in the other group.</param>
public sealed record ImportanceDifference(string Feature, double? Baseline, double? Other)
{
    /// <summary>Other − baseline; a feature that isn't there has no importance.</summary>
    public double Difference => (Other ?? 0) - (Baseline ?? 0);
}
