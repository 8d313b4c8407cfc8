namespace SongGenre.Tracking.Mlflow;

/// <summary>What kind of program made a run.</summary>
public enum SourceType
{
    /// <summary>A program started by hand.</summary>
    Local,

    /// <summary>A notebook.</summary>
    Notebook,

    /// <summary>A step of an MLflow project.</summary>
    Project,
}
