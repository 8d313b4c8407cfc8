using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using SongGenre.Notebooks.Jupyter;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class FuzzTests
{
    private const int Messages = 10_000;
    private const int Seed = 5_4;

    // Nothing that a mutation could turn into harm.
    private static readonly string[] Codes =
    [
        "1+1", "var x = 3;", "x", "", "\"", "{", "throw null;", "💥", "#!nonsense", "// only words", "y =",
        // The compiler's parser takes for ever over it.
        string.Concat(Enumerable.Repeat("a ? [", 40)),
    ];

    private static readonly string[] Types =
    [
        "execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request",
            "kernel_info_request",
        "connect_request", "comm_info_request", "comm_open", "comm_msg", "comm_close", "interrupt_request",
            "debug_request", "input_reply",
        "execute_reply", "status", "x_request", "\u0000", "SHUTDOWN_REQUEST",
    ];

    private static readonly string[] Fields =
    [
        "code", "silent", "store_history", "user_expressions", "allow_stdin", "stop_on_error", "cursor_pos",
            "detail_level", "hist_access_type",
        "n", "session", "start", "stop", "pattern", "unique", "output", "raw", "comm_id", "target_name", "value",
            "restart", "status",
    ];

    [Fact]
    public void Ten_thousand_random_messages_end_in_answers_and_refusals_and_the_kernel_goes_on()
    {
        var connection = JupyterSocketsTests.FreePorts();
        using var cells = new CSharpKernel(Path.GetTempPath());
        using var sockets = new JupyterSockets(connection);
        using var kernel = new JupyterKernel(cells, connection, new History(null), sockets.Send, TextWriter.Null);
        sockets.Start(kernel.Receive, kernel.Welcome);
        using var shell = new DealerSocket(connection.Address(connection.ShellPort));
        using var control = new DealerSocket(connection.Address(connection.ControlPort));
        using var stdin = new DealerSocket(connection.Address(connection.StdinPort));
        using var heartbeat = new DealerSocket(connection.Address(connection.HeartbeatPort));
        using var iopub = new XSubscriberSocket(connection.Address(connection.IOPubPort));
        DealerSocket[] channels = [shell, shell, shell, control, stdin, heartbeat];

        var random = new Random(Seed);
        for (var i = 0; i < Messages; i++)
        {
            var frames = Mutate(random, Frames(random));
            if (random.Next(50) == 0) iopub.TrySendMultipartBytes(TimeSpan.Zero, frames);
            else channels[random.Next(channels.Length)].SendMultipartBytes(frames);
        }

        var (mark, first) = Message("kernel_info_request", []);
        shell.SendMultipartBytes(first);
        Await(shell, mark, "kernel_info");
        Assert.True(kernel.Dropped > Messages / 20, "hardly a message was damaged");
        Assert.False(kernel.Ended.IsCancellationRequested);

        var (control2, second) = Message("kernel_info_request", []);
        control.SendMultipartBytes(second);
        Await(control, control2, "kernel_info on the control channel");

        var (sum, third) = Message("execute_request", ProtocolClient.Code("1+1"));
        shell.SendMultipartBytes(third);
        Assert.Equal("ok", (string?)Await(shell, sum, "execute")["status"]);
    }

    private static JsonObject Await(DealerSocket socket, string id, string what)
    {
        var deadline = DateTime.UtcNow.AddSeconds(100);
        List<byte[]>? frames = null;
        while (DateTime.UtcNow < deadline)
        {
            if (!socket.TryReceiveMultipartBytes(TimeSpan.FromSeconds(1), ref frames!)) continue;
            var message = SentMessage.Of(JupyterChannel.Shell, frames);
            if ((string?)message.Parent["msg_id"] == id) return message.Content;
        }

        throw new TimeoutException($"after the messages of seed {Seed} the kernel doesn't answer {what}");
    }

    private static (string Id, List<byte[]> Frames) Message(string type, JsonObject content)
    {
        var frames = new WireFormat(ProtocolClient.Key).Write([], type, null, null, content);
        return ((string)JsonNode.Parse(frames[2])!["msg_id"]!, [.. frames]);
    }

    private static List<byte[]> Frames(Random random)
    {
        var content = new JsonObject();
        for (var i = random.Next(6); i > 0; i--) content[Pick(random, Fields)] = Value(random, 0);
        if (random.Next(4) > 0) content["code"] = Pick(random, Codes);
        if (random.Next(8) == 0) content["user_expressions"] = new JsonObject { ["a"] = Pick(random, Codes) };
        if (random.Next(4) > 0) content["hist_access_type"] = Pick(random, ["tail", "range", "search"]);
        return Message(Pick(random, Types), content).Frames;
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 3 ? 8 : 10) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-5, 20),
        3 => JsonNode.Parse(
            Pick(random, ["1e400", "-9223372036854775808", "99999999999999999999999", "0.5", "2147483648", "-0"])),
        4 => Pick(random, Codes),
        5 => Pick(random, ["tail", "*", "?", "[", "**********************a", "\0", "\uffff"]),
        6 => new string('a', random.Next(5000)),
        7 => "",
        8 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject(
            [.. Enumerable.Range(0, random.Next(4))
            .Select(i => KeyValuePair.Create($"k{i}", Value(random, depth + 1)))]),
    };

    // Half of the messages stay whole; of the others some are signed again, so that the damage gets further in.
    private static List<byte[]> Mutate(Random random, List<byte[]> frames)
    {
        if (random.Next(2) == 0) return frames;
        for (var i = random.Next(1, 4); i > 0 && frames.Count > 0; i--)
        {
            var at = random.Next(frames.Count);
            var frame = frames[at];
            switch (random.Next(8))
            {
                case 0 when frame.Length > 0:
                    frame[random.Next(frame.Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    frames[at] = frame[..random.Next(frame.Length + 1)];
                    break;
                case 2:
                    frames.RemoveAt(at);
                    break;
                case 3:
                    frames.Insert(at, [.. frame]);
                    break;
                case 4:
                    frames[at] =
                        Encoding.UTF8.GetBytes(
                        Pick(random,
                        ["{}", "[]", "null", "", "{\"msg_id\":1}", "<IDS|MSG>", "\"x\"", "{\"a\":1,\"a\":2}"]));
                    break;
                case 5:
                    frames[at] = Encoding.UTF8.GetBytes(new string('[', random.Next(2000)));
                    break;
                case 6:
                    frames[at] =
                        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(frame)
                        .Replace("\"code\":", "\"code\":[],\"code\":"));
                    break;
                default:
                    random.NextBytes(frames[at] = new byte[random.Next(300)]);
                    break;
            }
        }

        if (random.Next(2) == 0) Sign(frames);
        if (frames.Count == 0) frames.Add([]);
        return frames;
    }

    private static void Sign(List<byte[]> frames)
    {
        var delimiter = frames.FindIndex(frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        if (delimiter < 0 || frames.Count < delimiter + 6) return;
        using var hash =
            IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(ProtocolClient.Key));
        foreach (var part in frames.Skip(delimiter + 2).Take(4)) hash.AppendData(part);
        frames[delimiter + 1] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
