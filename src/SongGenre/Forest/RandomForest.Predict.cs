namespace SongGenre.Forest;

/// <content>Prediction.</content>
public sealed partial class RandomForest
{
    // Values of a block of rows at most: they stay in the processor's caches while all trees pass over them.
    private const int BlockValues = 16 * 1024;

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
        var blockRows = Math.Clamp(BlockValues / Columns, 16, 1024);
        var blocks = (x.Rows + blockRows - 1) / blockRows;
        Workers.Run(blocks, _threads, () => new double[blockRows * Columns], (block, b) =>
        {
            var start = b * blockRows;
            var rows = Math.Min(blockRows, x.Rows - start);
            CopyRows(x, start, rows, block);
            for (var t = 0; t < _trees.Length; t++)
            {
                var tree = _trees[t];
                for (var i = 0; i < rows; i++)
                {
                    if (inBag.Length > 0 && IsIn(inBag[t], start + i)) continue;
                    tree.AddLeaf(tree.LeafOf(block.AsSpan(i * Columns, Columns)), sums.AsSpan((start + i) * Classes, Classes));
                }
            }
        }, cancel);
    }

    internal static bool IsIn(ulong[] bag, int row) => (bag[row >> 6] & (1UL << row)) != 0;

    /// <summary>Copies rows out of columns, one row after the other.</summary>
    private static void CopyRows(ColumnMatrix x, int start, int rows, double[] block)
    {
        var columns = x.Columns.Count;
        Array.Clear(block);
        for (var c = 0; c < columns; c++)
        {
            var column = x.Columns[c];
            if (column.Indices is not { } indices)
            {
                for (var i = 0; i < rows; i++) block[(i * columns) + c] = column.Values[start + i];
                continue;
            }

            var from = Array.BinarySearch(indices, start);
            for (var i = from < 0 ? ~from : from; i < indices.Length && indices[i] < start + rows; i++)
                block[((indices[i] - start) * columns) + c] = column.Values[i];
        }
    }
}
