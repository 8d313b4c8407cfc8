namespace SongGenre.Features;

/// <summary>The logarithm of a sum of exponentials.</summary>
internal static class LogSum
{
    /// <summary><c>ln Σ exp(value)</c>, without overflow.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in values) largest = Math.Max(largest, value);
        var sum = 0.0;
        foreach (var value in values) sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }
}
