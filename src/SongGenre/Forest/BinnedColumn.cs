namespace SongGenre.Forest;

/// <summary>
/// A column as codes: each distinct value is a bin of its own, numbered in ascending order, so that a cut between codes is
/// as fine as one between values. Beyond 65,536 distinct values neighbours share bins of about equally many rows.
/// </summary>
internal sealed class BinnedColumn
{
    private const int MaxBins = ushort.MaxValue + 1;

    // Below one value other than zero in this many rows a column stays sparse.
    private const int SparseBelow = 64;

    private BinnedColumn(int[]? rows, ushort[] codes, ushort zero, double[] low, double[] high)
    {
        Rows = rows;
        Codes = codes;
        Zero = zero;
        Low = low;
        High = high;
    }

    /// <summary>Ascending rows of <see cref="Codes"/> if the column is sparse; else null.</summary>
    public int[]? Rows { get; }

    /// <summary>The code of every row, or of the rows in <see cref="Rows"/> alone.</summary>
    public ushort[] Codes { get; }

    /// <summary>The code of a sparse column's zeros.</summary>
    public ushort Zero { get; }

    /// <summary>The least value of each bin.</summary>
    public double[] Low { get; }

    /// <summary>The greatest value of each bin.</summary>
    public double[] High { get; }

    public int Bins => Low.Length;

    public static BinnedColumn Create(Column column)
    {
        var values = column.Values;
        var implicitZeros = column.IsSparse && values.Length < column.Rows;
        var sorted = new double[values.Length + (implicitZeros ? 1 : 0)];
        values.CopyTo(sorted, 0);
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(sorted, order);

        var codes = new ushort[sorted.Length];
        var (low, high) = Number(sorted, order, codes);
        if (!column.IsSparse) return new(null, codes, 0, low, high);

        var zero = implicitZeros ? codes[^1] : (ushort)0;
        var given = codes.AsSpan(0, values.Length);
        if (values.Length < column.Rows / SparseBelow) return new(column.Indices, given.ToArray(), zero, low, high);

        var all = new ushort[column.Rows];
        Array.Fill(all, zero);
        for (var i = 0; i < given.Length; i++) all[column.Indices![i]] = given[i];
        return new(null, all, 0, low, high);
    }

    private static (double[] Low, double[] High) Number(double[] sorted, int[] order, ushort[] codes)
    {
        var distinct = 0;
        for (var i = 0; i < sorted.Length; i++)
            if (i == 0 || sorted[i] != sorted[i - 1]) distinct++;

        List<double> low = new(Math.Min(distinct, MaxBins)), high = new(Math.Min(distinct, MaxBins));
        var quantile = -1L;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                var next = distinct <= MaxBins ? low.Count : (long)i * MaxBins / sorted.Length;
                if (next != quantile)
                {
                    low.Add(sorted[i]);
                    high.Add(sorted[i]);
                    quantile = next;
                }

                high[^1] = sorted[i];
            }

            codes[order[i]] = (ushort)(low.Count - 1);
        }

        return ([.. low], [.. high]);
    }
}
