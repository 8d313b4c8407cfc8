using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Tests.Runner;

/// <summary>Notebooks and cells with tags.</summary>
internal static class ParameterNotebook
{
    public static JsonObject Tagged(params string[] tags) => new() { ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]) };

    public static Cell Cell(string source, params string[] tags) => new()
    {
        Kind = CellKind.Code,
        Id = tags is [var first, ..] ? $"{first}" : Guid.NewGuid().ToString("n"),
        Source = source,
        Metadata = tags.Length == 0 ? [] : Tagged(tags),
    };

    public static NotebookParameters Declared(string code) =>
        NotebookParameters.Of(new Notebook { Cells = [Cell(code, "parameters")] }, "a.ipynb");

    public static string[] Assigned(string code, params ParameterOverride[] values)
    {
        var declared = Declared(code);
        NotebookParameters.Check([declared], values);
        return [.. declared.Assign(values).Select(assignment => assignment.Source)];
    }
}
