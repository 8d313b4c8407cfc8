namespace SongGenre.Notebooks.Kernel;

/// <summary>What is known about a name in a cell's code: its signature and its documentation.</summary>
/// <param name="PlainText">As text; the signature stands first.</param>
/// <param name="Html">The same as markup without scripts, styles or classes.</param>
public sealed record Inspection(string PlainText, string Html);
