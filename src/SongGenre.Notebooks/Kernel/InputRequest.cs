namespace SongGenre.Notebooks.Kernel;

/// <summary>A running cell's question for a line of text.</summary>
/// <param name="Prompt">What to show before the answer; may be empty.</param>
/// <param name="IsPassword">Whether the answer must not be shown.</param>
public sealed record InputRequest(string Prompt, bool IsPassword);
