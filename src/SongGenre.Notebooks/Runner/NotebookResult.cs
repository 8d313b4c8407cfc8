namespace SongGenre.Notebooks.Runner;

/// <summary>How one notebook went.</summary>
/// <param name="Name">The file's name, such as <c>01-eda.ipynb</c>.</param>
/// <param name="Output">
/// The executed notebook's full path; it is complete up to the cell where the run ended. A notebook that was not run
/// has none, nor has one whose output can't be written.
/// </param>
/// <param name="Status">How it ended.</param>
/// <param name="Seconds">Wall-clock time from the start of its process to its end.</param>
/// <param name="Failure">
/// One line that names the first failed cell and the error, or why the process couldn't be started or a file couldn't
/// be read or written; null when nothing failed.
/// </param>
/// <param name="Cells">The cells that ran or were left out by their tag, in their order.</param>
/// <param name="Differences">
/// Where outputs differ from the file's own; empty unless <see cref="RunMode.Check"/>.
/// </param>
public sealed record NotebookResult(
    string Name, string Output, RunStatus Status, double Seconds, string? Failure,
    IReadOnlyList<CellResult> Cells, IReadOnlyList<NotebookDifference> Differences)
{
    /// <summary>
    /// Whether an earlier run's output was complete, so that nothing ran (<see cref="NotebookRun.Resume"/>).
    /// </summary>
    public bool IsReused { get; init; }

    /// <summary>The first cell that failed; null when none did.</summary>
    public CellResult? FailedCell => Cells.FirstOrDefault(cell => cell.Status == RunStatus.Failed);
}
