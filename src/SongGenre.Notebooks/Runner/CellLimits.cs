namespace SongGenre.Notebooks.Runner;

/// <summary>What a cell may take.</summary>
/// <param name="Time">How long it may run; null for as long as it takes.</param>
/// <param name="RunTime">The limit of the whole run, for messages; null when it has none.</param>
/// <param name="Memory">How many bytes the process and what it started may hold; null for any.</param>
/// <param name="RunEnded">Cancelled when the whole run has taken that long.</param>
internal sealed record CellLimits(TimeSpan? Time, TimeSpan? RunTime, long? Memory, CancellationToken RunEnded)
{
    /// <summary>Whether there is anything to watch.</summary>
    public bool Any => Time is not null || RunTime is not null || Memory is not null;
}
