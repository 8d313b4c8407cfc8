namespace SongGenre.Notebooks.Runner;

/// <summary>How a run went.</summary>
/// <param name="Status">The worst of the notebooks' ends.</param>
/// <param name="Seconds">Wall-clock time of the whole run.</param>
/// <param name="Notebooks">All notebooks in the ordinal order of their names, those included that were not run.</param>
public sealed record RunReport(RunStatus Status, double Seconds, IReadOnlyList<NotebookResult> Notebooks)
{
    /// <summary>What a program should exit with: 0, 1 for a failure or a difference, 130 when cancelled.</summary>
    public int ExitCode => Status switch { RunStatus.Succeeded => 0, RunStatus.Cancelled => 130, _ => 1 };
}
