namespace SongGenre.Notebooks.Runner;

/// <summary>What becomes of executed notebooks.</summary>
public enum RunMode
{
    /// <summary>They go to the output folder; the notebooks themselves stay as they are.</summary>
    Execute,

    /// <summary>
    /// A notebook that ran to its end also replaces its own file; one that failed, or whose file changed during the
    /// run, leaves it as it is.
    /// </summary>
    InPlace,

    /// <summary>Each is compared with its own file, outputs included.</summary>
    Check,
}
