using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Reports;

/// <summary>What of a cell a reader gets to see.</summary>
internal static class CellView
{
    // A page says by itself where its notebook failed.
    public static bool IsShown(Cell cell) => cell.Kind != CellKind.Raw
        && !CellTags.Has(cell, CellTags.RemoveCell) && !CellTags.Has(cell, ErrorMarkers.Tag);

    public static bool ShowsSource(Cell cell) => !CellTags.Has(cell, CellTags.RemoveInput);

    /// <summary>The source is there, folded away.</summary>
    public static bool FoldsSource(Cell cell) => CellTags.Has(cell, CellTags.HideInput)
        || (cell.Metadata["jupyter"] as JsonObject)?["source_hidden"] is JsonValue value && value.TryGetValue(out bool hidden) && hidden;

    public static bool ShowsOutputs(Cell cell) => IsShown(cell) && !CellTags.Has(cell, CellTags.RemoveOutput);
}
