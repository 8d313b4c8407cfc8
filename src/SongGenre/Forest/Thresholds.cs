namespace SongGenre.Forest;

/// <summary>
/// The distinct thresholds of a column in ascending order. A value's rank is the number of thresholds below it: a value
/// is at most a threshold exactly if its rank is at most the threshold's.
/// </summary>
internal sealed class Thresholds
{
    // Buckets of equal width, about as many as thresholds, leave little to search; more would overflow the cache.
    private const int MostBuckets = 64 * 1024;

    // More different ones in a bucket are sorted before they are inserted.
    private const int MostInserted = 64;

    private readonly double[] _ascending;
    private readonly int[] _starts;
    private readonly double _least;
    private readonly double _scale;

    /// <param name="all">The column's thresholds in any order, at least one, any of them several times; all finite.</param>
    public Thresholds(ReadOnlySpan<double> all)
    {
        var (least, greatest) = (all[0], all[0]);
        foreach (var threshold in all)
        {
            if (threshold < least) least = threshold;
            if (threshold > greatest) greatest = threshold;
        }

        _starts = new int[Math.Min(all.Length, MostBuckets) + 1];
        // Halves: the difference of two doubles may be infinite.
        _least = least / 2;
        _scale = (_starts.Length - 1) / ((greatest / 2) - _least);
        if (!double.IsFinite(_scale)) _scale = 0;

        foreach (var threshold in all) _starts[Bucket(threshold)]++;
        for (var b = 1; b < _starts.Length; b++) _starts[b] += _starts[b - 1];
        var sorted = GC.AllocateUninitializedArray<double>(all.Length);
        foreach (var threshold in all) sorted[--_starts[Bucket(threshold)]] = threshold;
        var distinct = 0;
        for (var b = 0; b < _starts.Length - 1; b++)
        {
            var (i, to, isSorted) = (_starts[b], _starts[b + 1], false);
            _starts[b] = distinct;
            while (i < to)
            {
                distinct = Insert(sorted, _starts[b], distinct, sorted[i++]);
                if (isSorted || distinct - _starts[b] < MostInserted) continue;
                i -= MostInserted;
                distinct = _starts[b];
                sorted.AsSpan(distinct, MostInserted).CopyTo(sorted.AsSpan(i));
                sorted.AsSpan(i..to).Sort();
                isSorted = true;
            }
        }

        _starts[^1] = distinct;
        _ascending = sorted[..distinct];
    }

    /// <summary>The number of thresholds, and the greatest rank.</summary>
    public int Count => _ascending.Length;

    /// <summary>The rank of a finite value.</summary>
    public int Rank(double value)
    {
        var bucket = Bucket(value);
        var from = _starts[bucket];
        // No branch on what is found, which would be mispredicted every other time.
        for (var length = _starts[bucket + 1] - from; length > 0;)
        {
            var half = (length + 1) >>> 1;
            from += -(_ascending[from + half - 1] < value ? 1 : 0) & half;
            length -= half;
        }

        return from;
    }

    /// <summary>The ranks of finite values.</summary>
    public int[] Rank(ReadOnlySpan<double> values)
    {
        var ranks = GC.AllocateUninitializedArray<int>(values.Length);
        for (var i = 0; i < ranks.Length; i++) ranks[i] = Rank(values[i]);
        return ranks;
    }

    // Puts a number in its place among ascending ones unless it is there; where they end then. There is room for one
    // more: what is put in comes from behind them.
    private static int Insert(double[] ascending, int from, int to, double number)
    {
        var place = to;
        while (place > from && ascending[place - 1] > number) place--;
        if (place > from && ascending[place - 1] == number) return to;
        for (var i = to; i > place; i--) ascending[i] = ascending[i - 1];
        ascending[place] = number;
        return to + 1;
    }

    // Never less for a greater value, however the operations are rounded: thresholds of lower buckets are below.
    private int Bucket(double value) =>
        (int)double.MinNative(double.MaxNative(((value / 2) - _least) * _scale, 0), _starts.Length - 2);
}
