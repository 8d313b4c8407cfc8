using System.Text;

namespace SongGenre.Charts;

/// <summary>Text inside charts: long labels go on in a new line, since a cut label can't be told from its neighbours.</summary>
internal static class Labels
{
    internal const int AxisWidth = 30;

    /// <summary>The text in lines of at most <paramref name="width"/> characters, broken at blanks where there are any.</summary>
    internal static IReadOnlyList<string> Lines(string text, int width)
    {
        List<string> lines = [];
        var line = new StringBuilder();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
                Break();
            if (line.Length > 0)
                line.Append(' ');
            foreach (var rune in word.EnumerateRunes())
            {
                if (line.Length + rune.Utf16SequenceLength > width)
                    Break();
                line.Append(rune);
            }
        }

        Break();
        return lines;

        void Break()
        {
            if (line.Length > 0 || lines.Count == 0)
                lines.Add(line.ToString());
            line.Clear();
        }
    }

    /// <summary>For ScottPlot.</summary>
    internal static string Static(string text, int width = AxisWidth) => string.Join('\n', Lines(text, width));

    /// <summary>For plotly.js, which reads text as a small dialect of HTML.</summary>
    internal static string Plotly(string text, int width = AxisWidth) =>
        string.Join("<br>", Lines(text, width).Select(Escape));

    /// <summary>Text as content of an element.</summary>
    internal static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
