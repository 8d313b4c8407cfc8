namespace SongGenre.Forest;

/// <content>Prediction.</content>
public sealed partial class RandomForest
{
    // Values of a block of rows at most: they stay in the processor's caches while all trees pass over them.
    private const int BlockValues = 32 * 1024;
    private const int MostBlockRows = 2048;

    /// <inheritdoc/>
    public Probabilities Predict(ColumnMatrix x, CancellationToken cancel = default)
    {
        TrainingCheck.Predict(x, Columns);
        var values = new double[x.Rows * Classes];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, Interruption.Token);
        SumLeaves(x, values, [], stop.Token);
        for (var i = 0; i < values.Length; i++) values[i] /= _trees.Length;
        return new(Classes, values);
    }

    /// <summary>
    /// Adds each row's leaves, tree after tree, but for those trees that have the row in their bag.
    /// </summary>
    private void SumLeaves(ColumnMatrix x, double[] sums, ulong[][] inBag, CancellationToken cancel)
    {
        var blockRows = Math.Clamp(BlockValues / Columns, 16, MostBlockRows);
        var blocks = (x.Rows + blockRows - 1) / blockRows;
        Workers.Run(blocks, _threads, () => new RowBlock(blockRows, Columns), (block, b) =>
        {
            block.Fill(x, b * blockRows);
            for (var t = 0; t < _trees.Length; t++)
                block.AddLeaves(_trees[t], inBag.Length > 0 ? inBag[t] : [], sums, Classes);
        }, cancel);
    }

    internal static bool IsIn(ReadOnlySpan<ulong> bag, int row) => (bag[row >> 6] & (1UL << row)) != 0;
}
