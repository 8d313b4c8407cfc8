using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class RequestTests : IDisposable
{
    private readonly ProtocolClient client = new();

    public void Dispose() => client.Dispose();

    [Fact]
    public void Kernel_info_names_protocol_and_language()
    {
        var info = client.Ask("kernel_info_request", []).Content;
        Assert.Equal(("ok", "5.4"), ((string?)info["status"], (string?)info["protocol_version"]));
        Assert.Equal(
            """{"name":"csharp","version":"14.0","mimetype":"text/x-csharp","file_extension":".cs",""" +
            "\"pygments_lexer\":\"csharp\"}",
            info["language_info"]!.ToJsonString());
        Assert.All((string[])["implementation", "implementation_version", "banner"],
            name => Assert.NotEmpty((string)info[name]!));
        Assert.IsType<JsonArray>(info["help_links"]);
    }

    [Fact]
    public void Connect_gives_the_ports() => Assert.Equal(
        """{"shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5,"status":"ok"}""",
        client.Ask("connect_request", []).Content.ToJsonString());

    [Fact]
    public void Comms_are_closed_at_once()
    {
        var heard =
            client.Ask("comm_open", new() { ["comm_id"] = "c", ["target_name"] = "t", ["data"] = new JsonObject() });
        Assert.Null(heard.Reply);
        Assert.Equal("c", (string?)heard.Only("comm_close")["comm_id"]);
        Assert.Equal(["status", "status"], client.Ask("comm_msg", new() { ["comm_id"] = "c" }).Types);
        Assert.Equal("{}", client.Ask("comm_info_request", []).Content["comms"]!.ToJsonString());
    }

    [Fact]
    public void What_is_no_request_gets_no_reply_even_when_it_makes_no_sense()
    {
        var heard = client.Ask("comm_open", new() { ["target_name"] = "t" });
        Assert.Null(heard.Reply);
        Assert.Equal(["status", "status"], heard.Types);
        Assert.Equal(1, client.Kernel.Dropped);
        Assert.Contains("'comm_id'", client.Log);
    }

    [Fact]
    public void Start_is_announced()
    {
        var first = Assert.Single(client.Unasked);
        Assert.Equal((JupyterChannel.IOPub, "status", "starting"),
            (first.Channel, first.Type, (string?)first.Content["execution_state"]));
        Assert.DoesNotContain("key", client.Log);
    }

    [Fact]
    public void Want_of_a_key_is_told()
    {
        using var open = new ProtocolClient(key: "");
        Assert.Contains("has no key", open.Log);
    }

    [Fact]
    public void Message_that_is_replayed_is_dropped()
    {
        var (id, frames) = client.Write("execute_request", ProtocolClient.Code("1"));
        client.Kernel.Receive(JupyterChannel.Shell, frames);
        Assert.Equal(1, (int)client.Hear(id).Content["execution_count"]!);
        client.Kernel.Receive(JupyterChannel.Shell, frames);
        Assert.Equal(1, client.Kernel.Dropped);
        Assert.Equal(2, (int)client.Run("2").Content["execution_count"]!);
    }

    [Theory]
    [InlineData(nameof(JupyterChannel.Shell))]
    [InlineData(nameof(JupyterChannel.Control))]
    public void Debugger_is_refused(string channel)
    {
        var heard =
            client.Ask("debug_request", new() { ["command"] = "initialize" }, Enum.Parse<JupyterChannel>(channel));
        Assert.Equal(("debug_reply", "error"), (heard.Reply!.Type, (string?)heard.Content["status"]));
    }

    [Theory]
    [InlineData("execute_request")]
    [InlineData("complete_request")]
    [InlineData("inspect_request")]
    [InlineData("is_complete_request")]
    public void What_looks_at_the_session_waits_in_the_shell_queue_alone(string type) =>
        Assert.Contains("shell channel",
            (string?)client.Ask(type, ProtocolClient.Code("1"), JupyterChannel.Control).Content["evalue"]);

    [Fact]
    public void Unknown_request_is_ignored_but_for_busy_and_idle()
    {
        var heard = client.Ask("sing_request", []);
        Assert.Null(heard.Reply);
        Assert.Equal(["status", "status"], heard.Types);
        Assert.Contains("'sing_request'", client.Log);
    }

    [Fact]
    public void Dropped_messages_are_counted()
    {
        var (_, frames) = client.Write("kernel_info_request", []);
        frames[2][0] ^= 1;
        client.Kernel.Receive(JupyterChannel.Shell, frames);
        client.Kernel.Receive(JupyterChannel.Control, []);
        Assert.Equal(2, client.Kernel.Dropped);
        Assert.Contains("wrong signature (1 dropped so far)", client.Log);
        Assert.Equal("ok", (string?)client.Ask("kernel_info_request", []).Content["status"]);
    }

    [Theory]
    [InlineData(nameof(JupyterChannel.Shell), true)]
    [InlineData(nameof(JupyterChannel.Control), false)]
    public void Shutdown_is_answered_broadcast_and_carried_out(string channel, bool restart)
    {
        var heard =
            client.Ask("shutdown_request", new() { ["restart"] = restart }, Enum.Parse<JupyterChannel>(channel));
        Assert.Equal(("shutdown_reply", "ok", restart),
            (heard.Reply!.Type, (string?)heard.Content["status"], (bool)heard.Content["restart"]!));
        Assert.Equal(restart, (bool)heard.Only("shutdown_reply")["restart"]!);
        Assert.True(client.Kernel.Ended.WaitHandle.WaitOne(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Cursor_is_counted_in_code_points_both_ways()
    {
        const string Code = "var s = \"😀😀\"; s.";
        var reply = client.Ask("complete_request", new() { ["code"] = Code, ["cursor_pos"] = 16 }).Content;
        Assert.Equal(("ok", 16, 16),
            ((string?)reply["status"], (int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
        Assert.Equal("ok",
            (string?)client.Ask("inspect_request", new() { ["code"] = Code, ["cursor_pos"] = 4000 }).Content["status"]);
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("if (true) {", "incomplete")]
    public void Code_that_can_go_on_is_incomplete(string code, string status)
    {
        var reply = client.Ask("is_complete_request", ProtocolClient.Code(code)).Content;
        Assert.Equal(status, (string?)reply["status"]);
        Assert.Equal(status == "incomplete", reply["indent"] is not null);
    }

    [Fact]
    public void Subscription_is_confirmed()
    {
        var welcome = SentMessage.Of(JupyterChannel.IOPub, client.Kernel.Welcome("stream"u8.ToArray()));
        Assert.Equal(("iopub_welcome", "stream"), (welcome.Type, (string?)welcome.Content["subscription"]));
        Assert.Empty(welcome.Parent);
    }

    [Fact]
    public void Outputs_take_the_form_of_the_protocol()
    {
        JsonObject data = new() { ["text/plain"] = "x" }, none = [];
        Assert.Equal(("display_data", """{"data":{"text/plain":"x"},"metadata":{},"transient":{}}"""),
            Message(new DisplayOutput(data, none)));
        Assert.Equal(
            ("display_data", """{"data":{"text/plain":"x"},"metadata":{},"transient":{"display_id":"s-d"}}"""),
            Message(new DisplayOutput(data, none) { DisplayId = "d" }));
        Assert.Equal(
            ("update_display_data", """{"data":{"text/plain":"x"},"metadata":{},"transient":{"display_id":"s-d"}}"""),
            Message(new UpdateDisplayOutput("d", data, none)));
        Assert.Equal(("clear_output", """{"wait":true}"""), Message(new ClearOutput(true)));
        Assert.Equal(("execute_result", """{"data":{"text/plain":"x"},"metadata":{},"execution_count":3}"""),
            Message(new ExecuteResultOutput(data, none, 3)));
        Assert.Equal(("error", """{"ename":"E","evalue":"v","traceback":["t"]}"""),
            Message(new ErrorOutput("E", "v", ["t"])));
    }

    [Fact]
    public void Restarted_kernel_cannot_update_the_displays_of_the_one_before()
    {
        const string Code = "display(\"x\").Update(\"y\");";
        using var restarted = new ProtocolClient();
        string[] ids = [.. ((ProtocolClient[])[client, restarted]).Select(each => each.Run(Code)).Select(heard =>
        {
            var id = (string)heard.Only("display_data")["transient"]!["display_id"]!;
            Assert.Equal(id, (string?)heard.Only("update_display_data")["transient"]!["display_id"]);
            return id;
        })];
        Assert.NotEqual(ids[0], ids[1]);
    }

    private static (string, string) Message(Output output)
    {
        var (type, content) = OutputMessage.Of(output, 3, "s");
        return (type, content.ToJsonString());
    }
}
