namespace SongGenre.Forest;

/// <content>Sorting by code, and searching in sorted lists.</content>
internal sealed partial class SplitSearch<TImpurity>
{
    private const int InsertionRows = 32;
    private const int DigitBits = 11;
    private readonly int[] _starts = new int[(1 << DigitBits) + 1];

    /// <summary>Sorts the first <paramref name="count"/> keys by their codes, which lie in the given range; stable.</summary>
    private ReadOnlySpan<ulong> Sort(int count, int low, int high)
    {
        if (count <= InsertionRows)
        {
            InsertionSort(_keys.AsSpan(0, count));
            return _keys.AsSpan(0, count);
        }

        var bits = 32 - int.LeadingZeroCount(high - low);
        var passes = bits <= 8 || (bits <= DigitBits && count >= 512) ? 1 : 2;
        var width = (bits + passes - 1) / passes;
        for (var pass = 0; pass < passes; pass++)
        {
            RadixPass(_keys.AsSpan(0, count), _sorted.AsSpan(0, count), low, pass * width, width);
            (_keys, _sorted) = (_sorted, _keys);
        }

        return _keys.AsSpan(0, count);
    }

    private void RadixPass(ReadOnlySpan<ulong> from, Span<ulong> to, int low, int shift, int width)
    {
        var mask = (1 << width) - 1;
        var starts = _starts.AsSpan(0, mask + 2);
        starts.Clear();
        foreach (var key in from) starts[(((Entry.Code(key) - low) >> shift) & mask) + 1]++;
        for (var d = 1; d < starts.Length; d++) starts[d] += starts[d - 1];
        foreach (var key in from) to[starts[((Entry.Code(key) - low) >> shift) & mask]++] = key;
    }

    // By whole words: where codes are equal the class decides, so that sums don't depend on the rows' order.
    private static void InsertionSort(Span<ulong> keys)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            var key = keys[i];
            var j = i - 1;
            for (; j >= 0 && keys[j] > key; j--) keys[j + 1] = keys[j];
            keys[j + 1] = key;
        }
    }

    /// <summary>The first position from <paramref name="from"/> on whose row is at least <paramref name="row"/>.</summary>
    private static int Gallop(ReadOnlySpan<ulong> entries, int from, int row)
    {
        var bound = Entry.Of(row, 0, 0);
        var step = 1;
        while (from + step < entries.Length && entries[from + step] < bound) step <<= 1;
        var (low, high) = (from + (step >> 1), Math.Min(from + step, entries.Length));
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (entries[middle] < bound) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static int Gallop(ReadOnlySpan<int> rows, int from, int row)
    {
        var step = 1;
        while (from + step < rows.Length && rows[from + step] < row) step <<= 1;
        var (low, high) = (from + (step >> 1), Math.Min(from + step, rows.Length));
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (rows[middle] < row) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
