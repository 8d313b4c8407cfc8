namespace SongGenre.Data;

internal static partial class KolmogorovDistribution
{
    /// <summary>
    /// The probability of a distance below d, exact: n! / n^n times the middle entry of the n-th power of a matrix
    /// (J. Durbin, "Distribution theory for tests based on the sample distribution function", 1973; G. Marsaglia,
    /// W. W. Tsang and J. Wang, "Evaluating Kolmogorov's distribution", Journal of Statistical Software 8(18), 2003).
    /// With <c>n d = k − h</c>, k whole and 0 ≤ h &lt; 1, the matrix has 2k − 1 rows.
    /// </summary>
    private static double Below(double d, int n)
    {
        var k = (int)(n * d) + 1;
        var h = k - (n * d);
        var power = Power(StepMatrix((2 * k) - 1, h), n);

        // n! / n^n in small factors, each joined by a part of the matrix's exponent, can't leave the range of doubles.
        var result = power.Entries[k - 1, k - 1];
        var exponent = power.Exponent;
        for (var i = 1; i <= n; i++)
        {
            result *= (double)i / n;
            if (result < 1e-100)
            {
                result = Math.ScaleB(result, 300);
                exponent -= 300;
            }
        }

        return Math.ScaleB(result, exponent);
    }

    /// <summary>
    /// Entry (i, j) is 1 / (i − j + 1)! on and below the diagonal above the main one, less what h takes off the first
    /// column and the last row.
    /// </summary>
    private static double[,] StepMatrix(int size, double h)
    {
        var factorial = new double[size + 2];
        factorial[0] = 1;
        for (var i = 1; i < factorial.Length; i++) factorial[i] = factorial[i - 1] * i;

        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= Math.Min(i + 1, size - 1); j++) matrix[i, j] = 1 / factorial[i - j + 1];
        }

        for (var i = 0; i < size; i++)
        {
            matrix[i, 0] -= Math.Pow(h, i + 1) / factorial[i + 1];
            matrix[size - 1, i] -= Math.Pow(h, size - i) / factorial[size - i];
        }

        // The corner lost both; they overlap where 2h > 1.
        if (h > 0.5) matrix[size - 1, 0] += Math.Pow((2 * h) - 1, size) / factorial[size];
        return matrix;
    }

    /// <summary>A matrix's power as entries times 2^exponent.</summary>
    private static (double[,] Entries, int Exponent) Power(double[,] matrix, int n)
    {
        if (n == 1) return (matrix, 0);
        var (half, exponent) = Power(matrix, n / 2);
        var result = Product(half, half);
        exponent *= 2;
        if (n % 2 == 1) result = Product(result, matrix);

        var size = result.GetLength(0);
        if (result[size / 2, size / 2] <= 1e100) return (result, exponent);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++) result[i, j] = Math.ScaleB(result[i, j], -300);
        }

        return (result, exponent + 300);
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        var size = a.GetLength(0);
        var product = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                var factor = a[i, k];
                for (var j = 0; j < size; j++) product[i, j] += factor * b[k, j];
            }
        }

        return product;
    }
}
