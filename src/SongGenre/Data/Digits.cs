namespace SongGenre.Data;

/// <summary>Rounding to significant digits.</summary>
internal static class Digits
{
    /// <summary>The powers of ten that a double holds exactly.</summary>
    private static readonly double[] Powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];

    /// <summary>
    /// Rounds to the nearest number with so many significant decimal digits, 22 decimals at most. Numbers from 10²² on
    /// stay as they are.
    /// </summary>
    public static double Significant(double value, int digits)
    {
        var size = Math.Abs(value);
        if (size >= Powers[^1]) return value;
        if (size >= Powers[digits - 1])
        {
            var surplus = 0;
            while (size >= Powers[digits + surplus]) surplus++;
            return Math.Round(value / Powers[surplus]) * Powers[surplus];
        }

        var decimals = 0;
        while (decimals < Powers.Length - 1 && size * Powers[decimals] < Powers[digits - 1]) decimals++;
        return Math.Round(value * Powers[decimals]) / Powers[decimals];
    }
}
