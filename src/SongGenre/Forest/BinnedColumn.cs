namespace SongGenre.Forest;

/// <summary>
/// A column as codes: each distinct value is a bin of its own, numbered in ascending order, so that a cut between codes is
/// as fine as one between values. From 65,536 distinct values on neighbours share bins of about equally many rows. Up to
/// 256 coarse bins of neighbouring codes serve histograms of many rows.
/// </summary>
internal sealed class BinnedColumn
{
    private const int MaxCoarseBins = byte.MaxValue + 1;

    // A column keeps the code of every row if at least one row in this many differs from the commonest value.
    private const int SparseBelow = 64;

    // It keeps a list of the rows that differ if they are at most one in this many.
    private const int ListBelow = 4;

    private BinnedColumn(ColumnBins bins, ushort[]? codes, int[]? rows, ushort[]? rowCodes, ushort common)
    {
        Low = bins.Low;
        High = bins.High;
        CoarseEnds = Coarsen(bins);
        Codes = codes;
        Rows = rows;
        RowCodes = rowCodes;
        Common = common;
        if (codes is null) return;
        var coarseOf = new byte[Bins];
        for (int code = 0, coarse = 0; code < coarseOf.Length; code++)
        {
            if (code > CoarseEnds[coarse]) coarse++;
            coarseOf[code] = (byte)coarse;
        }

        CoarseCodes = new byte[codes.Length];
        for (var row = 0; row < codes.Length; row++) CoarseCodes[row] = coarseOf[codes[row]];
    }

    /// <summary>The code of every row; null where nearly all rows have <see cref="Common"/>.</summary>
    public ushort[]? Codes { get; }

    /// <summary>The coarse bin of every row; null where <see cref="Codes"/> is.</summary>
    public byte[]? CoarseCodes { get; }

    /// <summary>The greatest code of each coarse bin.</summary>
    public ushort[] CoarseEnds { get; }

    /// <summary>
    /// Ascending rows, if they are few, without which all rows have <see cref="Common"/>; else null. Some of them may have
    /// it too: the zeros that a sparse column spells out.
    /// </summary>
    public int[]? Rows { get; }

    /// <summary>The codes of <see cref="Rows"/>.</summary>
    public ushort[]? RowCodes { get; }

    /// <summary>The code of all rows that are not in <see cref="Rows"/>.</summary>
    public ushort Common { get; }

    /// <summary>The least value of each bin.</summary>
    public double[] Low { get; }

    /// <summary>The greatest value of each bin.</summary>
    public double[] High { get; }

    public int Bins => Low.Length;

    /// <summary>Whether some coarse bins have several codes.</summary>
    public bool IsCoarse => CoarseEnds.Length < Bins;

    /// <summary>Encodes a column.</summary>
    /// <param name="column">The column, all values finite.</param>
    /// <param name="order">Memory to sort its values in.</param>
    /// <param name="cancel">Stops it.</param>
    public static BinnedColumn Create(Column column, ValueOrder order, CancellationToken cancel)
    {
        var given = column.Values.Length;
        var hasZeros = given < column.Rows;
        var codes = new ushort[given];
        var bins = ColumnBins.Of(column.Values, column.Rows - given, order, codes, cancel);
        cancel.ThrowIfCancellationRequested();
        if (!column.IsSparse) return Of(bins, codes);

        var zero = hasZeros ? bins.Encode(0) : (ushort)0;
        if (given < column.Rows / SparseBelow) return new(bins, null, column.Indices, codes, zero);
        var all = new ushort[column.Rows];
        Array.Fill(all, zero);
        for (var i = 0; i < given; i++) all[column.Indices![i]] = codes[i];
        return Of(bins, all);
    }

    /// <summary>The greatest code whose values are at most a number; the least code if there is none.</summary>
    public int CodeAt(double value) => ColumnBins.Find(Low, value);

    /// <summary>
    /// The threshold between a code and the next: half way between the greatest value of the one and the least of the
    /// other.
    /// </summary>
    public double Middle(int code)
    {
        var (low, high) = (High[code], Low[code + 1]);
        var middle = (low / 2) + (high / 2);
        return middle >= low && middle < high ? middle : low;
    }

    /// <summary>All thresholds, in ascending order.</summary>
    public double[] Middles()
    {
        var middles = new double[Bins - 1];
        for (var code = 0; code < middles.Length; code++) middles[code] = Middle(code);
        return middles;
    }

    /// <summary>The least code of a coarse bin.</summary>
    public int CoarseLow(int bin) => bin == 0 ? 0 : CoarseEnds[bin - 1] + 1;

    private static BinnedColumn Of(ColumnBins bins, ushort[] codes)
    {
        var common = bins.Commonest();
        var others = 0;
        foreach (var code in codes) others += code == common ? 0 : 1;
        if (others > codes.Length / ListBelow) return new(bins, codes, null, null, 0);
        var rows = new int[others];
        var rowCodes = new ushort[others];
        for (int row = 0, i = 0; row < codes.Length; row++)
        {
            if (codes[row] == common) continue;
            rows[i] = row;
            rowCodes[i++] = codes[row];
        }

        return new(bins, others < codes.Length / SparseBelow ? null : codes, rows, rowCodes, common);
    }

    private static ushort[] Coarsen(ColumnBins bins)
    {
        var count = bins.Low.Length;
        if (count <= MaxCoarseBins) return [.. Enumerable.Range(0, count).Select(code => (ushort)code)];
        var ends = new List<ushort>(MaxCoarseBins);
        long left = bins.Counts.Sum(c => (long)c), taken = 0;
        for (var code = 0; code < count; code++)
        {
            taken += bins.Counts[code];
            var binsLeft = MaxCoarseBins - ends.Count;
            if (code < count - 1 && (binsLeft == 1 || taken * binsLeft < left)) continue;
            ends.Add((ushort)code);
            left -= taken;
            taken = 0;
        }

        return [.. ends];
    }
}
