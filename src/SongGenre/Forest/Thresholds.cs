namespace SongGenre.Forest;

/// <summary>
/// The distinct thresholds of a column in ascending order. A value's rank is the number of thresholds below it: a value
/// is at most a threshold exactly if its rank is at most the threshold's.
/// </summary>
internal sealed class Thresholds
{
    // Buckets of equal width, about as many as thresholds, leave little to search; more would overflow the cache.
    private const int MostBuckets = 64 * 1024;

    private readonly double[] _ascending;
    private readonly int[] _starts;
    private readonly double _least;
    private readonly double _scale;

    /// <param name="ascending">The thresholds, at least one, each greater than the one before; all finite.</param>
    public Thresholds(double[] ascending)
    {
        _ascending = ascending;
        _starts = new int[Math.Min(ascending.Length, MostBuckets) + 1];
        // Halves: the difference of two doubles may be infinite.
        _least = ascending[0] / 2;
        _scale = (_starts.Length - 1) / ((ascending[^1] / 2) - _least);
        if (!double.IsFinite(_scale)) _scale = 0;

        foreach (var threshold in ascending) _starts[Bucket(threshold) + 1]++;
        for (var b = 1; b < _starts.Length; b++) _starts[b] += _starts[b - 1];
    }

    /// <summary>The number of thresholds, and the greatest rank.</summary>
    public int Count => _ascending.Length;

    /// <summary>The threshold of a rank.</summary>
    public double this[int rank] => _ascending[rank];

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

    // Never less for a greater value, however the operations are rounded: thresholds of lower buckets are below.
    private int Bucket(double value) =>
        (int)double.MinNative(double.MaxNative(((value / 2) - _least) * _scale, 0), _starts.Length - 2);
}
