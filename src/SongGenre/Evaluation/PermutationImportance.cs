using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// How much a model relies on each block of columns: the fall of its macro one-versus-one AUC when the block's columns
/// are shuffled among the rows.
/// </summary>
/// <remarks>
/// Breiman, "Random Forests" (2001), section 10; scikit-learn's <c>permutation_importance</c>, but for blocks: all
/// columns of a block move together, so that the terms of one text stay a text. Blocks that tell the same share their
/// importance or hide it. The same seed gives the same figures on any number of threads.
/// </remarks>
public static class PermutationImportance
{
    /// <summary>
    /// The importance of every block, the highest first; of equals, that of the earlier column first.
    /// </summary>
    /// <param name="matrix">The columns, <c>rows × columns</c>.</param>
    /// <param name="blocks">Name of each column's block; columns of one name need not be neighbours.</param>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="predict">
    /// The model: from columns to <c>rows × classes</c> probabilities. It is called from several threads at once.
    /// </param>
    /// <param name="options">Repeats and seed.</param>
    /// <exception cref="SongGenreException">
    /// The input is refused as by <see cref="RocAuc.Compute"/>, or has rows of one class alone.
    /// </exception>
    public static IReadOnlyList<BlockImportance> Compute(
        ColumnMatrix matrix,
        IReadOnlyList<string> blocks,
        ReadOnlySpan<int> labels,
        Func<ColumnMatrix, Probabilities> predict,
        EvaluationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(blocks.Count, matrix.Columns.Count, nameof(blocks));
        var names = blocks.Distinct().ToArray();
        var truth = labels.ToArray();
        var repeats = options.PermutationRepeats;
        var baseline = Auc(truth, predict(matrix));
        var orders = Enumerable.Range(0, repeats)
            .Select(repeat => Shuffled(matrix.Rows, SplitMix64.Stream(options.Seed, repeat)))
            .ToArray();
        var falls = new double[names.Length * repeats];
        Parallel.For(0, falls.Length, job =>
        {
            var permuted = Permute(matrix, blocks, names[job / repeats], orders[job % repeats]);
            falls[job] = baseline - Auc(truth, predict(permuted));
        });

        return
        [
            .. names.Select((name, b) => Summarize(name, falls.AsSpan(b * repeats, repeats)))
                .OrderByDescending(importance => importance.Mean),
        ];
    }

    private static double Auc(int[] labels, Probabilities probabilities) =>
        RocAuc.Compute(labels, probabilities).OneVsOneMacro ?? throw new SongGenreException(
            $"all {labels.Length} rows are of class {labels[0]}: permutation importance needs rows of several classes");

    private static int[] Shuffled(int rows, SplitMix64 random)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        for (var i = rows - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    private static ColumnMatrix Permute(ColumnMatrix matrix, IReadOnlyList<string> blocks, string block, int[] order) =>
        new(
            matrix.Rows,
            [.. matrix.Columns.Select((column, c) => blocks[c] == block ? Permute(column, order) : column)]);

    /// <summary>The value of each row moves to the row <c>order[row]</c>.</summary>
    private static Column Permute(Column column, int[] order)
    {
        if (column.Indices is null)
        {
            var moved = new double[column.Rows];
            for (var row = 0; row < moved.Length; row++) moved[order[row]] = column.Values[row];
            return Column.Dense(moved);
        }

        var indices = Array.ConvertAll(column.Indices, row => order[row]);
        var values = (double[])column.Values.Clone();
        Array.Sort(indices, values);
        return Column.Sparse(column.Rows, indices, values);
    }

    private static BlockImportance Summarize(string block, ReadOnlySpan<double> falls)
    {
        double sum = 0, squares = 0;
        foreach (var fall in falls) sum += fall;
        var mean = sum / falls.Length;
        foreach (var fall in falls) squares += (fall - mean) * (fall - mean);
        return new(block, mean, Math.Sqrt(squares / falls.Length));
    }
}
