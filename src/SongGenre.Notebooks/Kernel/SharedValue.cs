using System.Text.Json;
using Microsoft.DotNet.Interactive.Formatting;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A value on its way from one language to another.</summary>
/// <param name="Mime">The text's mime type.</param>
/// <param name="Text">The value as text.</param>
internal sealed record SharedValue(string Mime, string Text)
{
    /// <summary>Writes a variable of C#.</summary>
    /// <exception cref="NotebookException">Its type can't be written so.</exception>
    public static SharedValue Of(string name, object? value, string mime)
    {
        try
        {
            return new SharedValue(mime, value.ToDisplayString(mime));
        }
        catch (Exception e)
        {
            throw new NotebookException(
                $"{name} can't be shared as {mime}: {e.Message.ReplaceLineEndings(" ")}; share a part of it, or choose another --mime-type");
        }
    }

    /// <summary>
    /// For C#: a text is a string; of JSON, a string, a number (as <see cref="double"/>), a truth value and null are
    /// such, all else is a <see cref="JsonDocument"/>.
    /// </summary>
    /// <exception cref="NotebookException">The text isn't JSON though its type says so.</exception>
    public object? ToObject()
    {
        if (!NotebookFormat.IsJson(Mime)) return Text;
        var json = Parse();
        return json.RootElement.ValueKind switch
        {
            JsonValueKind.String => json.RootElement.GetString(),
            JsonValueKind.Number => json.RootElement.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null => null,
            _ => json,
        };
    }

    /// <summary>For JavaScript: an expression that can stand in a script tag.</summary>
    /// <exception cref="NotebookException">The text isn't JSON though its type says so.</exception>
    public string ToScript() =>
        NotebookFormat.IsJson(Mime) ? JsonSerializer.Serialize(Parse()) : JsonSerializer.Serialize(Text);

    private JsonDocument Parse()
    {
        try
        {
            return JsonDocument.Parse(Text);
        }
        catch (JsonException e)
        {
            throw new NotebookException(
                $"the text is not {Mime}: {NotebookFormat.Reason(e)}; correct it, or choose another --mime-type");
        }
    }
}
