namespace SongGenre.Features;

/// <summary>How many neighbouring words make a term; scikit-learn's <c>ngram_range</c>.</summary>
/// <param name="Min">Words of the shortest terms.</param>
/// <param name="Max">Words of the longest terms.</param>
public readonly record struct NgramRange(int Min, int Max)
{
    /// <summary>The range as a flow sequence of YAML and JSON: <c>[1, 2]</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"[{Min}, {Max}]");
}
