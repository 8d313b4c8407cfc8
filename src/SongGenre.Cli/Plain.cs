using System.Globalization;
using System.Text;

namespace SongGenre.Cli;

/// <summary>What runs are called and hold, written so that it can't lead a terminal astray.</summary>
internal static class Plain
{
    /// <summary>A text on one line; characters that would move the cursor or turn the writing are question marks.
    /// </summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings(" ").EnumerateRunes()) line.Append(Safe(rune));
        return line.ToString();
    }

    /// <summary>A line of at most <paramref name="length"/> characters.</summary>
    public static string Cell(string text, int length = 40) =>
        Line(text) is var line && line.Length > length
            ? line[..(length - (char.IsHighSurrogate(line[length - 2]) ? 2 : 1))] + "…" : line;

    /// <summary>A number with six significant digits at most.</summary>
    public static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time to the second, in UTC.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How long something took.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 59.95 => FormattableString.Invariant($"{time.TotalSeconds:0.0} s"),
        < 3599.5 => FormattableString.Invariant($"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => FormattableString.Invariant($"{(int)time.TotalHours} h {time.Minutes} min"),
    };

    private static Rune Safe(Rune rune) => rune.Value == '\t' ? new(' ')
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? new('?')
        : rune;
}
