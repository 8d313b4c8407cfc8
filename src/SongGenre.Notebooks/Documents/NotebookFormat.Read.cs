using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

public static partial class NotebookFormat
{
    private const string Repair = "repair it with: songgenre notebooks fix FILE";

    /// <summary>
    /// Reads a notebook of nbformat 4.0 to 4.5. Cells of 4.0 to 4.4 have no ids and get <c>cell-1</c>, <c>cell-2</c>, …
    /// Keys that the format doesn't have are dropped, adjacent pieces of one stream are merged.
    /// </summary>
    /// <param name="json">The file's text.</param>
    /// <param name="where">What error messages call the file, for instance its path.</param>
    /// <exception cref="NotebookException">The text is no such notebook; the message names file, cell and
    /// key.</exception>
    public static Notebook Parse(string json, string where)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (string.IsNullOrWhiteSpace(json.TrimStart('\uFEFF')))
            throw new NotebookException($"{where}: the file is empty; a notebook is a JSON document (.ipynb)");
        try
        {
            using var document = JsonDocument.Parse(json.TrimStart('\uFEFF'), JsonOptions);
            return ReadNotebook(document.RootElement, where);
        }
        catch (JsonException e)
        {
            throw new NotebookException($"{where}{Position(e)}: this is not JSON: {Reason(e)}", e);
        }
        catch (InvalidOperationException e)
        {
            // What System.Text.Json throws for "\ud800": half of a character, which no UTF-8 file can hold.
            throw new NotebookException(
                $"{where}: a text holds half of a surrogate pair (an escape \\ud800 to \\udfff alone); remove it", e);
        }
    }

    private static Notebook ReadNotebook(JsonElement root, string where)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new NotebookException(
                $"{where}: a notebook is a JSON object with cells, metadata, nbformat and nbformat_minor; this is "
                + $"{Describe(root)}");
        var minor = ReadVersion(root, where);
        var notebook = new Notebook { Metadata = ReadObject(root, "metadata", where) };
        foreach (var transient in (ReadOnlySpan<string>)["orig_nbformat", "orig_nbformat_minor", "signature"])
            notebook.Metadata.Remove(transient);

        if (!root.TryGetProperty("cells", out var cells) || cells.ValueKind != JsonValueKind.Array)
            throw new NotebookException($"{where}: 'cells' must be a list of cells");
        var cellOfId = new Dictionary<string, int>();
        foreach (var element in cells.EnumerateArray())
        {
            var number = notebook.Cells.Count + 1;
            var cell = ReadCell(element, minor, number, $"{where}: cell {number}");
            if (!cellOfId.TryAdd(cell.Id, number))
                throw new NotebookException(
                    $"{where}: cell {number} has the same id '{cell.Id}' as cell {cellOfId[cell.Id]}; {Repair}");
            notebook.Cells.Add(cell);
        }

        return notebook;
    }

    private static int ReadVersion(JsonElement root, string where)
    {
        var major = ReadVersionNumber(root, "nbformat", where);
        if (major < Major)
            throw new NotebookException(
                $"{where}: nbformat {major} is older than 4; convert it with: jupyter nbconvert --to notebook "
                + "--nbformat 4 FILE");
        var minor = ReadVersionNumber(root, "nbformat_minor", where);
        if (major > Major || minor > Minor)
            throw new NotebookException(
                $"{where}: nbformat {major}.{minor} is newer than {Major}.{Minor}; save the notebook as nbformat "
                + $"{Major}.{Minor}");
        return minor;
    }

    private static int ReadVersionNumber(JsonElement root, string key, string where) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
            ? number
            : throw new NotebookException(
                $"{where}: '{key}' must be a whole number ({Major} and {Minor} make nbformat {Major}.{Minor}); is "
                + "this a notebook?");

    private static Cell ReadCell(JsonElement element, int minor, int number, string where)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new NotebookException($"{where} must be an object, not {Describe(element)}");
        var kind = ReadText(element, "cell_type", where) switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            var other => throw new NotebookException(
                $"{where}: cell_type '{other}' is unknown; it is code, markdown or raw"),
        };
        var cell = new Cell
        {
            Kind = kind,
            Id = minor < Minor ? $"cell-{number}" : ReadId(element, where),
            Source = ReadText(element, "source", where),
            Metadata = ReadObject(element, "metadata", where),
            Attachments = kind != CellKind.Code && element.TryGetProperty("attachments", out _) ? ReadAttachments(element, where) : null,
        };
        cell.Metadata.Remove("trusted");
        if (kind != CellKind.Code) return cell;

        cell.ExecutionCount = ReadCount(element, where);
        if (!element.TryGetProperty("outputs", out var outputs)) return cell;
        if (outputs.ValueKind != JsonValueKind.Array)
            throw new NotebookException($"{where}: 'outputs' must be a list, not {Describe(outputs)}");
        var index = 0;
        foreach (var output in outputs.EnumerateArray()) cell.Append(ReadOutput(output, $"{where}, output {++index}"));
        return cell;
    }

    private static string ReadId(JsonElement cell, string where)
    {
        if (!cell.TryGetProperty("id", out var id))
            throw new NotebookException(
                $"{where} has no id; nbformat {Major}.{Minor} wants one (1 to 64 letters, digits, '-', '_'); {Repair}");
        if (id.ValueKind == JsonValueKind.String && id.GetString() is { Length: >= 1 and <= 64 } text
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return text;
        throw new NotebookException($"{where}: its id must be 1 to 64 letters, digits, '-' and '_'; {Repair}");
    }

    private static Output ReadOutput(JsonElement element, string where)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new NotebookException($"{where} must be an object, not {Describe(element)}");
        return ReadText(element, "output_type", where) switch
        {
            "stream" => new StreamOutput(ReadText(element, "name", where), ReadText(element, "text", where)),
            "display_data" => new DisplayOutput(ReadBundle(element, "data", where), ReadObject(element, "metadata", where)),
            "execute_result" => new ExecuteResultOutput(
                ReadBundle(element, "data", where), ReadObject(element, "metadata", where), ReadCount(element, where)),
            "error" => new ErrorOutput(ReadText(element, "ename", where), ReadText(element, "evalue", where), ReadTraceback(element, where)),
            var other => throw new NotebookException(
                $"{where}: output_type '{other}' is unknown; it is stream, display_data, execute_result or error"),
        };
    }

    private static int? ReadCount(JsonElement element, string where)
    {
        if (!element.TryGetProperty("execution_count", out var count) || count.ValueKind == JsonValueKind.Null)
            return null;
        return count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var number) && number >= 0
            ? number
            : throw new NotebookException(
                $"{where}: 'execution_count' must be null or a whole number from 0, not {Describe(count)}");
    }

    private static string[] ReadTraceback(JsonElement element, string where) =>
        element.TryGetProperty("traceback", out var lines) && lines.ValueKind == JsonValueKind.Array
        && lines.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String)
            ? [.. lines.EnumerateArray().Select(line => line.GetString()!)]
            : throw new NotebookException($"{where}: 'traceback' must be a list of strings");

    private static JsonObject ReadAttachments(JsonElement cell, string where)
    {
        var files = ReadObject(cell, "attachments", where);
        foreach (var file in cell.GetProperty("attachments").EnumerateObject())
            files[file.Name] = ReadBundle(cell.GetProperty("attachments"), file.Name, where);
        return files;
    }

    private static JsonObject ReadBundle(JsonElement element, string key, string where)
    {
        if (!element.TryGetProperty(key, out var bundle) || bundle.ValueKind != JsonValueKind.Object)
            throw new NotebookException($"{where}: '{key}' must be an object with a mime type per key");
        var data = new JsonObject();
        foreach (var mime in bundle.EnumerateObject())
            data[mime.Name] = IsJson(mime.Name) ? ToNode(mime.Value) : ReadText(bundle, mime.Name, where);
        return data;
    }

    private static JsonObject ReadObject(JsonElement element, string key, string where)
    {
        if (!element.TryGetProperty(key, out var value)) return [];
        return ToNode(value) as JsonObject ?? throw new NotebookException(
            $"{where}: '{key}' must be an object, not {Describe(value)}");
    }

    private static string ReadText(JsonElement element, string key, string where)
    {
        if (!element.TryGetProperty(key, out var value)) throw new NotebookException($"{where}: '{key}' is missing");
        if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String))
            return string.Concat(value.EnumerateArray().Select(line => line.GetString()));
        throw new NotebookException($"{where}: '{key}' must be a string or a list of strings, not {Describe(value)}");
    }

    // Built at once, not lazily: a damaged text shows up here, where the file is known, and the document can be disposed.
    private static JsonNode? ToNode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, ToNode(p.Value)))),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(ToNode)]),
        JsonValueKind.String => JsonValue.Create(element.GetString()),
        JsonValueKind.Number => JsonValue.Create(element.Clone()),
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        _ => null,
    };

    internal static JsonNode? ParseJson(string json)
    {
        using var document = JsonDocument.Parse(json, JsonOptions);
        return ToNode(document.RootElement);
    }

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "the number " + element.GetRawText(),
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static string Position(JsonException e) =>
        e.LineNumber is { } line ? $", line {line + 1}, column {e.BytePositionInLine + 1}" : "";

    internal static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var message = end < 0 ? e.Message : e.Message[..end];
        return message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
    }
}
