using System.Text;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>Takes the outputs out of a notebook's text.</summary>
internal static class NotebookClearing
{
    /// <summary>The text without outputs and execution counts; null when there are none.</summary>
    /// <exception cref="NotebookException">The text is no notebook.</exception>
    public static string? Clear(string json, string where)
    {
        // Parsed as a notebook first: the refusal names the place, and below everything is where the format puts it.
        var notebook = NotebookFormat.Parse(json, where);
        var root = NotebookFormat.ParseJson(json.TrimStart('\uFEFF'))!;
        var hasChanged = false;
        foreach (var (cell, node) in notebook.Cells.Zip(root["cells"]!.AsArray()))
        {
            if (cell.Kind != CellKind.Code || KeepsOutput(cell)) continue;
            var members = node!.AsObject();
            hasChanged |= cell.ExecutionCount is not null || members["outputs"] is JsonArray { Count: > 0 };
            members["outputs"] = new JsonArray();
            members["execution_count"] = null;
        }

        if (!hasChanged) return null;
        var text = new StringBuilder();
        PythonJson.Write(text, root);
        return text.Append('\n').ToString();
    }

    private static bool KeepsOutput(Cell cell) =>
        CellTags.Has(cell, CellTags.KeepOutput)
        || (cell.Metadata[CellTags.KeepOutput] is JsonValue value && value.TryGetValue(out bool keeps) && keeps);
}
