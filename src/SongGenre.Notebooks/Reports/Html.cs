using System.Text;

namespace SongGenre.Notebooks.Reports;

internal static class Html
{
    public static string Escape(string? text) => (text ?? "")
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>Text with every run of white space as one blank, cut at a word near the length.</summary>
    public static string OneLine(string text, int length = 300)
    {
        var line = new StringBuilder(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        if (line.Length <= length) return line.ToString();
        int end = line.ToString().LastIndexOf(' ', length);
        return line.ToString(0, end > 0 ? end : length) + " …";
    }
}
