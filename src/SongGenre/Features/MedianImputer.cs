namespace SongGenre.Features;

/// <summary>
/// Fills missing numbers with a column's median, as scikit-learn's <c>SimpleImputer(strategy="median")</c>.
/// </summary>
/// <param name="Median">The median of the numbers that were there when it was fitted.</param>
public sealed record MedianImputer(double Median)
{
    /// <summary>Learns the median; NaN is missing.</summary>
    /// <exception cref="SongGenreException">All numbers are missing.</exception>
    public static MedianImputer Fit(ReadOnlySpan<double> values)
    {
        var present = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value)) present[count++] = value;
        }

        if (count == 0)
        {
            throw new SongGenreException(
                $"All {values.Length} values are missing, so there is no median to fill in; use data that has some.");
        }

        present.AsSpan(0, count).Sort();
        return new(count % 2 == 1 ? present[count / 2] : (present[(count / 2) - 1] + present[count / 2]) / 2);
    }

    /// <summary>Replaces NaN by the median, in place.</summary>
    public void Apply(Span<double> values)
    {
        foreach (ref var value in values)
        {
            if (double.IsNaN(value)) value = Median;
        }
    }
}
