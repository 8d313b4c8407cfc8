namespace SongGenre.Tracking.Mlflow;

/// <summary>Whether a logged model's files are all there; the values are those of the store.</summary>
public enum LoggedModelStatus
{
    /// <summary>They are still being written.</summary>
    Pending = 1,

    /// <summary>They are.</summary>
    Ready = 2,

    /// <summary>They never came.</summary>
    Failed = 3,
}
