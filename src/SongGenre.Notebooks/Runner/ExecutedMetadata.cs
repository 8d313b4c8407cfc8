using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>The metadata that every executed notebook carries, whoever ran it, wherever and when.</summary>
internal static class ExecutedMetadata
{
    /// <summary>
    /// Forgets what earlier runs left: outputs, numbers, times, error markers; and names kernel and language. Cells that
    /// are not to be run keep their outputs and numbers.
    /// </summary>
    /// <exception cref="NotebookException">The notebook is in another language.</exception>
    public static void Prepare(Notebook notebook, string file)
    {
        CellLanguage.RequireCSharp(notebook, file);
        notebook.Metadata["kernelspec"] = new JsonObject
        {
            ["display_name"] = ".NET (C#)",
            ["language"] = "csharp",
            ["name"] = ".net-csharp",
        };
        notebook.Metadata["language_info"] = new JsonObject
        {
            ["file_extension"] = ".cs",
            ["mimetype"] = "text/x-csharp",
            ["name"] = "csharp",
            ["pygments_lexer"] = "csharp",
            ["version"] = "14.0",
        };
        ErrorMarkers.Remove(notebook);
        NameKernel(Part(Part(notebook.Metadata, "polyglot_notebook"), "kernelInfo"));
        notebook.Metadata.Remove("papermill");

        foreach (var cell in notebook.Cells)
        {
            foreach (string key in (ReadOnlySpan<string>)["execution", "ExecuteTime", "papermill"]) cell.Metadata.Remove(key);
            if (CellTags.Has(cell, CellTags.SkipExecution)) continue;
            cell.Outputs.Clear();
            cell.ExecutionCount = null;
        }
    }

    // The other kernels that a notebook declares belong to its cells in other languages, which are left alone too.
    private static void NameKernel(JsonObject kernels)
    {
        kernels["defaultKernelName"] = "csharp";
        var others = (kernels["items"] as JsonArray ?? []).Where(item => !IsNamedCSharp(item)).Select(item => item?.DeepClone());
        kernels["items"] = new JsonArray(
            [new JsonObject { ["aliases"] = new JsonArray(), ["languageName"] = "csharp", ["name"] = "csharp" }, .. others]);
    }

    private static bool IsNamedCSharp(JsonNode? item) =>
        (item as JsonObject)?["name"] is JsonValue value && value.TryGetValue(out string? name) && name == "csharp";

    private static JsonObject Part(JsonObject metadata, string key)
    {
        if (metadata[key] is JsonObject part) return part;
        metadata[key] = part = [];
        return part;
    }
}
