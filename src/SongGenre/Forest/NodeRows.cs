namespace SongGenre.Forest;

/// <summary>The rows of a node that is to be split.</summary>
/// <param name="entries">The rows in ascending order.</param>
/// <param name="members">The tree's rows, each with the mark of its node; see <see cref="Entry"/>.</param>
/// <param name="mark">The mark of this node.</param>
/// <param name="counts">How often rows of each class were drawn.</param>
/// <param name="totals">The node's totals.</param>
internal readonly ref struct NodeRows(
    ReadOnlySpan<ulong> entries, ReadOnlySpan<ulong> members, int mark, ReadOnlySpan<int> counts, in NodeTotals totals)
{
    public ReadOnlySpan<ulong> Entries { get; } = entries;

    public ReadOnlySpan<ulong> Members { get; } = members;

    public int Mark { get; } = mark;

    public ReadOnlySpan<int> Counts { get; } = counts;

    public NodeTotals Totals { get; } = totals;
}
