using System.Text;

namespace SongGenre.Tracking.Review;

/// <summary>Comma-separated values as RFC 4180 has them.</summary>
internal static class CsvLines
{
    /// <summary>The lines, each in its cells; empty ones are left out.</summary>
    public static IEnumerable<string[]> Read(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            // A line break within quotes belongs to the cell.
            while (line.Count('"') % 2 == 1 && reader.ReadLine() is { } more) line += "\n" + more;
            if (line.Length > 0) yield return Cells(line);
        }
    }

    private static string[] Cells(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal)) return line.Split(',');
        List<string> cells = [];
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (line[i] == '"') isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted) Next();
            else cell.Append(line[i]);
        }

        Next();
        return [.. cells];

        void Next()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }
}
