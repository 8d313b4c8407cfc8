using System.Numerics;

namespace SongGenre.Forest;

/// <summary>The bins of a column's values: their borders and how many rows each has.</summary>
/// <param name="Low">The least value of each bin, ascending.</param>
/// <param name="High">The greatest value of each bin.</param>
/// <param name="Counts">The rows of each bin.</param>
internal sealed record ColumnBins(double[] Low, double[] High, int[] Counts)
{
    private const int MaxBins = ushort.MaxValue + 1;
    private const int StepBits = 15;

    /// <summary>Bins of values and of as many zeros besides.</summary>
    public static ColumnBins Of(double[] values, int zeros, NumberSort sort)
    {
        var sorted = sort.Sort(values);
        var distinct = sorted.Length == 0 ? 0 : 1;
        for (var i = 1; i < sorted.Length; i++) distinct += sorted[i] != sorted[i - 1] ? 1 : 0;

        var rows = values.Length + zeros;
        List<double> low = new(Math.Min(distinct + 1, MaxBins)), high = new(low.Capacity);
        List<int> counts = new(low.Capacity);
        var (quantile, done) = (-1L, 0);
        for (var i = 0; i < sorted.Length || zeros > 0;)
        {
            var isZero = zeros > 0 && (i == sorted.Length || sorted[i] >= 0);
            var value = isZero ? 0 : sorted[i];
            var first = i;
            while (i < sorted.Length && sorted[i] == value) i++;
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

            done += equal;
        }

        // Bins of one value each need its borders once only: less memory to look up thresholds in.
        double[] lows = [.. low];
        return new(lows, distinct < MaxBins ? lows : [.. high], [.. counts]);
    }

    /// <summary>The code of a value that the bins were made of.</summary>
    public ushort Encode(double value) => (ushort)Find(Low, value);

    /// <summary>The last of ascending numbers that is at most a value; the first if none is.</summary>
    public static int Find(double[] ascending, double value) => Find(ascending, value, 0, ascending.Length);

    private static int Find(double[] ascending, double value, int from, int to)
    {
        while (to - from > 1)
        {
            var middle = (from + to) >>> 1;
            if (ascending[middle] <= value) from = middle;
            else to = middle;
        }

        return from;
    }

    /// <summary>The codes of values that the bins were made of.</summary>
    public void Encode(ReadOnlySpan<double> values, Span<ushort> codes)
    {
        if (values.Length < NumberSort.Many)
        {
            for (var i = 0; i < values.Length; i++) codes[i] = Encode(values[i]);
            return;
        }

        // Equal steps from the least key to the greatest, and how many bins begin before each: few are left to search.
        var least = NumberSort.Key(Low[0]);
        var range = NumberSort.Key(Low[^1]) - least;
        var shift = Math.Max(64 - BitOperations.LeadingZeroCount(range) - StepBits, 0);
        var begun = new int[(int)(range >> shift) + 2];
        foreach (var low in Low) begun[(int)((NumberSort.Key(low) - least) >> shift) + 1]++;
        for (var step = 1; step < begun.Length; step++) begun[step] += begun[step - 1];
        for (var i = 0; i < values.Length; i++)
        {
            // Values of the last bin may be above its least one.
            var step = (int)(Math.Min(NumberSort.Key(values[i]) - least, range) >> shift);
            codes[i] = (ushort)Find(Low, values[i], Math.Max(begun[step] - 1, 0), begun[step + 1]);
        }
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
