using System.Globalization;

namespace SongGenre.Forest;

/// <summary>How many columns are looked at for each split; scikit-learn's <c>max_features</c>.</summary>
public readonly record struct MaxFeatures
{
    private readonly Rule _rule;
    private readonly double _value;

    private MaxFeatures(Rule rule, double value = 0)
    {
        _rule = rule;
        _value = value;
    }

    private enum Rule
    {
        Sqrt,
        Log2,
        Fraction,
        Count,
    }

    /// <summary>The square root of the number of columns, rounded down; the default value of this type.</summary>
    public static MaxFeatures Sqrt => new(Rule.Sqrt);

    /// <summary>The binary logarithm of the number of columns, rounded down.</summary>
    public static MaxFeatures Log2 => new(Rule.Log2);

    /// <summary>All columns: then the trees differ by their bootstrap alone.</summary>
    public static MaxFeatures All => new(Rule.Fraction, 1);

    /// <summary>A share of the columns, above 0 and at most 1, rounded down.</summary>
    /// <exception cref="SongGenreException">The share is out of range.</exception>
    public static MaxFeatures Fraction(double share) => share is > 0 and <= 1
        ? new(Rule.Fraction, share)
        : throw new SongGenreException(
            $"max_features is {share.ToString("R", CultureInfo.InvariantCulture)}; a share must be above 0.0 and at most 1.0.");

    /// <summary>That many columns, at least 1; more than there are means all.</summary>
    /// <exception cref="SongGenreException">The count is below 1.</exception>
    public static MaxFeatures Count(int columns) => columns >= 1
        ? new(Rule.Count, columns)
        : throw new SongGenreException($"max_features is {columns}; a count must be at least 1.");

    /// <summary>
    /// Reads <c>sqrt</c>, <c>log2</c>, a share written with a point (<c>0.5</c>; <c>1.0</c> is all columns) or a count
    /// written without one (<c>1</c> is one column), as scikit-learn tells them apart.
    /// </summary>
    /// <exception cref="SongGenreException">The text is none of these or out of range.</exception>
    public static MaxFeatures Parse(string text) => text switch
    {
        "sqrt" => Sqrt,
        "log2" => Log2,
        _ when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) => Count(count),
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) => Fraction(share),
        _ => throw new SongGenreException(
            $"max_features is '{text}'; it must be sqrt, log2, a share such as 0.5, or a count such as 4."),
    };

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        var number = _value.ToString("R", CultureInfo.InvariantCulture);
        return _rule switch
        {
            Rule.Sqrt => "sqrt",
            Rule.Log2 => "log2",
            Rule.Fraction when _value == 1 => "1.0",
            _ => number,
        };
    }

    /// <summary>How many of <paramref name="columns"/> columns that is: at least 1, at most all.</summary>
    internal int Of(int columns)
    {
        var wanted = _rule switch
        {
            Rule.Sqrt => Math.Sqrt(columns),
            Rule.Log2 => Math.Log2(Math.Max(columns, 1)),
            Rule.Fraction => _value * columns,
            _ => _value,
        };
        return Math.Clamp((int)wanted, 1, Math.Max(columns, 1));
    }
}
