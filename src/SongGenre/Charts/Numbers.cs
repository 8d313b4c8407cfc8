using System.Globalization;

namespace SongGenre.Charts;

/// <summary>How numbers are written where no format is given: six significant digits at most, no culture.</summary>
internal static class Numbers
{
    internal const string Missing = "—";

    /// <summary>"0.968251", "12346", "1.23457e6", "—" for NaN.</summary>
    internal static string Text(double value) => Math.Abs(value) switch
    {
        double.NaN => Missing,
        double.PositiveInfinity => value > 0 ? "∞" : "−∞",
        0 => "0",
        >= 999_999.5 or < 0.0001 => value.ToString("0.#####e0", CultureInfo.InvariantCulture),
        _ => value.ToString("G6", CultureInfo.InvariantCulture),
    };

    /// <summary>The same with a format of the caller's, which stays in charge of everything but missing values.</summary>
    internal static string Text(double value, string? format) => format is null || !double.IsFinite(value)
        ? Text(value)
        : value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A tick's label: thousands grouped, no rounding noise.</summary>
    internal static string Tick(double value) => Math.Abs(value) is >= 1e9 or > 0 and < 1e-4
        ? Text(value)
        : Math.Round(value, 6).ToString("#,0.######", CultureInfo.InvariantCulture);

    /// <summary>Rounded to six significant digits: more can't be seen and make a figure large.</summary>
    internal static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
