using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Features;

/// <summary>
/// Vector arithmetic four numbers at a time on every machine, so that sums have the same bits whatever the width of its
/// registers.
/// </summary>
internal static class FixedSum
{
    /// <summary>The sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var first = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var second = MemoryMarshal.Cast<double, Vector256<double>>(b);
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < first.Length; i++) sums += first[i] * second[i];
        var sum = sums[0] + sums[1] + sums[2] + sums[3];
        for (var i = 4 * first.Length; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Adds <paramref name="scale"/> times <paramref name="b"/> to <paramref name="a"/>.</summary>
    public static void AddScaled(Span<double> a, ReadOnlySpan<double> b, double scale)
    {
        var to = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var from = MemoryMarshal.Cast<double, Vector256<double>>(b);
        var factor = Vector256.Create(scale);
        for (var i = 0; i < to.Length; i++) to[i] += factor * from[i];
        for (var i = 4 * to.Length; i < a.Length; i++) a[i] += scale * b[i];
    }

    /// <summary>The largest absolute value; 0 of none.</summary>
    public static double LargestMagnitude(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
