using System.Globalization;

namespace SongGenre.Benchmarks.Compare;

/// <summary>Figures of three digits with a unit that suits them.</summary>
internal static class Quantity
{
    /// <summary>Seconds as s, ms or µs.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        >= 0.9995 => $"{Digits(seconds)} s",
        >= 0.9995e-3 => $"{Digits(seconds * 1e3)} ms",
        _ => $"{Digits(seconds * 1e6)} µs",
    };

    /// <summary>Bytes as MB.</summary>
    public static string Megabytes(long bytes) => $"{(bytes / 1e6).ToString("0", CultureInfo.InvariantCulture)} MB";

    /// <summary>Three digits, or all before the point.</summary>
    public static string Digits(double value)
    {
        var before = value <= 0 ? 1 : (int)Math.Floor(Math.Log10(value)) + 1;
        var format = Math.Clamp(3 - before, 0, 3) switch { 0 => "0", 1 => "0.0", 2 => "0.00", _ => "0.000" };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
