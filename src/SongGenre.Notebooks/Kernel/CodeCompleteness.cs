namespace SongGenre.Notebooks.Kernel;

/// <summary>Whether code that is being typed can run, and how its next line begins if it can't yet.</summary>
/// <param name="Status">Whether it can run.</param>
/// <param name="Indent">The blanks to begin the next line with; empty unless incomplete.</param>
public sealed record CodeCompleteness(CompletenessStatus Status, string Indent);
