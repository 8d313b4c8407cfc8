namespace SongGenre.Tracking.Wandb;

/// <summary>What the summary keeps of a metric's values.</summary>
[Flags]
public enum WandbAggregates
{
    /// <summary>The last value, under the metric's own name.</summary>
    None = 0,

    /// <summary>The least value, as <c>NAME.min</c>.</summary>
    Min = 1,

    /// <summary>The greatest value, as <c>NAME.max</c>.</summary>
    Max = 2,

    /// <summary>The mean of the values, as <c>NAME.mean</c>.</summary>
    Mean = 4,

    /// <summary>The least or greatest value by the metric's goal, as <c>NAME.best</c>.</summary>
    Best = 8,

    /// <summary>The last value, as <c>NAME.last</c>.</summary>
    Last = 16,
}
