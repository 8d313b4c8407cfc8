using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>In which language code cells are written.</summary>
internal static class CellLanguage
{
    /// <summary>The language of cells that name none.</summary>
    public const string CSharp = "csharp";

    /// <summary>The language that the cell's metadata names; <c>csharp</c> when it names none.</summary>
    public static string Of(Cell cell) =>
        Name(cell, "polyglot_notebook", "kernelName") ?? Name(cell, "dotnet_interactive", "language") ?? CSharp;

    /// <summary>
    /// Whether the cell holds code that a run or an import hands to the kernel, which refuses languages that it can't
    /// run.
    /// </summary>
    public static bool Runs(Cell cell) => cell.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(cell.Source);

    /// <summary>Refuses a notebook whose cells are in another language unless they say otherwise.</summary>
    /// <exception cref="NotebookException">The notebook's metadata name another language than C#.</exception>
    public static void RequireCSharp(Notebook notebook, string file)
    {
        foreach (string path in (ReadOnlySpan<string>)["kernelspec.language", "polyglot_notebook.kernelInfo.defaultKernelName"])
        {
            JsonNode? node = notebook.Metadata;
            foreach (string key in path.Split('.')) node = (node as JsonObject)?[key];
            if (Text(node) is { } language && !IsCSharp(language))
                throw new NotebookException(
                    $"{file}: its language (metadata.{path}) is '{language}'; only C# notebooks can be run or "
                    + "repaired");
        }
    }

    /// <summary>Whether a name means C#.</summary>
    public static bool IsCSharp(string language) => language is CSharp or "C#" or "c#";

    private static string? Name(Cell cell, string section, string key) =>
        Text((cell.Metadata[section] as JsonObject)?[key]);

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
