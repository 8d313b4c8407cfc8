namespace SongGenre.Notebooks.Runner;

/// <summary>A value as C# writes it.</summary>
/// <param name="Source">An expression that is the value, on any machine.</param>
/// <param name="Text">The value in the name of a file; null for lists, mappings and null.</param>
internal sealed record ParameterLiteral(string Source, string? Text);
