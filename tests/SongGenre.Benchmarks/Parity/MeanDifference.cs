namespace SongGenre.Benchmarks.Parity;

/// <summary>A figure of two forests over several seeds, each of which gave both the same rows.</summary>
/// <param name="Ours">SongGenre's, one for each seed.</param>
/// <param name="Theirs">The other's.</param>
/// <param name="MoreIsBetter">Whether a higher figure is the better one.</param>
internal sealed record MeanDifference(double[] Ours, double[] Theirs, bool MoreIsBetter)
{
    /// <summary>By how much ours is better in the mean; below 0 it is worse.</summary>
    public double Gain => (MoreIsBetter ? 1 : -1) * Difference.Average();

    /// <summary>The standard error of <see cref="Gain"/>, seed by seed.</summary>
    public double Error => StandardError(Difference);

    /// <summary><see cref="Gain"/> in its own standard errors; 0 if both forests are the same for every seed.</summary>
    public double Errors => Gain == 0 ? 0 : Gain / Error;

    /// <summary>The standard error of the other's mean.</summary>
    public double TheirError => StandardError(Theirs);

    /// <summary>Whether ours is better, or worse by no more than the standard error of the other's mean.</summary>
    public bool IsReached => Gain >= -TheirError;

    private double[] Difference => [.. Ours.Zip(Theirs, (a, b) => a - b)];

    /// <summary>The standard error of a mean.</summary>
    public static double StandardError(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
    }
}
