namespace SongGenre.Notebooks.Runner;

/// <summary>A line of an injected cell.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Source">The statement.</param>
/// <param name="Text">The value in the name of a file; null when it has none.</param>
internal sealed record ParameterAssignment(string Name, string Source, string? Text);
