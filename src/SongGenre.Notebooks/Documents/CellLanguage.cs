using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>In which language a code cell is written.</summary>
internal static class CellLanguage
{
    /// <summary>The language that the cell's metadata names; <c>csharp</c> when it names none.</summary>
    public static string Of(Cell cell) =>
        Name(cell, "polyglot_notebook", "kernelName") ?? Name(cell, "dotnet_interactive", "language") ?? "csharp";

    private static string? Name(Cell cell, string section, string key) =>
        (cell.Metadata[section] as JsonObject)?[key] is JsonValue value && value.TryGetValue(out string? name) ? name : null;
}
