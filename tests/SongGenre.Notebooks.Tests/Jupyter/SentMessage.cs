using System.Text.Json.Nodes;
using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Notebooks.Tests.Jupyter;

/// <summary>A message that a kernel has sent.</summary>
internal sealed record SentMessage(
    JupyterChannel Channel,
    IReadOnlyList<byte[]> Identities,
    JsonObject Header,
    JsonObject Parent,
    JsonObject Metadata,
    JsonObject Content)
{
    public string Type => (string)Header["msg_type"]!;

    public static SentMessage Of(JupyterChannel channel, IReadOnlyList<byte[]> frames)
    {
        var delimiter = frames.ToList().FindIndex(frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        JsonObject Part(int index) => JsonNode.Parse(frames[delimiter + 2 + index])!.AsObject();
        return new(channel, [.. frames.Take(delimiter)], Part(0), Part(1), Part(2), Part(3));
    }
}
