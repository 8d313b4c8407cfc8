using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SongGenre.Notebooks.Reports;

/// <summary>Terminal text as HTML: colours become classes, other control sequences vanish, '\r' overwrites its
/// line.</summary>
internal static partial class AnsiText
{
    private static readonly string[] Colours = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        string? colour = null;
        bool bold = false, faint = false, italic = false, underlined = false;
        int position = 0;
        text = Overwrite(text);
        foreach (Match match in Sequence().Matches(text))
        {
            Append(text[position..match.Index]);
            position = match.Index + match.Length;
            if (match.Groups["sgr"].Success) Select(match.Groups["sgr"].Value);
        }
        Append(text[position..]);
        return html.ToString();

        void Append(string piece)
        {
            if (piece.Length == 0) return;
            string classes = string.Join(' ', new[]
            {
                colour, bold ? "ansi-bold" : null, faint ? "ansi-faint" : null, italic ? "ansi-italic" : null,
                underlined ? "ansi-underlined" : null,
            }.OfType<string>());
            string escaped = Html.Escape(piece);
            html.Append(classes.Length == 0 ? escaped : $"<span class=\"{classes}\">{escaped}</span>");
        }

        void Select(string parameters)
        {
            int[] codes = [.. parameters.Split(';').Select(p => p.Length is 0 or > 3 ? 0 : int.Parse(p, CultureInfo.InvariantCulture))];
            for (int i = 0; i < codes.Length; i++)
            {
                switch (codes[i])
                {
                    case 0: (colour, bold, faint, italic, underlined) = (null, false, false, false, false); break;
                    case 1: bold = true; break;
                    case 2: faint = true; break;
                    case 3: italic = true; break;
                    case 4: underlined = true; break;
                    case 22: bold = faint = false; break;
                    case 23: italic = false; break;
                    case 24: underlined = false; break;
                    case >= 30 and <= 37: colour = "ansi-" + Colours[codes[i] - 30]; break;
                    case >= 90 and <= 97: colour = "ansi-" + Colours[codes[i] - 90]; break;
                    case 39: colour = null; break;
                    case 38 or 48: // A palette's or an RGB colour: its arguments are no codes of their own.
                        i += i + 1 < codes.Length && codes[i + 1] == 2 ? 4 : 2;
                        break;
                }
            }
        }
    }

    private static string Overwrite(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return text.Contains('\r', StringComparison.Ordinal)
            ? string.Join('\n', text.Split('\n').Select(line => line.TrimEnd('\r').Split('\r')[^1]))
            : text;
    }

    // ECMA-48: CSI sequences, of which SGR ends in 'm'; OSC sequences (links, titles); two-character escapes; control characters.
    [GeneratedRegex(@"\x1b\[(?<sgr>[0-9;]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[@-Z\\-_]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", RegexOptions.ExplicitCapture)]
    private static partial Regex Sequence();
}
