namespace SongGenre.Data;

/// <summary>
/// The standard normal distribution in the four basic operations alone: these are the same to the last bit on every
/// machine, which logarithms and exponentials are not.
/// </summary>
internal static class NormalScore
{
    private const int Steps = 4096;
    private const double Farthest = 4.5;

    private static readonly double[] Quantiles = [.. Enumerable.Range(0, Steps + 1).Select(step => Invert((double)step / Steps))];

    /// <summary>
    /// The share below <paramref name="z"/>, right to 1.5e-7 (Abramowitz and Stegun, Handbook of Mathematical
    /// Functions, 26.2.19).
    /// </summary>
    public static double Cumulative(double z)
    {
        var x = Math.Abs(z);
        var p = 1 + (x * (0.0498673470 + (x * (0.0211410061 + (x * (0.0032776263
            + (x * (0.0000380036 + (x * (0.0000488906 + (x * 0.0000053830)))))))))));
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        return z < 0 ? 0.5 / p : 1 - (0.5 / p);
    }

    /// <summary>The value with the share <paramref name="p"/> below it, from a table; within ±4.5.</summary>
    public static double Quantile(double p)
    {
        var place = p * Steps;
        var below = Math.Clamp((int)place, 0, Steps - 1);
        return Quantiles[below] + ((place - below) * (Quantiles[below + 1] - Quantiles[below]));
    }

    private static double Invert(double p)
    {
        var (low, high) = (-Farthest, Farthest);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle) < p) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
