using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis.CSharp;

namespace SongGenre.Notebooks.Runner;

/// <summary>Single values as C# literals that give the same value back, in every culture.</summary>
internal static class ParameterScalar
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly string[] Times =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <summary>The value of a text; null when the text is none of the type.</summary>
    /// <param name="text">The text.</param>
    /// <param name="type">The type's C# name.</param>
    /// <param name="quoted">Whether the text was quoted, so that it is no number and no truth value.</param>
    public static ParameterLiteral? Convert(string text, string type, bool quoted) => type switch
    {
        "string" => new(Quote(text), text),
        "char" => text.Length == 1 ? new(SymbolDisplay.FormatLiteral(text[0], quote: true), text) : null,
        "DateTime" => Time(text),
        "DateOnly" => Day(text),
        "TimeSpan" => Duration(text),
        _ when quoted => null,
        "bool" => bool.TryParse(text, out var truth) ? new(truth ? "true" : "false", truth ? "true" : "false") : null,
        "sbyte" => Whole<sbyte>(text, ""),
        "byte" => Whole<byte>(text, ""),
        "short" => Whole<short>(text, ""),
        "ushort" => Whole<ushort>(text, ""),
        "int" => Whole<int>(text, ""),
        "uint" => Whole<uint>(text, "u"),
        "long" => Whole<long>(text, "L"),
        "ulong" => Whole<ulong>(text, "ul"),
        "double" => Special(text, "double") ?? Floating<double>(text, ""),
        "float" => Special(text, "float") ?? Floating<float>(text, "f"),
        "decimal" => decimal.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, Invariant, out var exact)
            ? new(exact.ToString(Invariant) + "m", exact.ToString(Invariant))
            : null,
        _ => null,
    };

    /// <summary>A text as a C# string literal on one line.</summary>
    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static ParameterLiteral? Whole<T>(string text, string suffix) where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        const int MostDigits = 24;
        if (text.Length > MostDigits) return null;
        var hexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        // The leading 0 keeps the highest bit from meaning a sign.
        var parsed = hexadecimal
            ? BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, Invariant, out var number)
            : BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out number);
        var inRange = number >= BigInteger.CreateChecked(T.MinValue) && number <= BigInteger.CreateChecked(T.MaxValue);
        return parsed && inRange && text != "0x" ? new(number.ToString(Invariant) + suffix, number.ToString(Invariant)) : null;
    }

    private static ParameterLiteral? Floating<T>(string text, string suffix) where T : struct, IBinaryFloatingPointIeee754<T>
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!T.TryParse(text, Style, Invariant, out var number) || !T.IsFinite(number)) return null;
        var shortest = number.ToString("R", Invariant);
        var isWhole = shortest.AsSpan().IndexOfAny('.', 'E') < 0;
        return new(shortest + (suffix.Length > 0 ? suffix : isWhole ? ".0" : ""), shortest);
    }

    private static ParameterLiteral? Special(string text, string type) => text.ToLowerInvariant() switch
    {
        ".nan" or "nan" => new($"{type}.NaN", "NaN"),
        ".inf" or "+.inf" or "infinity" => new($"{type}.PositiveInfinity", "Infinity"),
        "-.inf" or "-infinity" => new($"{type}.NegativeInfinity", "-Infinity"),
        _ => null,
    };

    private static ParameterLiteral? Time(string text)
    {
        if (!DateTime.TryParseExact(text, Times, Invariant, DateTimeStyles.None, out var time)) return null;
        var isUtc = text.EndsWith('Z');
        var clock = string.Create(Invariant, $"{time.Year}, {time.Month}, {time.Day}, {time.Hour}, {time.Minute}, {time.Second}");
        var source = $"new DateTime({clock}, DateTimeKind.{(isUtc ? "Utc" : "Unspecified")})";
        var ticks = time.Ticks % TimeSpan.TicksPerSecond;
        return new(
            ticks == 0 ? source : string.Create(Invariant, $"{source}.AddTicks({ticks})"),
            time.ToString("yyyy-MM-dd'T'HHmmss", Invariant) + (isUtc ? "Z" : ""));
    }

    private static ParameterLiteral? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", Invariant, DateTimeStyles.None, out var day)
        ? new(string.Create(Invariant, $"new DateOnly({day.Year}, {day.Month}, {day.Day})"), text)
        : null;

    // The "c" format also reads a bare number, as days, which nobody means.
    private static ParameterLiteral? Duration(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text, "c", Invariant, out var duration)
            ? new(
                duration.Ticks % TimeSpan.TicksPerSecond == 0
                    ? string.Create(Invariant, $"new TimeSpan({duration.Days}, {duration.Hours}, {duration.Minutes}, {duration.Seconds})")
                    : string.Create(Invariant, $"TimeSpan.FromTicks({duration.Ticks}L)"),
                text)
            : null;
}
