using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Jupyter;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Jupyter;

/// <summary>A kernel and the only client that it has, without sockets between them.</summary>
internal sealed class ProtocolClient : IDisposable
{
    public const string Key = "secret";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly WireFormat wire = new(Key);
    private readonly CSharpKernel cells;
    private readonly ConcurrentDictionary<string, BlockingCollection<SentMessage>> sent = new();
    private readonly StringWriter log = new();

    public ProtocolClient(HistoryFile? history = null, string key = Key)
    {
        cells = new CSharpKernel(Path.GetTempPath());
        var connection = new ConnectionFile
        {
            Key = key,
            ShellPort = 1,
            IOPubPort = 2,
            StdinPort = 3,
            ControlPort = 4,
            HeartbeatPort = 5,
        };
        Kernel = new JupyterKernel(cells, connection, new History(history), Take, TextWriter.Synchronized(log));
    }

    public JupyterKernel Kernel { get; }

    public string Log => log.ToString();

    /// <summary>Is called with each message before it counts as sent, on the thread that sends it.</summary>
    public Action<SentMessage> Sending { get; set; } = _ => { };

    /// <summary>What was sent in answer to nothing.</summary>
    public ConcurrentQueue<SentMessage> Unasked { get; } = new();

    public byte[] Identity { get; } = "client"u8.ToArray();

    public static JsonObject Code(string code) => new() { ["code"] = code };

    /// <summary>The frames of a message, and its id.</summary>
    public (string Id, List<byte[]> Frames) Write(string type, JsonObject content, string? metadata = null)
    {
        List<byte[]> frames =
            [.. wire.Write([Identity], type, null, metadata is null ? null : Encoding.UTF8.GetBytes(metadata),
            content)];
        return ((string)JsonNode.Parse(frames[3])!["msg_id"]!, frames);
    }

    public string Send(string type, JsonObject content, JupyterChannel channel = JupyterChannel.Shell,
        string? metadata = null)
    {
        var (id, frames) = Write(type, content, metadata);
        Kernel.Receive(channel, frames);
        return id;
    }

    /// <summary>The next message that answers a request.</summary>
    public SentMessage Next(string id) =>
        Of(id).TryTake(out var message, Patience) ? message
            : throw new TimeoutException($"nothing more came in answer to {id}");

    /// <summary>What came in answer to a request, up to the kernel's being idle again.</summary>
    public Conversation Hear(string id)
    {
        var messages = new List<SentMessage>();
        do messages.Add(Next(id));
        while (messages[^1] is not { Type: "status", Content: var content }
            || (string?)content["execution_state"] != "idle");
        return new(
            messages.SingleOrDefault(message => message.Channel is JupyterChannel.Shell or JupyterChannel.Control),
            [.. messages.Where(message => message.Channel == JupyterChannel.IOPub)]);
    }

    public Conversation Ask(string type, JsonObject content, JupyterChannel channel = JupyterChannel.Shell,
        string? metadata = null) =>
        Hear(Send(type, content, channel, metadata));

    public Conversation Run(string code) => Ask("execute_request", Code(code));

    public void Dispose()
    {
        Kernel.Dispose();
        cells.Dispose();
        foreach (var messages in sent.Values) messages.Dispose();
        log.Dispose();
    }

    private void Take(JupyterChannel channel, IReadOnlyList<byte[]> frames)
    {
        var message = SentMessage.Of(channel, frames);
        Sending(message);
        if ((string?)message.Parent["msg_id"] is { } id) Of(id).Add(message);
        else Unasked.Enqueue(message);
    }

    private BlockingCollection<SentMessage> Of(string id) => sent.GetOrAdd(id, _ => []);
}
