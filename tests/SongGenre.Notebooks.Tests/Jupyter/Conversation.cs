using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Tests.Jupyter;

/// <summary>What a kernel sent because of a request, up to its being idle again.</summary>
internal sealed record Conversation(SentMessage? Reply, IReadOnlyList<SentMessage> Published)
{
    public JsonObject Content => Reply!.Content;

    public IEnumerable<string> Types => Published.Select(message => message.Type);

    public JsonObject Only(string type) => Published.Single(message => message.Type == type).Content;
}
