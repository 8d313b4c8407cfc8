namespace SongGenre.Forest;

/// <summary>The bins of a column's values: their borders and how many rows each has.</summary>
/// <param name="Low">The least value of each bin, ascending.</param>
/// <param name="High">The greatest value of each bin.</param>
/// <param name="Counts">The rows of each bin.</param>
internal sealed record ColumnBins(double[] Low, double[] High, int[] Counts)
{
    private const int MaxBins = ushort.MaxValue + 1;

    /// <summary>Bins of values and of as many zeros besides.</summary>
    /// <param name="values">The values.</param>
    /// <param name="zeros">Number of zeros.</param>
    /// <param name="sorted">Memory to sort them in.</param>
    /// <param name="codes">Gets the code of each value.</param>
    /// <param name="cancel">Stops it.</param>
    public static ColumnBins Of(
        ReadOnlySpan<double> values, int zeros, ValueOrder sorted, Span<ushort> codes, CancellationToken cancel)
    {
        sorted.Sort(values, cancel);
        var places = sorted.Places;
        var distinct = values.Length == 0 ? 0 : 1;
        for (var i = 1; i < values.Length; i++) distinct += sorted[i] != sorted[i - 1] ? 1 : 0;

        var rows = values.Length + zeros;
        List<double> low = new(Math.Min(distinct + 1, MaxBins)), high = new(low.Capacity);
        List<int> counts = new(low.Capacity);
        var (quantile, done) = (-1L, 0);
        for (var i = 0; i < values.Length || zeros > 0;)
        {
            var isZero = zeros > 0 && (i == values.Length || sorted[i] >= 0);
            var value = isZero ? 0 : sorted[i];
            var first = i;
            while (i < values.Length && sorted[i] == value) i++;
            var equal = i - first + (isZero ? zeros : 0);
            if (isZero) zeros = 0;
            var next = distinct < MaxBins ? low.Count : (long)done * MaxBins / rows;
            if (next == quantile)
            {
                high[^1] = value;
                counts[^1] += equal;
            }
            else
            {
                low.Add(value);
                high.Add(value);
                counts.Add(equal);
                quantile = next;
            }

            foreach (var place in places[first..i]) codes[place] = (ushort)(low.Count - 1);
            done += equal;
        }

        // Bins of one value each need its borders once only: less memory to look up thresholds in.
        double[] lows = [.. low];
        return new(lows, distinct < MaxBins ? lows : [.. high], [.. counts]);
    }

    /// <summary>The code of a value that the bins were made of.</summary>
    public ushort Encode(double value) => (ushort)Find(Low, value);

    /// <summary>The last of ascending numbers that is at most a value; the first if none is.</summary>
    public static int Find(double[] ascending, double value)
    {
        int from = 0, to = ascending.Length;
        while (to - from > 1)
        {
            var middle = (from + to) >>> 1;
            if (ascending[middle] <= value) from = middle;
            else to = middle;
        }

        return from;
    }

    /// <summary>The code with the most rows, the least of equals.</summary>
    public ushort Commonest()
    {
        var best = 0;
        for (var code = 1; code < Counts.Length; code++)
            if (Counts[code] > Counts[best]) best = code;
        return (ushort)best;
    }
}
