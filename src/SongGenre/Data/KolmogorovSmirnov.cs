namespace SongGenre.Data;

/// <summary>The two-sample Kolmogorov–Smirnov test: do two samples come from one distribution?</summary>
/// <param name="Statistic">The greatest distance between the samples' empirical distribution functions, 0 to 1.</param>
/// <param name="PValue">The probability of at least that distance if the distributions are one, 0 to 1.</param>
public sealed record KolmogorovSmirnov(double Statistic, double PValue)
{
    /// <summary>The size of a sample up to which all arrangements are counted; as in SciPy.</summary>
    private const int ExactUpTo = 10_000;

    /// <summary>
    /// Tests two samples, two-sided. Up to 10,000 values a sample the p-value is exact for values without ties (with
    /// ties it is too high, never too low); beyond, it is that of one sample of <c>n·m / (n + m)</c> values against a
    /// known distribution. Equals SciPy's <c>ks_2samp</c> with <c>method='auto'</c>.
    /// </summary>
    /// <param name="a">The first sample's values in any order, none of them missing.</param>
    /// <param name="b">The second sample's.</param>
    /// <exception cref="ArgumentException">A sample is empty or holds NaN.</exception>
    public static KolmogorovSmirnov TwoSample(double[] a, double[] b)
    {
        var distance = Distance(Sorted(a, nameof(a)), Sorted(b, nameof(b)));
        var statistic = distance / (double)((long)a.Length * b.Length);
        if (distance == 0) return new(0, 1);

        var p = Math.Max(a.Length, b.Length) <= ExactUpTo
            ? Exact(a.Length, b.Length, distance)
            : KolmogorovDistribution.AtLeast(
                statistic, (int)Math.Round((double)a.Length * b.Length / ((double)a.Length + b.Length)));
        return new(statistic, Math.Clamp(p, 0, 1));
    }

    /// <summary>The greatest distance in units of 1 / (n·m), so that it is exact.</summary>
    private static long Distance(double[] a, double[] b)
    {
        var greatest = 0L;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            // Both functions step over a tied value before they are compared.
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value) i++;
            while (j < b.Length && b[j] == value) j++;
            greatest = Math.Max(greatest, Math.Abs(((long)i * b.Length) - ((long)j * a.Length)));
        }

        return greatest;
    }

    private static double[] Sorted(double[] values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Length == 0) throw new ArgumentException("A sample needs at least one value.", name);
        if (values.Any(double.IsNaN)) throw new ArgumentException("A sample must not hold NaN.", name);
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>
    /// The share of all orders of n and m different values whose distance is at least the given one. An order is a
    /// path through a lattice of n × m cells, and all are equally likely (J. L. Hodges, "The significance probability
    /// of the Smirnov two-sample test", Arkiv för Matematik 3, 1958). Of the paths to a point, the share i / (i + j)
    /// comes from the left; so the share that has touched the boundary follows from the two points before, as a mean
    /// with positive weights, which loses no digits (T. Viehmann, "Numerically more stable computation of the
    /// p-values for the two-sample Kolmogorov–Smirnov test", arXiv:2102.08037, 2021).
    /// </summary>
    private static double Exact(int n, int m, long distance)
    {
        var touched = new double[m + 1];
        Array.Fill(touched, 1);
        for (var i = 0; i <= n; i++)
        {
            // The points of this column that lie inside; the one below them is outside, as all above them still are.
            var (low, high) = (((long)i * m) - distance, ((long)i * m) + distance - 1);
            var first = low < 0 ? 0 : (int)(low / n) + 1;
            var last = (int)Math.Min(m, high / n);
            if (first > 0) touched[first - 1] = 1;
            for (var j = first; j <= last; j++)
            {
                if (i == 0) touched[j] = j == 0 ? 0 : touched[j - 1];
                else if (j > 0) touched[j] = ((i * touched[j]) + (j * touched[j - 1])) / (i + j);
            }
        }

        return touched[m];
    }
}
