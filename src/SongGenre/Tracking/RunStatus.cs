namespace SongGenre.Tracking;

/// <summary>How far a run is.</summary>
public enum RunStatus
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It ended as it should.</summary>
    Finished,

    /// <summary>It ended by an error, which it names.</summary>
    Failed,

    /// <summary>It was interrupted, or its process died.</summary>
    Killed,
}
