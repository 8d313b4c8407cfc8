using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>
/// What a runner and a notebook's process say to each other: a JSON object a line over a named pipe.
/// </summary>
internal static class KernelMessage
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 512 };

    public const string Interrupt = """{"interrupt":true}""";

    public static string Cell(CellSubmission cell) => new JsonObject
    {
        ["code"] = cell.Code,
        ["name"] = cell.Name,
        ["count"] = cell.ExecutionCount,
        ["language"] = cell.Language,
    }.ToJsonString();

    public static CellSubmission CellOf(JsonObject message) =>
        new(Text(message, "code"), Text(message, "name"), (int?)message["count"])
        {
            Language = Text(message, "language"),
        };

    public static string Done(string outcome) => new JsonObject { ["done"] = outcome }.ToJsonString();

    public static string Of(Output output) => output switch
    {
        StreamOutput stream => Wrap("stream", new() { ["name"] = stream.Name, ["text"] = stream.Text }),
        ErrorOutput error => Wrap("error", new()
        {
            ["name"] = error.Name,
            ["value"] = error.Value,
            ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
        }),
        ExecuteResultOutput result => Wrap("result", Faces(result, result.ExecutionCount)),
        DisplayOutput display => Wrap("display", Faces(display, null)),
        UpdateDisplayOutput update => Wrap("update", new()
        {
            ["id"] = update.DisplayId,
            ["data"] = update.Data.DeepClone(),
            ["metadata"] = update.Metadata.DeepClone(),
        }),
        ClearOutput clear => Wrap("clear", new() { ["wait"] = clear.Wait }),
        _ => throw new ArgumentException($"An output of type {output.GetType().Name} has no message.", nameof(output)),
    };

    /// <summary>The output that a message carries; null when it carries none.</summary>
    public static Output? OutputOf(JsonObject message) =>
        message["stream"] is JsonObject stream ? new StreamOutput(Text(stream, "name"), Text(stream, "text"))
        : message["error"] is JsonObject error ? new ErrorOutput(
            Text(error, "name"), Text(error, "value"), [.. error["traceback"]!.AsArray().Select(line => (string)line!)])
        : message["result"] is JsonObject result ? new ExecuteResultOutput(
            Part(result, "data"), Part(result, "metadata"), (int?)result["count"])
        : message["display"] is JsonObject display ? new DisplayOutput(Part(display, "data"), Part(display, "metadata"))
        {
            DisplayId = (string?)display["id"],
        }
        : message["update"] is JsonObject update ? new UpdateDisplayOutput(
            Text(update, "id"), Part(update, "data"), Part(update, "metadata"))
        : message["clear"] is JsonObject clear ? new ClearOutput((bool)clear["wait"]!)
        : null;

    /// <summary>The message in a line; null when the process ended in the middle of it.</summary>
    public static JsonObject? Parse(string line)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = Deep.MaxDepth };
            return JsonNode.Parse(line, documentOptions: options) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// What the process writes to its standard output and error when a cell has ended, apart from any text of the
    /// cell's programs.
    /// </summary>
    public static string EndMark(string pipeName) => $"\x1e{pipeName}\x1e";

    private static string Wrap(string kind, JsonObject content) =>
        new JsonObject { [kind] = content }.ToJsonString(Deep);

    private static JsonObject Faces(DisplayOutput output, int? count)
    {
        var faces = new JsonObject { ["data"] = output.Data.DeepClone(), ["metadata"] = output.Metadata.DeepClone() };
        if (count is { } number) faces["count"] = number;
        if (output.DisplayId is { } id) faces["id"] = id;
        return faces;
    }

    private static string Text(JsonObject message, string key) => (string)message[key]!;

    private static JsonObject Part(JsonObject message, string key) => message[key]!.DeepClone().AsObject();
}
