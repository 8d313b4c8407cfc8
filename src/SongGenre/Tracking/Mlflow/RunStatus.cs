namespace SongGenre.Tracking.Mlflow;

/// <summary>How far a run has come.</summary>
public enum RunStatus
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>It is planned.</summary>
    Scheduled,

    /// <summary>It ended as it should.</summary>
    Finished,

    /// <summary>It ended in an error.</summary>
    Failed,

    /// <summary>It was stopped, or its process died.</summary>
    Killed,
}
