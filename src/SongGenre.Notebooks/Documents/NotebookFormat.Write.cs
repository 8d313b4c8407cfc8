using System.Text;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

public static partial class NotebookFormat
{
    /// <summary>
    /// Writes a notebook as nbformat 4.5: keys sorted, one blank of indentation, text split into lines that keep their
    /// newline, a final newline. Adjacent pieces of one stream are merged; half a surrogate pair becomes U+FFFD.
    /// </summary>
    /// <param name="notebook">The notebook.</param>
    /// <exception cref="NotebookException">Two cells have the same id.</exception>
    public static string Serialize(Notebook notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var ids = new HashSet<string>();
        foreach (var cell in notebook.Cells)
        {
            if (!ids.Add(cell.Id))
                throw new NotebookException(
                    $"cell {ids.Count + 1} has the id '{cell.Id}' of an earlier cell; give it an id of its own");
        }

        var metadata = Without(notebook.Metadata, "orig_nbformat", "orig_nbformat_minor", "signature");
        var text = new StringBuilder();
        PythonJson.Write(text, new JsonObject
        {
            ["cells"] = new JsonArray([.. notebook.Cells.Select(WriteCell)]),
            ["metadata"] = metadata,
            ["nbformat"] = Major,
            ["nbformat_minor"] = Minor,
        });
        return text.Append('\n').ToString();
    }

    private static JsonObject WriteCell(Cell cell)
    {
        var json = new JsonObject
        {
            ["cell_type"] = cell.Kind switch { CellKind.Code => "code", CellKind.Markdown => "markdown", _ => "raw" },
            ["id"] = cell.Id,
            ["metadata"] = Without(cell.Metadata, "trusted"),
            ["source"] = Lines(cell.Source),
        };
        if (cell.Kind == CellKind.Code)
        {
            json["execution_count"] = cell.ExecutionCount;
            json["outputs"] = new JsonArray([.. Merged(cell.Outputs).Select(WriteOutput)]);
        }
        else if (cell.Attachments is { } attachments)
        {
            json["attachments"] = new JsonObject(attachments.Select(file => KeyValuePair.Create(
                file.Key, file.Value is JsonObject bundle ? WriteBundle(bundle) : file.Value?.DeepClone())));
        }

        return json;
    }

    private static IEnumerable<Output> Merged(List<Output> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is not StreamOutput first)
            {
                yield return outputs[i];
                continue;
            }

            var text = new StringBuilder(first.Text);
            for (; i + 1 < outputs.Count && outputs[i + 1] is StreamOutput next && next.Name == first.Name; i++)
                text.Append(next.Text);
            yield return new StreamOutput(first.Name, text.ToString());
        }
    }

    private static JsonNode? WriteOutput(Output output) => output switch
    {
        StreamOutput stream => new JsonObject { ["output_type"] = "stream", ["name"] = stream.Name, ["text"] = Lines(stream.Text) },
        ExecuteResultOutput result => new JsonObject
        {
            ["output_type"] = "execute_result",
            ["data"] = WriteBundle(result.Data),
            ["metadata"] = result.Metadata.DeepClone(),
            ["execution_count"] = result.ExecutionCount,
        },
        DisplayOutput display => new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = WriteBundle(display.Data),
            ["metadata"] = display.Metadata.DeepClone(),
        },
        ErrorOutput error => new JsonObject
        {
            ["output_type"] = "error",
            ["ename"] = error.Name,
            ["evalue"] = error.Value,
            ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
        },
        _ => throw new ArgumentException($"An output of type {output.GetType().Name} has no place in the format.", nameof(output)),
    };

    // nbformat splits these mime types into lines and leaves all others, base64 pictures among them, as one string.
    private static JsonObject WriteBundle(JsonObject bundle) => new(bundle.Select(mime => KeyValuePair.Create(
        mime.Key,
        (mime.Key.StartsWith("text/", StringComparison.Ordinal) || mime.Key is "application/javascript" or "image/svg+xml")
            && mime.Value is JsonValue value && value.TryGetValue<string>(out var text)
            ? Lines(text)
            : mime.Value?.DeepClone())));

    private static JsonObject Without(JsonObject metadata, params ReadOnlySpan<string> transient)
    {
        var kept = metadata.DeepClone().AsObject();
        foreach (var key in transient) kept.Remove(key);
        return kept;
    }

    // The line ends of Python's str.splitlines.
    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var ends = text[i] is '\n' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029'
                || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'));
            if (!ends) continue;
            lines.Add((JsonNode)text[start..(i + 1)]);
            start = i + 1;
        }

        if (start < text.Length) lines.Add((JsonNode)text[start..]);
        return lines;
    }
}
