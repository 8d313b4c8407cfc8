namespace SongGenre.Tracking.Wandb;

/// <summary>Which values of a metric are good.</summary>
public enum WandbGoal
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Small ones.</summary>
    Minimize = 1,

    /// <summary>Great ones.</summary>
    Maximize = 2,
}
