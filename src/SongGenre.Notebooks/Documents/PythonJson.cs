using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>JSON as Python's <c>json.dumps(indent=1, sort_keys=True, ensure_ascii=False)</c> writes it.</summary>
internal static class PythonJson
{
    public static void Write(StringBuilder text, JsonNode? node, int depth = 0)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject { Count: 0 }:
                text.Append("{}");
                break;
            case JsonArray { Count: 0 }:
                text.Append("[]");
                break;
            case JsonObject members:
                var opening = '{';
                foreach (var (key, value) in members.OrderBy(member => member.Key, Comparer<string>.Create(CompareCodePoints)))
                {
                    NewLine(text.Append(opening), depth + 1);
                    WriteString(text, key);
                    Write(text.Append(": "), value, depth + 1);
                    opening = ',';
                }

                NewLine(text, depth).Append('}');
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                    Write(NewLine(text.Append(i == 0 ? '[' : ','), depth + 1), items[i], depth + 1);
                NewLine(text, depth).Append(']');
                break;
            default:
                WriteValue(text, node.AsValue());
                break;
        }
    }

    private static StringBuilder NewLine(StringBuilder text, int depth) => text.Append('\n').Append(' ', depth);

    private static void WriteValue(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.Number:
                text.Append(Number(value.ToJsonString()));
                break;
            case JsonValueKind.String:
                // Dates and the like are strings in JSON only.
                WriteString(text, value.TryGetValue<string>(out var s) ? s : JsonSerializer.Deserialize<string>(value.ToJsonString())!);
                break;
            default:
                text.Append(value.ToJsonString());
                break;
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            // Nearly all characters are written as they are: whole stretches at once, since outputs have megabytes.
            var plain = i;
            while (i < value.Length && value[i] is >= ' ' and not ('"' or '\\' or (>= '\ud800' and <= '\udfff'))) i++;
            text.Append(value, plain, i - plain);
            if (i == value.Length) break;
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                text.Append(c).Append(value[++i]);
                continue;
            }

            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                >= '\ud800' and <= '\udfff' => text.Append('\ufffd'),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    // A number with a point or an exponent is a float to Python, which writes its shortest form: 1.0, 1e-05, 1e+16.
    internal static string Number(string json)
    {
        if (json.AsSpan().IndexOfAny(".eE") < 0) return json == "-0" ? "0" : json;
        var value = double.Parse(json, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value)) return json;

        var sign = double.IsNegative(value) ? "-" : "";
        if (value == 0) return sign + "0.0";
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var e = shortest.IndexOf('E');
        var mantissa = e < 0 ? shortest : shortest[..e];
        var point = mantissa.IndexOf('.');
        // The value is 0.digits × 10^scale.
        var scale = (point < 0 ? mantissa.Length : point) + (e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), CultureInfo.InvariantCulture));
        var all = mantissa.Replace(".", "");
        var digits = all.TrimStart('0');
        scale -= all.Length - digits.Length;
        digits = digits.TrimEnd('0');

        return sign + scale switch
        {
            > 16 or < -3 => digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "")
                + $"e{(scale > 0 ? '+' : '-')}{Math.Abs(scale - 1):00}",
            <= 0 => "0." + new string('0', -scale) + digits,
            _ when scale >= digits.Length => digits.PadRight(scale, '0') + ".0",
            _ => digits[..scale] + "." + digits[scale..],
        };
    }

    // Python sorts strings by code point; UTF-16 puts U+10000 and above (surrogates) before U+E000.
    private static int CompareCodePoints(string a, string b)
    {
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] == b[i]) continue;
            return char.IsSurrogate(a[i]) == char.IsSurrogate(b[i]) ? a[i].CompareTo(b[i]) : char.IsSurrogate(a[i]) ? 1 : -1;
        }

        return a.Length.CompareTo(b.Length);
    }
}
