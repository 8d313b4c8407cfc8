using System.Text;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class ExecuteTests : IDisposable
{
    private readonly ProtocolClient client = new();

    public void Dispose() => client.Dispose();

    [Fact]
    public void Execution_is_announced_carried_out_and_answered_in_the_order_of_the_protocol()
    {
        var heard = client.Ask(
            "execute_request", ProtocolClient.Code("Console.WriteLine(\"hello\"); 1 + 1"),
            metadata: """{"cellId":"7"}""");
        Assert.Equal(["status", "execute_input", "stream", "execute_result", "status"], heard.Types);
        Assert.Equal("busy", (string?)heard.Published[0].Content["execution_state"]);
        Assert.Equal((1, "Console.WriteLine(\"hello\"); 1 + 1"),
            ((int)heard.Only("execute_input")["execution_count"]!, (string?)heard.Only("execute_input")["code"]));
        Assert.Equal(("stdout", "hello\n"),
            ((string?)heard.Only("stream")["name"], (string?)heard.Only("stream")["text"]));
        Assert.Equal((1, "2"),
            ((int)heard.Only("execute_result")["execution_count"]!,
            (string?)heard.Only("execute_result")["data"]!["text/plain"]));
        Assert.Equal(("execute_reply", "ok", 1),
            (heard.Reply!.Type, (string?)heard.Content["status"], (int)heard.Content["execution_count"]!));
        Assert.Equal(client.Identity, Assert.Single(heard.Reply.Identities));
        Assert.Equal("7", (string?)heard.Reply.Metadata["cellId"]);
        Assert.Equal("execute_request", (string?)heard.Reply.Parent["msg_type"]);
    }

    [Fact]
    public void Error_is_published_and_replied_with_the_number_that_the_reader_sees()
    {
        client.Run("1");
        var heard = client.Run("\nthrow new InvalidOperationException(\"no\");");
        Assert.Equal(["status", "execute_input", "error", "status"], heard.Types);
        foreach (var error in (JsonObject[])[heard.Only("error"), heard.Content])
        {
            Assert.Equal(("System.InvalidOperationException", "no"),
                ((string?)error["ename"], (string?)error["evalue"]));
            Assert.Contains("   at cell 2, line 2", error["traceback"]!.AsArray().Select(line => (string?)line));
        }

        Assert.Equal(("error", 2), ((string?)heard.Content["status"], (int)heard.Content["execution_count"]!));
    }

    [Fact]
    public void Silent_execution_is_neither_heard_nor_counted_nor_kept()
    {
        client.Run("var x = 1;");
        var heard = client.Ask(
            "execute_request",
            new() { ["code"] = "Console.WriteLine(x); x = 2; x", ["silent"] = true, ["store_history"] = true });
        Assert.Equal(["status", "status"], heard.Types);
        Assert.Equal(1, (int)heard.Content["execution_count"]!);
        Assert.Single(client.Ask("history_request", new() { ["hist_access_type"] = "tail", ["n"] = 10 })
            .Content["history"]!.AsArray());
        var next = client.Run("x");
        Assert.Equal((2, "2"),
            ((int)next.Content["execution_count"]!, (string?)next.Only("execute_result")["data"]!["text/plain"]));
    }

    [Fact]
    public void Execution_without_history_shows_its_outputs_and_leaves_the_count()
    {
        client.Run("1");
        var heard = client.Ask("execute_request", new() { ["code"] = "5", ["store_history"] = false });
        Assert.Equal("5", (string?)heard.Only("execute_result")["data"]!["text/plain"]);
        Assert.Equal(2, (int)client.Run("1").Content["execution_count"]!);
    }

    [Fact]
    public void User_expressions_are_evaluated_in_the_session_each_for_itself()
    {
        var heard = client.Ask("execute_request", new()
        {
            ["code"] = "var x = 20;",
            ["user_expressions"] = new JsonObject
            {
                ["double"] = "x * 2",
                ["wrong"] = "y",
                ["statement"] = "int z = 1;",
                ["thrown"] = "x / (x - 20)",
                ["nested"] = string.Concat(Enumerable.Repeat("a ? [", 40)),
            },
        });
        var values = heard.Content["user_expressions"]!;
        Assert.Equal(("ok", "40"),
            ((string?)values["double"]!["status"], (string?)values["double"]!["data"]!["text/plain"]));
        Assert.Equal("System.DivideByZeroException", (string?)values["thrown"]!["ename"]);
        Assert.All((string[])["wrong", "statement", "thrown", "nested"],
            name => Assert.Equal("error", (string?)values[name]!["status"]));
        Assert.Equal(["status", "execute_input", "status"], heard.Types);
        Assert.Equal(2, (int)client.Run("1").Content["execution_count"]!);
    }

    [Fact]
    public void Error_aborts_what_was_queued_behind_it_and_nothing_later()
    {
        var started = Started();
        string[] ids =
            [started.Id, client.Send("execute_request", ProtocolClient.Code("2")),
            client.Send("kernel_info_request", [])];
        started.Release();
        Assert.Equal("error", (string?)client.Hear(ids[0]).Content["status"]);
        var aborted = client.Hear(ids[1]);
        Assert.Equal("aborted", (string?)aborted.Content["status"]);
        Assert.Equal(["status", "status"], aborted.Types);
        Assert.Equal("ok", (string?)client.Hear(ids[2]).Content["status"]);
        Assert.Equal("ok", (string?)client.Run("3").Content["status"]);
    }

    [Theory]
    [InlineData("stop_on_error", false)]
    [InlineData("silent", true)]
    public void Queue_goes_on_where_errors_are_not_to_stop_it(string option, bool value)
    {
        var started = Started(content => content[option] = value);
        var next = client.Send("execute_request", ProtocolClient.Code("2"));
        started.Release();
        Assert.Equal("error", (string?)client.Hear(started.Id).Content["status"]);
        Assert.Equal("ok", (string?)client.Hear(next).Content["status"]);
    }

    [Fact]
    public void Interrupt_ends_an_endless_loop_aborts_the_queue_and_keeps_the_state()
    {
        client.Run("var x = 42;");
        var loop =
            client.Send("execute_request", ProtocolClient.Code("while (true) System.Threading.Thread.Sleep(10);"));
        var queued = client.Send("execute_request", ProtocolClient.Code("x = 0;"));
        while (client.Next(loop).Type != "execute_input") continue;
        Assert.Equal("ok", (string?)client.Ask("interrupt_request", [], JupyterChannel.Control).Content["status"]);
        var ended = client.Hear(loop);
        Assert.Equal(("error", "KeyboardInterrupt"),
            ((string?)ended.Content["status"], (string?)ended.Only("error")["ename"]));
        Assert.Equal("aborted", (string?)client.Hear(queued).Content["status"]);
        Assert.Equal("42", (string?)client.Run("x").Only("execute_result")["data"]!["text/plain"]);
    }

    [Fact]
    public void Interrupt_that_is_handled_late_spares_what_was_sent_after_it()
    {
        using var isFree = new ManualResetEventSlim();
        client.Sending = message =>
        {
            if ((string?)message.Parent["msg_type"] == "interrupt_request") isFree.Wait();
        };
        var interrupt = client.Send("interrupt_request", [], JupyterChannel.Control);
        var cell = Started();
        var queued = client.Send("execute_request", new() { ["code"] = "2", ["stop_on_error"] = false });
        while (client.Next(cell.Id).Type != "execute_input") continue;
        isFree.Set();
        Assert.Equal("ok", (string?)client.Hear(interrupt).Content["status"]);
        // An interruption would show by then.
        Thread.Sleep(500);
        cell.Release();
        Assert.Equal("no", (string?)client.Hear(cell.Id).Content["evalue"]);
        Assert.Equal("aborted", (string?)client.Hear(queued).Content["status"]);
    }

    [Theory]
    [InlineData("interrupt_request")]
    [InlineData("shutdown_request")]
    public void What_is_to_end_a_cell_does_not_wait_for_it_in_the_shell_queue(string type)
    {
        var loop = client.Send("execute_request", ProtocolClient.Code("while (true) System.Threading.Thread.Sleep(10);"));
        while (client.Next(loop).Type != "execute_input") continue;
        var reply = client.Ask(type, []).Reply!;
        Assert.Equal((JupyterChannel.Shell, "ok"), (reply.Channel, (string?)reply.Content["status"]));
        Assert.Equal("KeyboardInterrupt", (string?)client.Hear(loop).Content["ename"]);
    }

    [Fact]
    public void Control_requests_are_answered_while_a_cell_runs_even_one_that_keeps_the_thread_pool_busy()
    {
        var cell = Started(content => content["code"] = $$"""
            var stop = new System.Threading.ManualResetEventSlim();
            for (var i = 0; i < 200; i++) Task.Run(() => stop.Wait());
            try { {{content["code"]}} } finally { stop.Set(); }
            """);
        while (client.Next(cell.Id).Type != "execute_input") continue;
        Assert.Equal("kernel_info_reply", client.Ask("kernel_info_request", [], JupyterChannel.Control).Reply!.Type);
        cell.Release();
        Assert.Equal("no", (string?)client.Hear(cell.Id).Content["evalue"]);
    }

    [Theory]
    [InlineData("code", "1")]
    [InlineData("silent", "\"yes\"")]
    [InlineData("user_expressions", "[]")]
    [InlineData("user_expressions", """{"a":1}""")]
    [InlineData("code", "null")]
    [InlineData("code", "\"\\ud83d\"")]
    public void Field_of_another_type_is_named_in_the_refusal(string name, string json)
    {
        var content = ProtocolClient.Code("1");
        content[name] = JsonNode.Parse(json);
        var refused = json.Contains("\\u") ? Raw($$"""{"code":{{json}}}""") : client.Ask("execute_request", content);
        Assert.Equal("error", (string?)refused.Content["status"]);
        Assert.Contains($"'{name}'", (string?)refused.Content["evalue"]);
        Assert.Equal(["status", "status"], refused.Types);
    }

    private Conversation Raw(string content)
    {
        var (id, frames) = client.Write("execute_request", []);
        frames[6] = Encoding.UTF8.GetBytes(content);
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHMAC(
            System.Security.Cryptography.HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(ProtocolClient.Key));
        foreach (var part in frames.Skip(3)) hash.AppendData(part);
        frames[2] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
        client.Kernel.Receive(JupyterChannel.Shell, frames);
        return client.Hear(id);
    }

    // A cell that waits for a file, and fails once it is there.
    private (string Id, Action Release) Started(Action<JsonObject>? change = null)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var content = ProtocolClient.Code($$"""
            while (!System.IO.File.Exists(@"{{file}}")) System.Threading.Thread.Sleep(5);
            System.IO.File.Delete(@"{{file}}");
            throw new Exception("no");
            """);
        change?.Invoke(content);
        return (client.Send("execute_request", content), () => File.WriteAllText(file, ""));
    }
}
