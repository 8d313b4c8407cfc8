namespace SongGenre.Charts;

/// <summary>Lines without the points that can't be seen.</summary>
internal static class Polyline
{
    private const double Tolerance = 0.001;

    /// <summary>
    /// Douglas and Peucker ("Algorithms for the reduction of the number of points", 1973) on axes scaled to 0–1, which are
    /// the same for all <paramref name="series"/>.
    /// </summary>
    internal static (string Name, double[] X, double[] Y)[] Thin((string Name, double[] X, double[] Y)[] series)
    {
        var (width, height) = (Extent(series.SelectMany(one => one.X)), Extent(series.SelectMany(one => one.Y)));
        return [.. series.Select(one => Thin(one, width, height))];
    }

    private static (string Name, double[] X, double[] Y) Thin(
        (string Name, double[] X, double[] Y) one, double width, double height)
    {
        var (name, x, y) = one;
        if (x.Length < 3 || x.Concat(y).Any(value => !double.IsFinite(value)))
            return one;

        var kept = new bool[x.Length];
        kept[0] = kept[^1] = true;
        var open = new Stack<(int First, int Last)>([(0, x.Length - 1)]);
        while (open.TryPop(out var part))
        {
            var (farthest, distance) = (0, Tolerance);
            for (var i = part.First + 1; i < part.Last; i++)
            {
                if (Distance(i, part.First, part.Last) is var d && d > distance)
                    (farthest, distance) = (i, d);
            }

            if (farthest == 0)
                continue;
            kept[farthest] = true;
            open.Push((part.First, farthest));
            open.Push((farthest, part.Last));
        }

        return (name, [.. x.Where((_, i) => kept[i])], [.. y.Where((_, i) => kept[i])]);

        double Distance(int i, int first, int last)
        {
            var (dx, dy) = ((x[last] - x[first]) / width, (y[last] - y[first]) / height);
            var (px, py) = ((x[i] - x[first]) / width, (y[i] - y[first]) / height);
            var along = (dx * dx) + (dy * dy) is var square and > 0
                ? Math.Clamp(((px * dx) + (py * dy)) / square, 0, 1)
                : 0;
            return Math.Sqrt(Math.Pow(px - (along * dx), 2) + Math.Pow(py - (along * dy), 2));
        }
    }

    private static double Extent(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        return finite.Length > 0 && finite.Max() - finite.Min() is var extent and > 0 ? extent : 1;
    }
}
