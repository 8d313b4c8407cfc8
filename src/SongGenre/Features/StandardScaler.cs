namespace SongGenre.Features;

/// <summary>Brings a column to mean 0 and standard deviation 1, as scikit-learn's <c>StandardScaler</c>.</summary>
/// <param name="Mean">What is subtracted.</param>
/// <param name="Scale">
/// What the rest is divided by: the population's standard deviation, or 1 for a constant column.
/// </param>
public sealed record StandardScaler(double Mean, double Scale)
{
    /// <summary>Learns mean and standard deviation; no value may be NaN.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static StandardScaler Fit(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) throw new ArgumentException("There are no values to scale by.", nameof(values));
        var sum = 0.0;
        foreach (var value in values) sum += value;
        var mean = sum / values.Length;

        // The second sum would be 0 but for rounding in the mean (Chan, Golub & LeVeque 1983, "corrected two-pass").
        var squares = 0.0;
        var rest = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
            rest += value - mean;
        }

        var variance = (squares - (rest * rest / values.Length)) / values.Length;

        // scikit-learn's bound on the variance that rounding leaves in a column of equal values.
        var epsilon = Math.BitIncrement(1.0) - 1;
        var noise = values.Length * epsilon * mean;
        var isConstant = variance <= (values.Length * epsilon * variance) + (noise * noise);
        return new(mean, isConstant ? 1 : Math.Sqrt(variance));
    }

    /// <summary>Scales in place.</summary>
    public void Apply(Span<double> values)
    {
        foreach (ref var value in values) value = (value - Mean) / Scale;
    }
}
