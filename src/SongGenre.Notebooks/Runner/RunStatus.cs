namespace SongGenre.Notebooks.Runner;

/// <summary>How a run, a notebook or a cell ended.</summary>
public enum RunStatus
{
    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It ran to its end with other outputs than its file holds (<see cref="RunMode.Check"/>).</summary>
    Differs,

    /// <summary>A cell failed, or its process ended.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}
