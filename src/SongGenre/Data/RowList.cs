using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace SongGenre.Data;

/// <summary>A list of rows of a file, kept as one bit per row of the file in base64 behind a line that describes it.</summary>
/// <param name="FileRows">Rows that the file has.</param>
/// <param name="Rows">0-based rows of the list, ascending.</param>
internal sealed partial record RowList(int FileRows, IReadOnlyList<int> Rows)
{
    private const int LineLength = 120;

    /// <summary>Reads one of the lists of the published data set: <c>train</c> or <c>test</c>.</summary>
    public static RowList Published(string side)
    {
        var name = $"data/splits/published-{side}-rows.txt";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the library was built without {name}");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), name);
    }

    /// <summary>Reads what <see cref="Format"/> wrote.</summary>
    /// <param name="text">The list's text.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <exception cref="SongGenreException">The text is damaged.</exception>
    public static RowList Parse(string text, string name)
    {
        var end = text.IndexOf('\n');
        var head = HeadPattern().Match(end < 0 ? text : text[..end]);
        if (!head.Success || !TryNumber(head.Groups[1].Value, out var count) || !TryNumber(head.Groups[2].Value, out var fileRows))
        {
            throw new SongGenreException($"{name}: line 1 must read '# N of M rows…'; restore the file.");
        }

        var bits = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        if (!Convert.TryFromBase64String(text[(end + 1)..], bits, out var length) || length != (fileRows + 7L) / 8)
        {
            throw new SongGenreException($"{name}: the lines after the first must hold {fileRows} bits in base64; restore the file.");
        }

        var rows = Enumerable.Range(0, length * 8).Where(row => (bits[row >> 3] >> (row & 7) & 1) == 1).ToArray();
        return rows.Length == count && (count == 0 || rows[^1] < fileRows)
            ? new RowList(fileRows, rows)
            : throw new SongGenreException($"{name}: line 1 promises {count} of {fileRows} rows and the bits name {rows.Length}; restore the file.");
    }

    /// <summary>The list as text, lines ended by LF.</summary>
    public string Format()
    {
        var bits = new byte[(FileRows + 7) / 8];
        foreach (var row in Rows) bits[row >> 3] |= (byte)(1 << (row & 7));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Rows.Count} of {FileRows} rows: bit i of these base64 bytes, lowest bit first, is set when the list holds row i\n");
        foreach (var line in Convert.ToBase64String(bits).Chunk(LineLength)) text.Append(line).Append('\n');
        return text.ToString();
    }

    private static bool TryNumber(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex("^# ([0-9]+) of ([0-9]+) rows")]
    private static partial Regex HeadPattern();
}
