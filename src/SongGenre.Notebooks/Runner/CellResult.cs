using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>How one cell went.</summary>
/// <param name="Number">Its place among all cells of the notebook, prose included, from 1.</param>
/// <param name="Id">Its id.</param>
/// <param name="Status">How it ended; <see cref="RunStatus.NotRun"/> for a cell that its tag leaves out.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Error">What ended it; null unless it failed, or was allowed to fail by its tag and did.</param>
public sealed record CellResult(int Number, string Id, RunStatus Status, double Seconds, ErrorOutput? Error = null);
