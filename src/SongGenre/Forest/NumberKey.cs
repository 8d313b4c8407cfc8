using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>Finite numbers as whole ones that ascend as they do, which can be sorted by their digits.</summary>
internal static class NumberKey
{
    /// <summary>From as many numbers on digits are faster than comparisons.</summary>
    public const int Many = 2048;

    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;
    private const int Passes = 64 / DigitBits;

    /// <summary>The key of a number; −0 has that of 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    /// <summary>Numbers in ascending order; −0 becomes 0.</summary>
    public static double[] Sort(ReadOnlySpan<double> values)
    {
        var sorted = GC.AllocateUninitializedArray<double>(values.Length);
        if (values.Length < Many)
        {
            for (var i = 0; i < values.Length; i++) sorted[i] = values[i] + 0.0;
            Array.Sort(sorted);
            return sorted;
        }

        var spare = GC.AllocateUninitializedArray<double>(values.Length);
        var counts = new int[Passes * Digits];
        var keys = MemoryMarshal.Cast<double, ulong>(sorted.AsSpan());
        for (var i = 0; i < keys.Length; i++)
        {
            var key = Of(values[i]);
            keys[i] = key;
            for (var pass = 0; pass < Passes; pass++) counts[(pass * Digits) + (byte)(key >> (pass * DigitBits))]++;
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            var starts = counts.AsSpan(pass * Digits, Digits);
            // Where all keys have the same digit they are in its order.
            if (starts.Contains(values.Length)) continue;
            Pass(MemoryMarshal.Cast<double, ulong>(sorted.AsSpan()), MemoryMarshal.Cast<double, ulong>(spare.AsSpan()), starts, pass);
            (sorted, spare) = (spare, sorted);
        }

        foreach (ref var number in sorted.AsSpan())
        {
            var key = BitConverter.DoubleToInt64Bits(number);
            number = BitConverter.Int64BitsToDouble(key ^ ((~key >> 63) | long.MinValue));
        }

        return sorted;
    }

    private static void Pass(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> counts, int pass)
    {
        var next = 0;
        foreach (ref var count in counts) (count, next) = (next, next + count);
        ref var start = ref MemoryMarshal.GetReference(counts);
        ref var first = ref MemoryMarshal.GetReference(to);
        foreach (var key in from)
        {
            // Each key gets a place of its own below their number.
            ref var place = ref Unsafe.Add(ref start, (nint)(byte)(key >> (pass * DigitBits)));
            Unsafe.Add(ref first, place++) = key;
        }
    }
}
