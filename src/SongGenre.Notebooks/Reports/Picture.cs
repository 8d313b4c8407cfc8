using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Reports;

/// <summary>A static picture among an output's faces.</summary>
/// <param name="Address">The picture itself as a data address.</param>
/// <param name="Alternative">What it shows, for those who don't see it.</param>
/// <param name="Width">In CSS pixels; null when unknown.</param>
/// <param name="Height">In CSS pixels; null when unknown.</param>
internal sealed record Picture(string Address, string Alternative, int? Width, int? Height)
{
    // A vector picture is shown by an img element too: in there its scripts are dead.
    private static readonly string[] Types = ["image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif"];

    public static Picture? Of(DisplayOutput output)
    {
        if (Types.FirstOrDefault(output.Data.ContainsKey) is not { } type) return null;
        string content = MimeText.Of(output.Data[type]);
        string base64 = type == "image/svg+xml" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(content)) : content.ReplaceLineEndings("");
        var metadata = output.Metadata[type] as JsonObject;
        var size = type == "image/png" ? PngSize(base64) : null;
        int? width = Number(metadata?["width"]) ?? size?.Width, height = Number(metadata?["height"]) ?? size?.Height;
        if (Number(metadata?["width"]) is { } shown && size is { } real && metadata?["height"] is null)
            height = real.Height * shown / real.Width;
        return new($"data:{type};base64,{base64}", AlternativeOf(output, metadata), width, height);
    }

    public string ToHtml() =>
        $"<img src=\"{Html.Escape(Address)}\" alt=\"{Html.Escape(Alternative)}\"{Size("width", Width)}{Size("height", Height)}>";

    private static string Size(string name, int? pixels) => pixels is { } p ? $" {name}=\"{p}\"" : "";

    private static string AlternativeOf(DisplayOutput output, JsonObject? metadata)
    {
        string text = MimeText.Of(metadata?["alt"] ?? output.Metadata["alt"]);
        if (text.Length == 0) text = MimeText.Of(output.Data["text/plain"]);
        return text.Length == 0 ? "Picture" : Html.OneLine(text);
    }

    private static int? Number(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) is > 0 and < 1e5 and var number ? (int)number : null;

    // PNG specification, 11.2.2: width and height are the first two fields of the header chunk, at byte 16.
    private static (int Width, int Height)? PngSize(string base64)
    {
        Span<byte> header = stackalloc byte[24];
        if (base64.Length < 32 || !Convert.TryFromBase64String(base64[..32], header, out int length) || length < 24)
            return null;
        int width = BinaryPrimitives.ReadInt32BigEndian(header[16..]), height = BinaryPrimitives.ReadInt32BigEndian(header[20..]);
        return width > 0 && height > 0 ? (width, height) : null;
    }
}
