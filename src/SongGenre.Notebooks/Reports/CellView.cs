using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>What of a cell a reader gets to see.</summary>
internal static class CellView
{
    public static bool HasTag(this Cell cell, string tag) =>
        cell.Metadata["tags"] is JsonArray tags && tags.Any(t => t is JsonValue value && value.TryGetValue(out string? name) && name == tag);

    public static bool IsShown(Cell cell) => cell.Kind != CellKind.Raw && !cell.HasTag("remove-cell");

    public static bool ShowsSource(Cell cell) => !cell.HasTag("remove-input");

    /// <summary>The source is there, folded away.</summary>
    public static bool FoldsSource(Cell cell) => cell.HasTag("hide-input")
        || (cell.Metadata["jupyter"] as JsonObject)?["source_hidden"] is JsonValue value && value.TryGetValue(out bool hidden) && hidden;

    public static bool ShowsOutputs(Cell cell) => IsShown(cell) && !cell.HasTag("remove-output");
}
