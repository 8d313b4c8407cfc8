namespace SongGenre.Notebooks.Kernel;

/// <summary>One text that may stand at a place in a cell's code.</summary>
/// <param name="Text">The text to put there.</param>
/// <param name="DisplayText">The text to show in a list, for instance with a generic type's brackets.</param>
/// <param name="Kind">
/// What it is: <c>method</c>, <c>property</c>, <c>field</c>, <c>constant</c>, <c>event</c>, <c>class</c>,
/// <c>struct</c>, <c>interface</c>, <c>enum</c>, <c>delegate</c>, <c>namespace</c>, <c>module</c>, <c>local</c>, <c>parameter</c>,
/// <c>keyword</c>, <c>label</c>, <c>operator</c>, <c>magic</c>, <c>file</c>, <c>folder</c> or <c>text</c>.
/// </param>
/// <param name="Documentation">
/// Signature and documentation as plain text, for the first entry of a list only; null for the others, because
/// fetching them all would take longer than a person waits.
/// </param>
public sealed record CompletionEntry(string Text, string DisplayText, string Kind, string? Documentation);
