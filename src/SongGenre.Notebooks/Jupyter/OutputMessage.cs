using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>A cell's outputs as the iopub channel carries them.</summary>
internal static class OutputMessage
{
    /// <summary>The type and the content of an output's message.</summary>
    /// <param name="output">The output.</param>
    /// <param name="count">The number that results carry.</param>
    /// <param name="session">
    /// The session of the kernel's process; clients keep displays longer than that, and another process counts anew.
    /// </param>
    public static (string Type, JsonObject Content) Of(Output output, int? count, string session) => output switch
    {
        StreamOutput stream => ("stream", new() { ["name"] = stream.Name, ["text"] = stream.Text }),
        ErrorOutput error => ("error", new()
        {
            ["ename"] = error.Name,
            ["evalue"] = error.Value,
            ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
        }),
        ExecuteResultOutput result =>
            ("execute_result", Faces(result.Data, result.Metadata, ("execution_count", count))),
        DisplayOutput display =>
            ("display_data",
                Faces(display.Data, display.Metadata, ("transient", Transient(display.DisplayId, session)))),
        UpdateDisplayOutput update =>
            ("update_display_data",
                Faces(update.Data, update.Metadata, ("transient", Transient(update.DisplayId, session)))),
        ClearOutput clear => ("clear_output", new() { ["wait"] = clear.Wait }),
        _ => throw new ArgumentException($"An output of type {output.GetType().Name} has no message.", nameof(output)),
    };

    private static JsonObject Faces(JsonObject data, JsonObject metadata, (string Name, JsonNode? Value) more) =>
        new() { ["data"] = data.DeepClone(), ["metadata"] = metadata.DeepClone(), [more.Name] = more.Value };

    private static JsonObject Transient(string? displayId, string session) =>
        displayId is null ? [] : new() { ["display_id"] = $"{session}-{displayId}" };
}
