using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A value's content by mime type, ready for a notebook.</summary>
internal static class Faces
{
    public static (JsonObject Data, JsonObject Metadata) Of(object? value, params string[] mimeTypes)
    {
        string[] mimes = mimeTypes.Length > 0 ? mimeTypes : [.. Formatter.GetPreferredMimeTypesFor(value?.GetType() ?? typeof(object))];
        if (mimeTypes.Length == 0 && mimes is ["text/html"] && MayBeFormattedTwice(value)) mimes = [.. mimes, PlainTextFormatter.MimeType];
        var data = new JsonObject();
        foreach (var mime in mimes)
        {
            var text = value.ToDisplayString(mime);
            // Formatters write the line ends of the machine that built or runs them; a string is the notebook's own.
            data[mime] = Content(value is string ? text : text.Replace("\r\n", "\n", StringComparison.Ordinal), mime);
        }

        return (data, AlternativeTexts(data));
    }

    public static (JsonObject Data, JsonObject Metadata) Raw(string content, string mimeType) =>
        (new JsonObject { [mimeType] = Content(content, mimeType) }, []);

    public static JsonObject Raw(IReadOnlyDictionary<string, string> faces)
    {
        var data = new JsonObject();
        foreach (var (mime, content) in faces) data[mime] = Content(content, mime);
        return data;
    }

    // Terminals and tools without HTML read the plain face that goes with the HTML. A query that is evaluated while it
    // is shown isn't asked twice, since its side effects would happen twice; markup says nothing as text.
    private static bool MayBeFormattedTwice(object? value) =>
        value is not IHtmlContent and (not IEnumerable or ICollection);

    private static JsonNode? Content(string text, string mime)
    {
        if (!NotebookFormat.IsJson(mime)) return text;
        try
        {
            return NotebookFormat.ParseJson(text);
        }
        catch (JsonException e)
        {
            throw new FormatException($"What is displayed as {mime} is not JSON: {NotebookFormat.Reason(e)}", e);
        }
    }

    // nbconvert reads a picture's alternative text from here.
    private static JsonObject AlternativeTexts(JsonObject data)
    {
        var metadata = new JsonObject();
        if (data[PlainTextFormatter.MimeType] is JsonValue text)
        {
            foreach (var (mime, _) in data)
                if (mime.StartsWith("image/", StringComparison.Ordinal)) metadata[mime] = new JsonObject { ["alt"] = text.DeepClone() };
        }

        return metadata;
    }
}
