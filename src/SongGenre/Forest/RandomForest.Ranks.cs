namespace SongGenre.Forest;

/// <content>Many rows at once: as ranks among the thresholds of all trees.</content>
public sealed partial class RandomForest
{
    // A block's ranks and sums stay in a core's own cache while all trees pass over them.
    private const int RankedBlockBytes = 512 * 1024;
    private const int LeastFairRows = 64;
    private const int MostFairRows = 4096;

    // So many that no thread waits long for the last one.
    private const int BlocksPerThread = 4;

    // Ranking a tree's nodes costs about as much as walking a row down the tree as it is for every other node.
    private const int NodesPerRow = 2;

    private RankedForest? _ranked;
    private bool _isUnrankable;
    private long _rowsAsked;

    private void SumLeaves(
        RankedForest ranked, ColumnMatrix x, Range trees, double[] sums, ulong[][] inBag, CancellationToken cancel)
    {
        var layout = ranked.Layout;
        var dividedRows = DividedRows.RowsOf(layout, x, _threads ?? Environment.ProcessorCount);
        var fitting = RankedBlockBytes / (GroupedRows.BytesPerRow(layout) + RankedBlock.BytesPerRow);
        var groups = Math.Max(Math.Min(fitting, FairRows(x.Rows)) / RankLayout.GroupRows, 1);
        var rows = dividedRows ?? groups * RankLayout.GroupRows;
        var (first, count) = trees.GetOffsetAndLength(_trees.Length);
        Workers.Run((x.Rows + rows - 1) / rows, _threads, () =>
        {
            IRankedRows own = dividedRows is null ? new GroupedRows(layout, rows) : new DividedRows(layout, x, rows);
            return new RankedBlock(layout, own, rows, Classes);
        }, (block, b) =>
        {
            block.Fill(x, b * rows, sums);
            for (var t = first; t < first + count; t++)
            {
                cancel.ThrowIfCancellationRequested();
                block.AddLeaves(ranked.Trees[t], inBag.Length > 0 ? inBag[t] : [], sums);
            }

            block.Return(sums);
        }, cancel);
    }

    /// <summary>Rows of a block, if all threads are to have some.</summary>
    private int FairRows(int rows) => Math.Clamp(
        rows / ((_threads ?? Environment.ProcessorCount) * BlocksPerThread), LeastFairRows, MostFairRows);

    /// <summary>
    /// The trees for rows of ranks: as they were grown, else made once enough rows have been asked for; null before, or if
    /// they can't be made.
    /// </summary>
    private RankedForest? Ranked(int rows, CancellationToken cancel)
    {
        if (Volatile.Read(ref _ranked) is { } made) return made;
        if (_isUnrankable) return null;
        var nodes = _trees.Sum(tree => (long)tree.Nodes.Length) / _trees.Length;
        if (Interlocked.Add(ref _rowsAsked, rows) < nodes / NodesPerRow) return null;
        // Two threads that come here at once make the same.
        made = RankedForest.Create(_trees, Columns, Classes, _threads, cancel);
        _isUnrankable = made is null;
        Volatile.Write(ref _ranked, made);
        return made;
    }
}
