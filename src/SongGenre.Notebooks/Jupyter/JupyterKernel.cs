using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// A C# kernel as clients of the Jupyter protocol see it: messages go in, messages come out. Shell requests are handled
/// one after another, those on the control channel beside them. What can't be a message is dropped and counted.
/// </summary>
/// <seealso href="https://jupyter-client.readthedocs.io/en/stable/messaging.html"/>
internal sealed partial class JupyterKernel : IDisposable
{
    private readonly CSharpKernel kernel;
    private readonly WireFormat wire;
    private readonly ConnectionFile connection;
    private readonly History history;
    private readonly Action<JupyterChannel, IReadOnlyList<byte[]>> send;
    private readonly TextWriter log;
    private readonly BlockingCollection<Request> shell = [];
    private readonly BlockingCollection<Request> control = [];
    private readonly CancellationTokenSource ended = new();
    private readonly Thread cells;
    private long received;
    private int dropped;
    private int ignored;

    /// <summary>Creates a kernel that has not yet received anything.</summary>
    /// <param name="kernel">Runs the cells.</param>
    /// <param name="connection">Where clients reach it, and the key of its messages.</param>
    /// <param name="history">Keeps what was run.</param>
    /// <param name="send">Takes the frames of each message that is sent, from any thread; doesn't block.</param>
    /// <param name="log">Takes lines about what was dropped or ignored.</param>
    public JupyterKernel(
        CSharpKernel kernel,
        ConnectionFile connection,
        History history,
        Action<JupyterChannel, IReadOnlyList<byte[]>> send,
        TextWriter log)
    {
        (this.kernel, this.connection, this.history, this.send, this.log) = (kernel, connection, history, send, log);
        wire = new WireFormat(connection.Key);
        if (connection.Key.Length == 0)
            Log("the connection file has no key: whoever reaches the ports can run code here");
        Publish(null, "status", new() { ["execution_state"] = "starting" });
        cells = Start(shell, nameof(shell));
        Start(control, nameof(control));
    }

    /// <summary>Is cancelled when a client has asked for the kernel's end, or <see cref="Stop"/> was called.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>How many messages were dropped because of their signature or form.</summary>
    public int Dropped => dropped;

    /// <summary>Takes a message; never blocks.</summary>
    public void Receive(JupyterChannel channel, IReadOnlyList<byte[]> frames)
    {
        if (wire.Read(frames, out var fault) is not { } message)
        {
            Drop(fault);
            return;
        }

        var request = new Request(channel, message, Interlocked.Increment(ref received));
        if (channel == JupyterChannel.Stdin && request.Type == "input_reply") TakeInput(request);
        // Behind the cell that they are to end, these would come too late.
        else if (channel == JupyterChannel.Shell && request.Type is not ("interrupt_request" or "shutdown_request"))
            shell.Add(request);
        else control.Add(request);
    }

    /// <summary>What a client hears when its subscription to a topic has come into effect.</summary>
    public IReadOnlyList<byte[]> Welcome(byte[] topic) =>
        wire.Write([topic], "iopub_welcome", null, null, new() { ["subscription"] = Encoding.UTF8.GetString(topic) });

    /// <summary>Ends the kernel; a running cell is interrupted.</summary>
    public void Stop()
    {
        Interrupt();
        ended.Cancel();
    }

    /// <summary>Waits for what runs after the kernel's end.</summary>
    /// <param name="patience">For how long.</param>
    /// <returns>Whether it has ended, too.</returns>
    public bool WaitForIdle(TimeSpan patience) => cells.Join(patience);

    /// <summary>As <see cref="Stop"/>. A cell that doesn't end keeps its thread.</summary>
    public void Dispose() => Stop();

    // A thread of its own: cells may keep all those of the pool busy.
    private Thread Start(BlockingCollection<Request> requests, string name)
    {
        var thread = new Thread(() =>
        {
            try
            {
                foreach (var request in requests.GetConsumingEnumerable(Ended))
                    HandleAsync(request).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                // The kernel has ended.
            }
        })
        { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private async Task HandleAsync(Request request)
    {
        Publish(request, "status", new() { ["execution_state"] = "busy" });
        JsonObject? reply;
        try
        {
            reply = await AnswerAsync(request);
        }
        catch (RefusedRequestException e)
        {
            reply = Failure("RefusedRequest", e.Message);
        }
        catch (Exception e)
        {
            // Whatever a request brings about, the next one is served.
            reply = Failure(e.GetType().Name, e.Message);
            Log($"{request.Type} failed: {e}");
        }

        if (reply is not null) Reply(request, reply);
        var shutsDown = request.Type == "shutdown_request" && (string?)reply?["status"] == "ok";
        if (shutsDown) Publish(request, "shutdown_reply", reply!);
        Publish(request, "status", new() { ["execution_state"] = "idle" });
        if (shutsDown) Stop();
    }

    private void Reply(Request request, JsonObject content)
    {
        const string Ending = "_request";
        var message = request.Message;
        if (!request.Type.EndsWith(Ending, StringComparison.Ordinal))
        {
            // Who doesn't ask waits for no answer.
            Drop((string?)content["evalue"] ?? request.Type);
            return;
        }

        send(request.Channel, wire.Write(
            message.Identities, request.Type[..^Ending.Length] + "_reply", message.Header, message.Metadata, content));
    }

    private void Publish(Request? request, string type, JsonObject content) =>
        send(JupyterChannel.IOPub,
            wire.Write([Encoding.UTF8.GetBytes(type)], type, request?.Message.Header, null, content));

    private static JsonObject Failure(string name, string message, IReadOnlyList<string>? traceback = null) => new()
    {
        ["status"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. (traceback ?? [message]).Select(line => (JsonNode)line)]),
    };

    private void Drop(string fault)
    {
        var count = Interlocked.Increment(ref dropped);
        // A flood of them must not become a flood of lines.
        if (int.IsPow2(count))
            Log(string.Create(CultureInfo.InvariantCulture, $"dropped a message: {fault} ({count} dropped so far)"));
    }

    private void Log(string line) => log.WriteLine("songgenre kernel: " + line);
}
