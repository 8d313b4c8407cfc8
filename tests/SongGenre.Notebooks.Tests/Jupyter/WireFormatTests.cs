using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class WireFormatTests
{
    // Python: hmac.new(b"secret", digestmod="sha256") updated with the four parts, hexdigest().
    private const string Signature = "95501d6f1780eb3750544ba2b012fb78383bc65b7cb93a322316077caccb36fa";

    private static readonly string[] Message =
        ["me", "<IDS|MSG>", Signature, """{"msg_id":"1","msg_type":"kernel_info_request"}""", "{}", "{}",
            """{"a":"ä"}"""];

    [Fact]
    public void Message_with_the_signature_that_python_computes_is_read()
    {
        var message = new WireFormat("secret").Read(Frames(Message), out _);
        Assert.NotNull(message);
        Assert.Equal("kernel_info_request", message.Type);
        Assert.Equal("ä", message.Content.GetProperty("a").GetString());
        Assert.Equal("me"u8.ToArray(), Assert.Single(message.Identities));
    }

    [Fact]
    public void What_is_written_is_signed_so_that_it_can_be_read()
    {
        var wire = new WireFormat("secret");
        var message = wire.Read(
            wire.Write([], "status", null, null, new() { ["text"] = "\ud83d\ude00 and half of one \ud83d" }),
            out _);
        Assert.NotNull(message);
        Assert.Equal("\ud83d\ude00 and half of one \ufffd", message.Content.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(2, "")]
    [InlineData(2, "95501D6F1780EB3750544BA2B012FB78383BC65B7CB93A322316077CACCB36FA")]
    [InlineData(2, "05501d6f1780eb3750544ba2b012fb78383bc65b7cb93a322316077caccb36fa")]
    [InlineData(3, """{"msg_id":"2","msg_type":"kernel_info_request"}""")]
    [InlineData(6, "{}")]
    public void Message_that_was_not_signed_as_it_is_is_not_read(int frame, string other)
    {
        string[] message = [.. Message];
        message[frame] = other;
        Assert.Null(new WireFormat("secret").Read(Frames(message), out var fault));
        Assert.Equal("wrong signature", fault);
    }

    [Fact]
    public void Message_that_comes_again_is_not_read()
    {
        var wire = new WireFormat("secret");
        Assert.NotNull(wire.Read(Frames(Message), out _));
        Assert.Null(wire.Read(Frames(["another", .. Message[1..]]), out var fault));
        Assert.Equal("it has come before", fault);
    }

    [Fact]
    public void So_many_signatures_are_remembered_and_no_more()
    {
        static byte[] Signature(int number) =>
            Encoding.ASCII.GetBytes(number.ToString("x32", CultureInfo.InvariantCulture).PadRight(64, '0'));
        var recent = new RecentSignatures();
        for (var i = 0; i <= RecentSignatures.Capacity; i++) Assert.True(recent.Add(Signature(i)));
        Assert.False(recent.Add(Signature(1)));
        Assert.True(recent.Add(Signature(0)));
    }

    [Fact]
    public void Empty_key_means_messages_without_signatures()
    {
        var wire = new WireFormat("");
        Assert.Empty(wire.Write([], "status", null, null, [])[1]);
        string[] message = [.. Message];
        message[2] = "";
        Assert.NotNull(wire.Read(Frames(message), out _));
    }

    [Theory]
    [InlineData(3, "[]")]
    [InlineData(3, "{}")]
    [InlineData(3, """{"msg_id":1,"msg_type":"kernel_info_request"}""")]
    [InlineData(3, """{"msg_id":"1","msg_type":""}""")]
    [InlineData(3, """{"msg_id":"\ud83d","msg_type":"kernel_info_request"}""")]
    [InlineData(4, "null")]
    [InlineData(5, "1")]
    [InlineData(6, "")]
    [InlineData(6, "{\"a\":")]
    [InlineData(6, "{} {}")]
    public void Message_of_another_form_is_not_read(int frame, string other)
    {
        string[] message = [.. Message];
        message[frame] = other;
        Assert.Null(new WireFormat("").Read(Frames(message), out var fault));
        Assert.NotEmpty(fault);
    }

    [Fact]
    public void Too_few_frames_too_deep_content_and_bytes_that_are_no_text_are_not_read()
    {
        var wire = new WireFormat("");
        Assert.Null(wire.Read([], out _));
        for (var count = 1; count < Message.Length; count++) Assert.Null(wire.Read(Frames(Message[..count]), out _));
        var frames = Frames(Message);
        frames[6] =
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000));
        Assert.Null(wire.Read(frames, out _));
        frames[6] = [(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}'];
        Assert.Null(wire.Read(frames, out _));
        frames[6] = new byte[WireFormat.LargestMessage];
        Assert.Null(wire.Read(frames, out var fault));
        Assert.Equal("too large", fault);
    }

    [Fact]
    public void Header_has_what_the_protocol_demands()
    {
        var header = JsonNode.Parse(new WireFormat("").Write([], "status", null, null, [])[2])!;
        Assert.Equal("status", (string?)header["msg_type"]);
        Assert.Equal("5.4", (string?)header["version"]);
        Assert.All((string[])["msg_id", "session", "username"], name => Assert.NotEmpty((string)header[name]!));
        var date = DateTimeOffset.Parse((string)header["date"]!, CultureInfo.InvariantCulture);
        Assert.True(DateTimeOffset.UtcNow - date < TimeSpan.FromMinutes(1));
    }

    private static List<byte[]> Frames(IEnumerable<string> message) => [.. message.Select(Encoding.UTF8.GetBytes)];
}
