using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>The metadata that every executed notebook carries, whoever ran it, wherever and when.</summary>
internal static class ExecutedMetadata
{
    /// <summary>Forgets what earlier runs left: outputs, numbers, times; and names kernel and language.</summary>
    /// <exception cref="NotebookException">The notebook is in another language.</exception>
    public static void Prepare(Notebook notebook, string file)
    {
        if ((notebook.Metadata["kernelspec"] as JsonObject)?["language"] is JsonValue value
            && value.TryGetValue(out string? language) && language is not ("csharp" or "C#" or "c#"))
            throw new NotebookException($"{file}: its language (metadata.kernelspec.language) is '{language}'; only C# notebooks can run");

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
        notebook.Metadata["polyglot_notebook"] = new JsonObject
        {
            ["kernelInfo"] = new JsonObject
            {
                ["defaultKernelName"] = "csharp",
                ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["languageName"] = "csharp", ["name"] = "csharp" }),
            },
        };
        notebook.Metadata.Remove("papermill");

        foreach (var cell in notebook.Cells)
        {
            foreach (string key in (ReadOnlySpan<string>)["execution", "ExecuteTime", "papermill"]) cell.Metadata.Remove(key);
            cell.Outputs.Clear();
            cell.ExecutionCount = null;
        }
    }

    /// <summary>Whether a run executes the cell.</summary>
    public static bool Runs(Cell cell) =>
        cell.Kind == CellKind.Code && CellLanguage.Of(cell) == "csharp" && !string.IsNullOrWhiteSpace(cell.Source);
}
