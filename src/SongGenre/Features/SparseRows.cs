namespace SongGenre.Features;

/// <summary>Numbers row by row, zeros left out: what a linear model reads.</summary>
/// <param name="Starts">Where each row begins in the other two, and where the last one ends.</param>
/// <param name="Columns">The columns of each row's numbers, ascending.</param>
/// <param name="Values">The numbers.</param>
internal sealed record SparseRows(int[] Starts, int[] Columns, double[] Values)
{
    /// <summary>Number of rows.</summary>
    public int Count => Starts.Length - 1;
}
