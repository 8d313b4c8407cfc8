namespace SongGenre.Charts;

public sealed partial class Chart
{
    private static readonly double[] Five = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Histograms of one or several groups over shared bins, each as its group's share per bin.</summary>
    /// <param name="groups">Name and values of each group; NaN and infinite values are left out.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="valueAxis">The values' meaning and unit.</param>
    /// <param name="finding">What the chart says, in a sentence.</param>
    /// <param name="bins">Number of bins of equal width, 2–200; default 30.</param>
    /// <exception cref="ArgumentException">No finite value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is outside its range.</exception>
    public static Chart Histogram(
        IEnumerable<(string Name, double[] Values)> groups,
        string title,
        string valueAxis,
        string finding,
        int bins = 30)
    {
        if (bins is < 2 or > 200)
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "bins must be within 2–200");
        var finite = groups.Select(group => (group.Name, Values: group.Values.Where(double.IsFinite).ToArray())).ToArray();
        RequireSome(finite.Sum(group => group.Values.Length), nameof(groups));
        var low = finite.SelectMany(group => group.Values).Min();
        var high = finite.SelectMany(group => group.Values).Max();
        if (low == high)
            (low, high) = (low - 0.5, high + 0.5);
        var outlines = finite.Select(group => Outline(group.Name, group.Values, low, high, bins)).ToArray();
        return new(new(title, valueAxis, "share of rows", finding), new LineMarks(outlines) { Filled = true }, 420);
    }

    /// <summary>A box per group: median and quartiles, whiskers from the 5th to the 95th percentile.</summary>
    /// <param name="groups">Name and values of each group, the first on top; NaN and infinite values are left out. Quantiles
    /// interpolate between neighbours as numpy's do (Hyndman and Fan's type 7).</param>
    /// <param name="title">What is shown.</param>
    /// <param name="valueAxis">The values' meaning and unit.</param>
    /// <param name="finding">What the chart says, in a sentence.</param>
    /// <param name="groupAxis">The groups' meaning; none by default.</param>
    /// <exception cref="ArgumentException">No group.</exception>
    public static Chart Box(
        IEnumerable<(string Name, double[] Values)> groups,
        string title,
        string valueAxis,
        string finding,
        string groupAxis = "")
    {
        var all = groups.ToArray();
        RequireSome(all.Length, nameof(groups));
        string[] names = [.. all.Select(group => group.Name)];
        var marks = new BoxMarks(names, [.. all.Select(group => Quantiles(group.Values))]);
        return new(new(title, valueAxis, groupAxis, finding), marks, HeightOf(names, 26));
    }

    /// <summary>The steps of a histogram as a line: flat within a bin, upright between two.</summary>
    private static (string Name, double[] X, double[] Y) Outline(string name, double[] values, double low, double high, int bins)
    {
        var counts = new int[bins];
        foreach (var value in values)
            counts[Math.Min((int)((value - low) / (high - low) * bins), bins - 1)]++;
        var (x, y) = (new double[(2 * bins) + 2], new double[(2 * bins) + 2]);
        for (var edge = 0; edge <= bins; edge++)
            x[2 * edge] = x[(2 * edge) + 1] = low + ((high - low) * edge / bins);
        for (var bin = 0; bin < bins; bin++)
            y[(2 * bin) + 1] = y[(2 * bin) + 2] = counts[bin] / (double)Math.Max(values.Length, 1);
        return (name, x, y);
    }

    private static double[] Quantiles(double[] values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return [.. Five.Select(At)];

        double At(double share)
        {
            if (sorted.Length == 0)
                return double.NaN;
            var position = share * (sorted.Length - 1);
            var below = (int)position;
            var above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
        }
    }
}
