namespace SongGenre.Benchmarks.Compare;

/// <summary>The seconds of one thing that was done again and again.</summary>
internal sealed class Timings
{
    /// <summary>The most that <see cref="Spread"/> may be for a ratio to be shown.</summary>
    public const double MostSpread = 0.15;

    /// <summary>Fewer runs have no spread.</summary>
    public const int FewestRuns = 3;

    private readonly double[] _sorted;

    /// <summary>Takes the seconds of at least one run.</summary>
    public Timings(IEnumerable<double> seconds)
    {
        _sorted = [.. seconds.Order()];
        ArgumentOutOfRangeException.ThrowIfZero(_sorted.Length, nameof(seconds));
    }

    /// <summary>Number of runs.</summary>
    public int Runs => _sorted.Length;

    /// <summary>The median in seconds.</summary>
    public double Median => Quantile(0.5);

    /// <summary>
    /// The interquartile range as a share of the median; null for fewer runs than <see cref="FewestRuns"/>.
    /// </summary>
    public double? Spread => Runs < FewestRuns ? null : (Quantile(0.75) - Quantile(0.25)) / Median;

    /// <summary>Whether the runs differ too much for a ratio to mean anything.</summary>
    public bool Scatters => Spread > MostSpread;

    /// <summary>How many times longer this took than <paramref name="other"/>; null if either scatters.</summary>
    public double? RatioTo(Timings other) => Scatters || other.Scatters ? null : Median / other.Median;

    // Linear between the runs, as NumPy and R have it by default.
    private double Quantile(double share)
    {
        var place = share * (_sorted.Length - 1);
        var low = (int)place;
        var high = Math.Min(low + 1, _sorted.Length - 1);
        return _sorted[low] + ((place - low) * (_sorted[high] - _sorted[low]));
    }
}
