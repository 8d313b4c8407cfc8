namespace SongGenre.Features;

/// <summary>Rows of few numbers each.</summary>
/// <param name="Starts">Where each row begins in the other two, and where the last one ends.</param>
/// <param name="Columns">The columns of each row's numbers, ascending.</param>
/// <param name="Values">The numbers.</param>
internal sealed record SparseRows(int[] Starts, int[] Columns, double[] Values) : ILinearRows
{
    /// <inheritdoc/>
    public int Count => Starts.Length - 1;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Read(int row, out ReadOnlySpan<double> values)
    {
        var (start, count) = (Starts[row], Starts[row + 1] - Starts[row]);
        values = Values.AsSpan(start, count);
        return Columns.AsSpan(start, count);
    }
}
