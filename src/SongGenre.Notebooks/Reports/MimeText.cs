using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Reports;

/// <summary>The content of a mime type as text: nbformat allows a string or a list of its pieces.</summary>
internal static class MimeText
{
    public static string Of(JsonNode? content) => content switch
    {
        null => "",
        JsonArray pieces => string.Concat(pieces.Select(piece => Of(piece))),
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => content.ToJsonString(),
    };
}
