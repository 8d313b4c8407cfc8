using System.Text.Json;

namespace SongGenre.Notebooks.Documents;

/// <summary>
/// The notebook format nbformat 4.5 (https://nbformat.readthedocs.io/en/latest/format_description.html) as text. What
/// is written is byte for byte what Python's <c>nbformat.write</c> writes for the same notebook, so that a file
/// doesn't change back and forth between tools.
/// </summary>
public static partial class NotebookFormat
{
    internal const int Major = 4;
    internal const int Minor = 5;

    // nbformat's own reader gives up at Python's recursion limit; a figure as JSON needs about 20 levels.
    internal const int MaxDepth = 256;

    internal static JsonDocumentOptions JsonOptions { get; } = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Whether a mime type's content is real JSON in the file instead of text.</summary>
    /// <param name="mime">The mime type: <c>application/json</c> or <c>application/*+json</c> give true.</param>
    public static bool IsJson(string mime) =>
        mime == "application/json"
        || (mime.StartsWith("application/", StringComparison.Ordinal) && mime.EndsWith("+json", StringComparison.Ordinal));
}
