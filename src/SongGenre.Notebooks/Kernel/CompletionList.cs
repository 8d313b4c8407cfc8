namespace SongGenre.Notebooks.Kernel;

/// <summary>What may stand at a place in a cell's code.</summary>
/// <param name="Start">Where the text that an entry replaces begins, in UTF-16 units from the code's start.</param>
/// <param name="End">Where it ends: one past its last unit, never before <paramref name="Start"/>.</param>
/// <param name="Entries">The entries in the order to show them; empty when nothing fits.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionEntry> Entries);
