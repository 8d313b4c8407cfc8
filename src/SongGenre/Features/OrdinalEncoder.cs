namespace SongGenre.Features;

/// <summary>
/// Replaces a category by its position among the known ones in ascending order, as scikit-learn's
/// <c>OrdinalEncoder(handle_unknown="use_encoded_value")</c>. A missing category (NaN) is category 0.
/// </summary>
public sealed class OrdinalEncoder
{
    private readonly double[] _categories;

    /// <summary>Creates an encoder of known categories, ascending.</summary>
    public OrdinalEncoder(IEnumerable<double> categories, double unseen)
    {
        _categories = [.. categories];
        Unseen = unseen;
    }

    /// <summary>The known categories, ascending; a category's position is its code.</summary>
    public IReadOnlyList<double> Categories => _categories;

    /// <summary>What any other category becomes.</summary>
    public double Unseen { get; }

    /// <summary>Learns the categories.</summary>
    public static OrdinalEncoder Fit(ReadOnlySpan<double> values, double unseen = -1)
    {
        var known = new SortedSet<double>();
        foreach (var value in values) known.Add(Filled(value));
        return new([.. known], unseen);
    }

    /// <summary>Encodes in place.</summary>
    public void Apply(Span<double> values)
    {
        foreach (ref var value in values)
        {
            var position = Array.BinarySearch(_categories, Filled(value));
            value = position < 0 ? Unseen : position;
        }
    }

    private static double Filled(double value) => double.IsNaN(value) ? 0 : value;
}
