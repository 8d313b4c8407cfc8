namespace SongGenre.Forest;

/// <summary>How far the growth of a forest is.</summary>
/// <param name="Trees">Trees grown, from 0.</param>
/// <param name="Wanted">Trees that were asked for.</param>
/// <param name="OutOfBagAccuracy">
/// Share of the training rows that the trees so far name right, each asked only about rows that it didn't see: while
/// the forest grows of 2,000 rows evenly spread, or of fewer where there are more than 1,048 columns or classes (16 MB of values),
/// at the end of all. Null without bootstrap, if it wasn't asked for, and while no row can be judged.
/// </param>
public sealed record ForestProgress(int Trees, int Wanted, double? OutOfBagAccuracy)
{
    /// <summary>The score in words, such as <c>out-of-bag accuracy 0.6912</c>; null when there is none.</summary>
    public string? Status => OutOfBagAccuracy is { } accuracy
        ? FormattableString.Invariant($"out-of-bag accuracy {accuracy:0.0000}")
        : null;
}
