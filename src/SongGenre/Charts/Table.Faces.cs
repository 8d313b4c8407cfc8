using System.Text;

namespace SongGenre.Charts;

public sealed partial class Table
{
    private const int WidestCell = 40;

    /// <summary>The HTML face: one <c>table</c> element.</summary>
    /// <returns>HTML with LF line ends. Alignment is an attribute because GitHub removes styles from notebooks.</returns>
    public string ToHtml()
    {
        var html = new StringBuilder(types.Length > 0 ? "<table class=\"dataframe\">\n" : "<table>\n");
        if (Caption.Length > 0)
            html.Append("<caption>").Append(Labels.Escape(Caption)).Append("</caption>\n");
        html.Append("<thead><tr>");
        for (var i = 0; i < Headers.Count; i++)
        {
            html.Append("<th scope=\"col\"").Append(Align(i)).Append('>').Append(Labels.Escape(Headers[i]));
            if (types.Length > 0)
                html.Append("<br><small>").Append(types[i]).Append("</small>");
            html.Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
                html.Append("<td").Append(Align(i)).Append('>').Append(Labels.Escape(row[i])).Append("</td>");
            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n");
        if (Note.Length > 0)
        {
            html.Append("<tfoot><tr><td colspan=\"").Append(Math.Max(Headers.Count, 1)).Append("\" align=\"left\">")
                .Append(Labels.Escape(Note)).Append("</td></tr></tfoot>\n");
        }

        return html.Append("</table>").ToString();
    }

    /// <summary>The plain-text face: columns aligned in a font of fixed width; cells are cut at 40 characters.</summary>
    /// <returns>Lines with LF between them, without trailing blanks.</returns>
    public override string ToString()
    {
        string[] headers = [.. Headers.Select(OneLine)];
        string[][] cells = [.. Rows.Select(row => row.Select(OneLine).ToArray())];
        int[] widths = [.. headers.Select((header, i) => cells.Select(row => Width(row[i])).Append(Width(header)).Max())];
        List<string> lines = [Line(headers), string.Join("  ", widths.Select(width => new string('─', width)))];
        lines.AddRange(cells.Select(Line));
        if (Caption.Length > 0)
            lines.Insert(0, Caption);
        if (Note.Length > 0)
            lines.Add(Note);
        return string.Join('\n', lines);

        string Line(string[] row) => string.Join("  ", row.Select(Padded)).TrimEnd();

        string Padded(string cell, int column)
        {
            var blanks = new string(' ', widths[column] - Width(cell));
            return numeric[column] ? blanks + cell : cell + blanks;
        }
    }

    private string Align(int column) => numeric[column] ? " align=\"right\"" : " align=\"left\"";

    /// <summary>Control characters would break the columns, long titles would push the others off the page.</summary>
    private static string OneLine(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            line.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        if (Width(line.ToString()) <= WidestCell)
            return line.ToString();

        var cut = new StringBuilder();
        foreach (var rune in line.ToString().EnumerateRunes())
        {
            if (Width(cut.ToString()) + WidthOf(rune) >= WidestCell)
                break;
            cut.Append(rune);
        }

        return cut.Append('…').ToString();
    }

    private static int Width(string text) => text.EnumerateRunes().Sum(WidthOf);

    /// <summary>Columns of a terminal: East Asian characters and pictographs take two, combining marks none.</summary>
    private static int WidthOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.EnclosingMark
            or System.Globalization.UnicodeCategory.Format => 0,
        _ => rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
            or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6
            or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD ? 2 : 1,
    };
}
