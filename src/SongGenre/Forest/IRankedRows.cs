namespace SongGenre.Forest;

/// <summary>Some rows of a matrix as ranks, and a way to bring them down a tree. Each thread needs its own.</summary>
internal interface IRankedRows
{
    /// <summary>
    /// Takes rows. All calls are about the same matrix, each about later rows than the one before.
    /// </summary>
    /// <param name="x">The matrix.</param>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many; no more than there is room for.</param>
    void Fill(ColumnMatrix x, int start, int count);

    /// <summary>Finds the leaf of each row; those in the tree's bag may be given 0 instead.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="bag">A bit for each row of the matrix that isn't asked for; empty asks for all.</param>
    /// <param name="leaves">Gets the leaves' nodes; has room for whole <see cref="RankLayout.GroupRows"/>.</param>
    void FindLeaves(RankedTree tree, ReadOnlySpan<ulong> bag, Span<ulong> leaves);
}
