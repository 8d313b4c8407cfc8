using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>
/// Sorts finite numbers by the digits of whole ones that ascend as they do. Keeps its memory, so each thread needs one of
/// its own.
/// </summary>
internal sealed class NumberSort
{
    /// <summary>From as many numbers on digits are faster than comparisons.</summary>
    public const int Many = 2048;

    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;
    private const int Passes = 64 / DigitBits;

    private readonly int[] _counts = new int[Passes * Digits];
    private double[] _sorted = [];
    private double[] _spare = [];

    /// <summary>The whole number of a number; −0 has that of 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    /// <summary>Numbers in ascending order until the next call; −0 becomes 0.</summary>
    public ReadOnlySpan<double> Sort(ReadOnlySpan<double> values)
    {
        if (_sorted.Length < values.Length) _sorted = GC.AllocateUninitializedArray<double>(values.Length);
        var sorted = _sorted.AsSpan(0, values.Length);
        if (values.Length < Many)
        {
            for (var i = 0; i < values.Length; i++) sorted[i] = values[i] + 0.0;
            sorted.Sort();
            return sorted;
        }

        if (_spare.Length < values.Length) _spare = GC.AllocateUninitializedArray<double>(values.Length);
        Array.Clear(_counts);
        var keys = MemoryMarshal.Cast<double, ulong>(sorted);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = Key(values[i]);
            keys[i] = key;
            for (var pass = 0; pass < Passes; pass++) _counts[(pass * Digits) + (byte)(key >> (pass * DigitBits))]++;
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            var counts = _counts.AsSpan(pass * Digits, Digits);
            // Where all keys have the same digit they are in its order.
            if (counts.Contains(values.Length)) continue;
            var to = MemoryMarshal.Cast<double, ulong>(_spare.AsSpan(0, values.Length));
            Pass(keys, to, counts, pass * DigitBits);
            keys = to;
            (_sorted, _spare) = (_spare, _sorted);
        }

        sorted = _sorted.AsSpan(0, values.Length);
        foreach (ref var number in sorted)
        {
            var key = BitConverter.DoubleToInt64Bits(number);
            number = BitConverter.Int64BitsToDouble(key ^ ((~key >> 63) | long.MinValue));
        }

        return sorted;
    }

    private static void Pass(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> counts, int shift)
    {
        var next = 0;
        foreach (ref var count in counts) (count, next) = (next, next + count);
        ref var start = ref MemoryMarshal.GetReference(counts);
        ref var first = ref MemoryMarshal.GetReference(to);
        foreach (var key in from)
        {
            // Each key gets a place of its own below their number.
            ref var place = ref Unsafe.Add(ref start, (nint)(byte)(key >> shift));
            Unsafe.Add(ref first, place++) = key;
        }
    }
}
