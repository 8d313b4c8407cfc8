namespace SongGenre.Tracking.Review;

/// <summary>How one group of runs differs from the first one.</summary>
public sealed record GroupDifference
{
    /// <summary>The group.</summary>
    public required RunGroup Other { get; init; }

    /// <summary>The metrics that both have: scores in their usual order, then all others by name.</summary>
    public required IReadOnlyList<MetricDifference> Metrics { get; init; }

    /// <summary>What the intervals rest on, or why there are none, in a sentence.</summary>
    public required string Basis { get; init; }

    /// <summary>Every genre taken for every genre, the largest difference in rows first; empty without predictions.
    /// </summary>
    public required IReadOnlyList<ConfusionDifference> Confusions { get; init; }

    /// <summary>The importances, the largest difference first; empty where a run left none.</summary>
    public required IReadOnlyList<ImportanceDifference> Importances { get; init; }
}
