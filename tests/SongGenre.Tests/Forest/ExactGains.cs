using System.Numerics;

namespace SongGenre.Tests.Forest;

/// <summary>
/// By how much cuts of a node reduce weight × gini, in whole numbers, so that no weight is lost beside another.
/// </summary>
/// <param name="rows">The node's rows.</param>
/// <param name="draws">How often each row was drawn.</param>
/// <param name="labels">The class of each row.</param>
/// <param name="weights">The weight of a row of each class.</param>
/// <param name="leaf">Rows that each side must keep.</param>
internal sealed class ExactGains(int[] rows, int[] draws, int[] labels, long[] weights, int leaf)
{
    private const int FractionBits = 30;

    public int[] Rows => rows;

    public double Weight { get; } = rows.Sum(row => (double)weights[labels[row]] * draws[row]);

    /// <summary>What a cut gains; null if a side keeps too few rows.</summary>
    public double? At(double[] values, double limit)
    {
        long[] left = new long[weights.Length], right = new long[weights.Length];
        var leftRows = 0;
        foreach (var row in rows)
        {
            var isLeft = values[row] <= limit;
            leftRows += isLeft ? 1 : 0;
            (isLeft ? left : right)[labels[row]] += draws[row] * weights[labels[row]];
        }

        if (Math.Min(leftRows, rows.Length - leftRows) < leaf) return null;
        // Weight × gini = weight − Σ weight² of each class / weight: over all rows the weights cancel out.
        var all = left.Zip(right, (a, b) => a + b).ToArray();
        var gain = Square(left) + Square(right) - Square(all);
        return (double)gain / (1L << FractionBits);
    }

    private static BigInteger Square(long[] classes)
    {
        var (squares, sum) = (BigInteger.Zero, BigInteger.Zero);
        foreach (var weight in classes)
        {
            squares += (BigInteger)weight * weight;
            sum += weight;
        }

        return (squares << FractionBits) / sum;
    }
}
