namespace SongGenre.Data;

/// <summary>
/// The distribution of the Kolmogorov–Smirnov distance between n values and the continuous distribution that they
/// come from. Which method serves where follows R. Simard and P. L'Ecuyer, "Computing the two-sided
/// Kolmogorov–Smirnov distribution", Journal of Statistical Software 39(11), 2011.
/// </summary>
internal static partial class KolmogorovDistribution
{
    private const int SmallSample = 140;

    /// <summary>The probability of a distance of at least <paramref name="d"/>.</summary>
    /// <param name="d">The distance, 0 to 1.</param>
    /// <param name="n">The number of values, at least 1.</param>
    public static double AtLeast(double d, int n)
    {
        if (d >= 1) return 0;
        if (n * d <= 0.5) return 1;

        var scaled = n * d * d;
        // Where both one-sided distances can hardly be this great at once, their probabilities just add up (Miller 1956).
        if (d >= 0.5 || scaled >= (n <= SmallSample ? 4 : 2.2)) return 2 * OneSidedAtLeast(d, n);
        return n <= SmallSample || n * Math.Pow(d, 1.5) <= 1.4 ? 1 - Below(d, n) : 1 - BelowBySeries(d, n);
    }

    /// <summary>
    /// The probability of a one-sided distance of at least d, after Z. W. Birnbaum and F. H. Tingey, "One-sided
    /// confidence contours for probability distribution functions", Annals of Mathematical Statistics 22, 1951:
    /// <c>d Σ C(n, j) (d + j/n)^(j−1) (1 − d − j/n)^(n−j)</c> over j from 0 to n (1 − d). All terms are positive.
    /// </summary>
    private static double OneSidedAtLeast(double d, int n)
    {
        var logFactorials = new double[n + 1];
        for (var i = 2; i <= n; i++) logFactorials[i] = logFactorials[i - 1] + Math.Log(i);

        var sum = 0.0;
        for (var j = 0; j < n; j++)
        {
            var below = d + ((double)j / n);
            var above = 1 - below;
            if (above <= 0) break;
            sum += Math.Exp(logFactorials[n] - logFactorials[j] - logFactorials[n - j]
                + ((j - 1) * Math.Log(below)) + ((n - j) * Math.Log(above)));
        }

        return d * sum;
    }

    /// <summary>
    /// The limit and three corrections of W. Pelz and I. J. Good, "Approximating the lower tail-areas of the
    /// Kolmogorov–Smirnov one-sample statistic", Journal of the Royal Statistical Society B 38, 1976:
    /// <c>K₀(z) + K₁(z) / √n + K₂(z) / n + K₃(z) / n^(3/2)</c> with <c>z = d √n</c>.
    /// </summary>
    private static double BelowBySeries(double d, int n)
    {
        const double Pi2 = Math.PI * Math.PI;
        var z = d * Math.Sqrt(n);
        double z2 = z * z, z4 = z2 * z2, z6 = z4 * z2;
        double k0 = 0, k1 = 0, k2 = 0, k3 = 0;
        for (var k = 20; k >= 0; k--)
        {
            // Sums over all whole numbers are twice those over k ≥ 0: the terms in (k + ½)² mirror k to −k − 1.
            var h = Pi2 * (k + 0.5) * (k + 0.5);
            var e = 2 * Math.Exp(-h / (2 * z2));
            k0 += e;
            k1 += e * (h - z2);
            k2 += e * ((6 * z6) + (2 * z4) + (h * ((2 * z4) - (5 * z2))) + (h * h * (1 - (2 * z2))));
            k3 += e * ((h * h * h * (5 - (30 * z2))) + (h * h * ((-60 * z2) + (212 * z4)))
                + (h * ((135 * z4) - (96 * z6))) - (30 * z6) - (90 * z6 * z2));

            var w = Pi2 * k * k;
            var f = 2 * Math.Exp(-w / (2 * z2));
            k2 -= f * w * 2 * z4;
            k3 += f * 30 * z4 * ((3 * w * z2) - (w * w));
        }

        var scale = Math.Sqrt(Math.PI / 2);
        return scale * ((k0 / z)
            + (k1 / (6 * z4 * Math.Sqrt(n)))
            + (k2 / (72 * z6 * z * n))
            + (k3 / (6480 * z6 * z4 * n * Math.Sqrt(n))));
    }
}
