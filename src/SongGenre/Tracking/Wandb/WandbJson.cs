using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Wandb;

/// <summary>
/// JSON as Weights &amp; Biases reads it: what is not finite stands as the bare words <c>NaN</c>, <c>Infinity</c> and
/// <c>-Infinity</c>, as Python's json module and https://github.com/wandb/simplejsonext have them.
/// </summary>
internal static class WandbJson
{
    private const int Deepest = 64;

    /// <summary>The JSON of a text, number, truth, date, dictionary, sequence or null; of others, their text.</summary>
    /// <exception cref="SongGenreException">It is nested more than 64 deep.</exception>
    public static string Of(object? value)
    {
        var json = new StringBuilder();
        Write(json, value, 0);
        return json.ToString();
    }

    private static void Write(StringBuilder json, object? value, int depth)
    {
        if (depth > Deepest)
        {
            throw new SongGenreException(
                $"A value for Weights & Biases is nested more than {Deepest} deep; give it flatter.");
        }

        switch (value)
        {
            case null:
                json.Append("null");
                break;
            case bool truth:
                json.Append(truth ? "true" : "false");
                break;
            case string text:
                Quote(json, text);
                break;
            case JsonNode node:
                json.Append(node.ToJsonString());
                break;
            case double number:
                json.Append(Number(number, number.ToString("R", CultureInfo.InvariantCulture)));
                break;
            case float number:
                json.Append(Number(number, number.ToString("R", CultureInfo.InvariantCulture)));
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal:
                json.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case DateTime or DateTimeOffset:
                Quote(json, ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
                break;
            case IDictionary members:
                json.Append('{');
                foreach (DictionaryEntry member in members)
                {
                    if (json[^1] != '{') json.Append(',');
                    Quote(json, Convert.ToString(member.Key, CultureInfo.InvariantCulture)!);
                    json.Append(':');
                    Write(json, member.Value, depth + 1);
                }

                json.Append('}');
                break;
            case IEnumerable items:
                json.Append('[');
                foreach (var item in items)
                {
                    if (json[^1] != '[') json.Append(',');
                    Write(json, item, depth + 1);
                }

                json.Append(']');
                break;
            default:
                Quote(json, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }

    private static string Number(double number, string text) =>
        double.IsNaN(number) ? "NaN"
        : double.IsInfinity(number) ? (number > 0 ? "Infinity" : "-Infinity")
        : text;

    private static void Quote(StringBuilder json, string text) =>
        json.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)).Append('"');
}
