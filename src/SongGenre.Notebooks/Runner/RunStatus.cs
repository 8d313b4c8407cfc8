namespace SongGenre.Notebooks.Runner;

/// <summary>How a run, a notebook or a cell ended; the worse the later.</summary>
public enum RunStatus
{
    /// <summary>It ran to its end. A cell with the tag <c>raises-exception</c> may have failed there.</summary>
    Succeeded,

    /// <summary>
    /// It was left out: a cell by its tag <c>skip-execution</c>; a notebook because one before it failed, or because
    /// the run ended first.
    /// </summary>
    NotRun,

    /// <summary>It ran to its end with other outputs than its file holds (<see cref="RunMode.Check"/>).</summary>
    Differs,

    /// <summary>A cell, its process or a file's writing failed, or a limit was passed.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}
