namespace SongGenre.Forest;

/// <content>Prediction.</content>
public sealed partial class RandomForest
{
    // Values of a block of rows, which stay in the processor's caches while all trees pass over them.
    private const int BlockValues = 32 * 1024;
    private const int LeastBlockRows = 64;
    private const int MostBlockValues = 1024 * 1024;

    /// <inheritdoc/>
    public Probabilities Predict(ColumnMatrix x, CancellationToken cancel = default)
    {
        TrainingCheck.Predict(x, Columns);
        TrainingCheck.FitsMemory(x.Rows, Classes, "predict fewer rows at a time");
        var values = new double[x.Rows * Classes];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, Interruption.Token);
        SumLeaves(x, .., values, [], stop.Token);
        for (var i = 0; i < values.Length; i++) values[i] /= _trees.Length;
        return new(Classes, values);
    }

    /// <summary>Class probabilities of one row, without an allocation.</summary>
    /// <param name="row">One finite value for each column.</param>
    /// <param name="probabilities">Gets one probability for each class.</param>
    /// <exception cref="SongGenreException">A value that is NaN or infinite.</exception>
    /// <exception cref="ArgumentException">Another number of values or probabilities.</exception>
    public void Predict(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, Columns, nameof(row));
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, Classes, nameof(probabilities));
        TrainingCheck.Finite(row);
        probabilities.Clear();
        foreach (var tree in _trees) tree.AddLeaf(tree.LeafOf(row), probabilities);
        foreach (ref var probability in probabilities) probability /= _trees.Length;
    }

    /// <summary>
    /// Adds each row's leaves in some trees, one after the other, but for those trees that have the row in their bag.
    /// </summary>
    private void SumLeaves(ColumnMatrix x, Range trees, double[] sums, ulong[][] inBag, CancellationToken cancel)
    {
        if (Ranked(x.Rows, cancel) is { } ranked)
        {
            SumLeaves(ranked, x, trees, sums, inBag, cancel);
            return;
        }

        var fitting = Math.Min(Math.Max(BlockValues / Columns, LeastBlockRows), MostBlockValues / Columns);
        var blockRows = Math.Max(Math.Min(fitting, FairRows(x.Rows)), 1);
        var blocks = (x.Rows + blockRows - 1) / blockRows;
        var lookedAt = LookedAt();
        var (first, count) = trees.GetOffsetAndLength(_trees.Length);
        Workers.Run(blocks, _threads, () => new RowBlock(blockRows, Columns), (block, b) =>
        {
            block.Fill(x, b * blockRows, lookedAt);
            for (var t = first; t < first + count; t++)
            {
                cancel.ThrowIfCancellationRequested();
                block.AddLeaves(_trees[t], inBag.Length > 0 ? inBag[t] : [], sums, Classes);
            }
        }, cancel);
    }

    // Where columns are so many that a block overflows the caches, most of them are in no tree: null for all columns.
    private int[]? LookedAt()
    {
        if (Columns <= BlockValues / LeastBlockRows) return null;
        var isUsed = new bool[Columns];
        foreach (var tree in _trees)
        {
            foreach (var node in tree.Nodes)
                if (node.Column >= 0) isUsed[node.Column] = true;
        }

        return [.. Enumerable.Range(0, Columns).Where(c => isUsed[c])];
    }

    internal static bool IsIn(ReadOnlySpan<ulong> bag, int row) => (bag[row >> 6] & (1UL << row)) != 0;
}
