using System.Globalization;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>
/// The two prose cells that a failed run leaves in its output, as papermill does: one at the top that leads to the
/// other, which stands right before the cell that failed first. They carry papermill's tag, so that its next run
/// takes them away as ours does.
/// </summary>
internal static class ErrorMarkers
{
    /// <summary>The tag of both cells.</summary>
    public const string Tag = "papermill-error-cell-tag";

    private const string Anchor = "papermill-error-cell";

    /// <summary>Takes away the markers of earlier runs, whoever wrote them.</summary>
    public static void Remove(Notebook notebook) => notebook.Cells.RemoveAll(cell => CellTags.Has(cell, Tag));

    /// <summary>Marks the cell in which a run failed.</summary>
    /// <param name="notebook">The notebook, without markers.</param>
    /// <param name="number">The cell's place among all cells, from 1.</param>
    public static void Add(Notebook notebook, int number)
    {
        string cell = string.Create(CultureInfo.InvariantCulture, $"cell {number} ({notebook.Cells[number - 1].Id})");
        notebook.Cells.Insert(number - 1, Marker(
            notebook, Anchor,
            $"<span id=\"{Anchor}\" style=\"color:red\">The exception of {cell} was encountered here:</span>"));
        notebook.Cells.Insert(0, Marker(
            notebook, Anchor + "-link",
            $"<span style=\"color:red\">An Exception was encountered at <a href=\"#{Anchor}\">{cell}</a>.</span>"));
    }

    private static Cell Marker(Notebook notebook, string id, string source)
    {
        string unique = id;
        for (int i = 2; notebook.Cells.Exists(cell => cell.Id == unique); i++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{id}-{i}");
        return new Cell
        {
            Kind = CellKind.Markdown,
            Id = unique,
            Source = source,
            Metadata = new JsonObject { ["tags"] = new JsonArray(Tag) },
        };
    }
}
