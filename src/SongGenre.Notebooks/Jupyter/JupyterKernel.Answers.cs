using System.Text.Json.Nodes;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Jupyter;

internal sealed partial class JupyterKernel
{
    // Null leaves a request without a reply.
    private async Task<JsonObject?> AnswerAsync(Request request)
    {
        var isShell = request.Channel == JupyterChannel.Shell;
        switch (request.Type)
        {
            case "kernel_info_request":
                return KernelInfo.Content();
            case "connect_request":
                return Connect();
            case "comm_info_request":
                return Success(new() { ["comms"] = new JsonObject() });
            case "interrupt_request":
                Interrupt(request.Number);
                return Success([]);
            case "shutdown_request":
                return Success(new() { ["restart"] = request.Content.Flag("restart", otherwise: false) });
            case "history_request":
                return Success(HistoryReply.Content(history, request.Content));
            case "execute_request" when isShell:
                return await ExecuteAsync(request);
            case "complete_request" when isShell:
                return await CompleteAsync(request.Content);
            case "inspect_request" when isShell:
                return await InspectAsync(request.Content);
            case "is_complete_request" when isShell:
                return IsComplete(request.Content);
            case "execute_request" or "complete_request" or "inspect_request" or "is_complete_request":
                throw new RefusedRequestException($"{request.Type} belongs on the shell channel");
            case "debug_request":
                throw new RefusedRequestException("This kernel has no debugger");
            case "comm_open":
                // Nothing here has a comm's other end.
                Publish(request, "comm_close",
                    new() { ["comm_id"] = request.Content.Text("comm_id"), ["data"] = new JsonObject() });
                return null;
            case "comm_msg" or "comm_close":
                return null;
            default:
                Ignore(request);
                return null;
        }
    }

    private static JsonObject Success(JsonObject content)
    {
        content["status"] = "ok";
        return content;
    }

    private JsonObject Connect() => Success(new()
    {
        ["shell_port"] = connection.ShellPort,
        ["iopub_port"] = connection.IOPubPort,
        ["stdin_port"] = connection.StdinPort,
        ["control_port"] = connection.ControlPort,
        ["hb_port"] = connection.HeartbeatPort,
    });

    private async Task<JsonObject> CompleteAsync(RequestContent content)
    {
        var code = content.Text("code");
        var found = await kernel.CompleteAsync(code, Position(content, code));
        var (start, end) = (CodePoints.FromIndex(code, found.Start), CodePoints.FromIndex(code, found.End));
        return Success(new()
        {
            ["matches"] = new JsonArray([.. found.Entries.Select(entry => (JsonNode)entry.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                // What JupyterLab and VS Code show an icon and a type by.
                ["_jupyter_types_experimental"] = new JsonArray([.. found.Entries.Select(entry => new JsonObject
                {
                    ["text"] = entry.Text,
                    ["type"] = entry.Kind,
                    ["start"] = start,
                    ["end"] = end,
                })]),
            },
        });
    }

    private async Task<JsonObject> InspectAsync(RequestContent content)
    {
        var code = content.Text("code");
        var found = await kernel.InspectAsync(code, Position(content, code));
        return Success(new()
        {
            ["found"] = found is not null,
            ["data"] = found is null
                ? []
                : new JsonObject { ["text/plain"] = found.PlainText, ["text/html"] = found.Html },
            ["metadata"] = new JsonObject(),
        });
    }

    private JsonObject IsComplete(RequestContent content)
    {
        var (status, indent) = kernel.CheckCompleteness(content.Text("code"));
        return status switch
        {
            CompletenessStatus.Complete => new() { ["status"] = "complete" },
            CompletenessStatus.Invalid => new() { ["status"] = "invalid" },
            _ => new() { ["status"] = "incomplete", ["indent"] = indent },
        };
    }

    private static int Position(RequestContent content, string code) =>
        content.WholeNumber("cursor_pos") is { } position ? CodePoints.ToIndex(code, position) : code.Length;

    private void Ignore(Request request)
    {
        // The type is the client's: neither long nor with line breaks in the log.
        var type = request.Type.Length > 60 ? request.Type[..60] + "…" : request.Type;
        var count = Interlocked.Increment(ref ignored);
        if (int.IsPow2(count)) Log($"ignored a message of unknown type '{type.ReplaceLineEndings(" ")}'");
    }
}
