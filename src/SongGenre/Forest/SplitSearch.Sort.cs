using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <content>Sorting by code, and searching in sorted lists.</content>
internal sealed partial class SplitSearch<TImpurity>
{
    private const int RankBits = 7;
    private const int RankRows = 1 << RankBits;
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;
    private readonly int[] _starts = new int[Digits + 1];
    private readonly int[] _codes = new int[RankRows];
    private readonly int[] _ranked = new int[RankRows + Vector256<double>.Count];

    /// <summary>
    /// Sorts the first <paramref name="count"/> keys by their codes, which lie in the given range: few by how many are
    /// below each, more by their digits.
    /// </summary>
    private ReadOnlySpan<ulong> Sort(int count, int low, int high)
    {
        if (count <= RankRows) return RankSort(count);
        for (var shift = 0; (high - low) >> shift > 0; shift += DigitBits) DigitPass(count, low, shift);
        return _keys.AsSpan(0, count);
    }

    private ReadOnlySpan<ulong> RankSort(int count)
    {
        for (var i = 0; i < count; i++) _codes[i] = (Entry.Code(_keys[i]) << RankBits) | i;
        var order = Rank(count);
        for (var i = 0; i < order.Length; i++) _sorted[i] = _keys[order[i] & (RankRows - 1)];
        (_keys, _sorted) = (_sorted, _keys);
        return _keys.AsSpan(0, count);
    }

    /// <summary>
    /// Sorts the first <paramref name="count"/> codes, each of which has its old place in its lowest bits. A code's new place
    /// is the number of those below it, and that takes no branch to find out.
    /// </summary>
    private ReadOnlySpan<int> Rank(int count)
    {
        ref var codes = ref MemoryMarshal.GetArrayDataReference(_codes);
        ref var ranked = ref MemoryMarshal.GetArrayDataReference(_ranked);
        var padded = (count + Vector512<int>.Count - 1) & -Vector512<int>.Count;
        for (var i = count; i < padded; i++) Unsafe.Add(ref codes, i) = int.MaxValue;
        if (padded <= 2 * Vector512<int>.Count)
        {
            var first = Vector512.LoadUnsafe(ref codes);
            var second = Vector512.LoadUnsafe(ref codes, (nuint)(padded - Vector512<int>.Count));
            // Of one vector both are the same, and each code below counts twice.
            var twice = padded == Vector512<int>.Count ? 1 : 0;
            for (var i = 0; i < count; i++)
            {
                var own = Unsafe.Add(ref codes, i);
                var limit = Vector512.Create(own);
                var below = BitOperations.PopCount(Vector512.LessThan(first, limit).ExtractMostSignificantBits())
                    + BitOperations.PopCount(Vector512.LessThan(second, limit).ExtractMostSignificantBits());
                Unsafe.Add(ref ranked, below >> twice) = own;
            }

            return _ranked.AsSpan(0, count);
        }

        for (var i = 0; i < count; i++)
        {
            var own = Unsafe.Add(ref codes, i);
            var limit = Vector512.Create(own);
            var below = 0;
            for (var other = 0; other < padded; other += Vector512<int>.Count)
            {
                var others = Vector512.LoadUnsafe(ref codes, (nuint)other);
                below += BitOperations.PopCount(Vector512.LessThan(others, limit).ExtractMostSignificantBits());
            }

            Unsafe.Add(ref ranked, below) = own;
        }

        return _ranked.AsSpan(0, count);
    }

    private void DigitPass(int count, int low, int shift)
    {
        var starts = _starts;
        Array.Clear(starts);
        // A digit is below their number, and each key gets a place of its own below the count.
        ref var start = ref MemoryMarshal.GetArrayDataReference(starts);
        ref var sorted = ref MemoryMarshal.GetArrayDataReference(_sorted);
        var keys = _keys.AsSpan(0, count);
        foreach (var key in keys) Unsafe.Add(ref start, (((Entry.Code(key) - low) >> shift) & (Digits - 1)) + 1)++;
        for (var d = 1; d < starts.Length; d++) starts[d] += starts[d - 1];
        foreach (var key in keys)
        {
            ref var place = ref Unsafe.Add(ref start, ((Entry.Code(key) - low) >> shift) & (Digits - 1));
            Unsafe.Add(ref sorted, place++) = key;
        }

        (_keys, _sorted) = (_sorted, _keys);
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
}
