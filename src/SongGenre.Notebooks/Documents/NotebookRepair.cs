using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>Makes a C# notebook valid that other tools, or people, left almost so.</summary>
public static class NotebookRepair
{
    private const int LongestId = 64;

    /// <summary>
    /// Reads a notebook of nbformat 4.0 to 4.5 whose ids may be missing, invalid or used twice, gives it valid ones,
    /// and writes the C# kernel into its metadata. The same text always gives the same ids: an invalid one becomes the
    /// nearest valid one, a missing one <c>cell-</c> and the cell's number, one used twice gets a number behind it.
    /// </summary>
    /// <param name="json">The file's text.</param>
    /// <param name="where">What error messages call the file.</param>
    /// <exception cref="NotebookException">The text is no C# notebook of nbformat 4, for other reasons than
    /// ids.</exception>
    public static Notebook Repair(string json, string where)
    {
        ArgumentNullException.ThrowIfNull(json);
        var notebook = NotebookFormat.Parse(WithIds(json.TrimStart('\uFEFF')) ?? json, where);
        CellLanguage.RequireCSharp(notebook, where);
        KernelMetadata.Write(notebook.Metadata);
        return notebook;
    }

    // Null where the text isn't even JSON with cells: the notebook's reader says what is wrong then.
    private static string? WithIds(string json)
    {
        JsonNode? root;
        try
        {
            root = NotebookFormat.ParseJson(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }

        if (root is not JsonObject notebook || notebook["cells"] is not JsonArray cells) return null;
        if (!IsVersion(notebook["nbformat"], 4..4) || !IsVersion(notebook["nbformat_minor"], 0..NotebookFormat.Minor))
            return null;
        notebook["nbformat_minor"] = NotebookFormat.Minor;
        NameCells(cells);
        return notebook.ToJsonString(new JsonSerializerOptions { MaxDepth = NotebookFormat.MaxDepth });
    }

    private static void NameCells(JsonArray cells)
    {
        // A valid id stays with the first cell that has it, wherever other cells get theirs from.
        var named = new HashSet<JsonObject>();
        var taken = new HashSet<string>();
        foreach (var cell in cells.OfType<JsonObject>())
        {
            if (Id(cell) is { } id && Valid(id) == id && taken.Add(id)) named.Add(cell);
        }

        foreach (var (index, node) in cells.Index())
        {
            if (node is not JsonObject cell || named.Contains(cell)) continue;
            var wanted = Valid(Id(cell) ?? "") is { Length: > 0 } near ? near : string.Create(CultureInfo.InvariantCulture, $"cell-{index + 1}");
            var free = wanted;
            for (var number = 2; !taken.Add(free); number++)
            {
                var ending = string.Create(CultureInfo.InvariantCulture, $"-{number}");
                free = wanted[..Math.Min(wanted.Length, LongestId - ending.Length)] + ending;
            }

            cell["id"] = free;
        }
    }

    private static string? Id(JsonObject cell) =>
        cell["id"] is JsonValue value && value.TryGetValue(out string? id) ? id : null;

    // The id itself when it is valid.
    private static string Valid(string id)
    {
        var near = string.Concat(id.Take(LongestId).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        return near.Any(char.IsAsciiLetterOrDigit) || near == id ? near : "";
    }

    private static bool IsVersion(JsonNode? node, Range versions) =>
        node is JsonValue value && value.TryGetValue(out JsonElement number) && number.ValueKind == JsonValueKind.Number
        && number.TryGetInt32(out var version) && version >= versions.Start.Value && version <= versions.End.Value;
}
