namespace SongGenre.Data;

/// <summary>Reads what must be known of a CSV file before DuckDB reads the rest.</summary>
internal static class CsvHeader
{
    /// <summary>The names in the file's first line.</summary>
    /// <exception cref="SongGenreException">A quote in the file is never closed, so that rows would be lost.</exception>
    public static IReadOnlyList<string> Read(string file)
    {
        if (HasOpenQuote(file))
            throw new SongGenreException($"{file}: a quoted value is never closed; the file is cut off or damaged.");
        return Split(File.ReadLines(file).FirstOrDefault() ?? "");
    }

    private static bool HasOpenQuote(string file)
    {
        using var stream = File.OpenRead(file);
        var buffer = new byte[1 << 16];
        var quotes = 0L;
        for (int length; (length = stream.Read(buffer)) > 0;) quotes += buffer.AsSpan(0, length).Count((byte)'"');
        return quotes % 2 == 1;
    }

    private static List<string> Split(string line)
    {
        var names = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') quoted = !quoted;
            if (i < line.Length && (quoted || line[i] != ',')) continue;
            names.Add(Unquote(line[start..i]));
            start = i + 1;
        }

        return names;
    }

    private static string Unquote(string name) => name is ['"', .. var inner, '"']
        ? inner.Replace("\"\"", "\"", StringComparison.Ordinal)
        : name;
}
