namespace SongGenre.Forest;

/// <content>What the first trees say, for several numbers of trees in one walk.</content>
public sealed partial class RandomForest
{
    /// <summary>
    /// Tells the class sums of every row after the first trees, <c>rows × classes</c>: the same bits as those that a
    /// forest of so many trees divides by their number.
    /// </summary>
    /// <param name="x">Rows as by <see cref="Predict(ColumnMatrix, CancellationToken)"/>.</param>
    /// <param name="ends">Ascending numbers of trees, 1 to <see cref="Trees"/>.</param>
    /// <param name="inBag">The rows that each tree isn't asked about; empty asks all trees about all rows.</param>
    /// <param name="told">Gets each number of trees with the sums so far, which it must not keep.</param>
    /// <param name="cancel">Stops the walk.</param>
    internal void SumPrefixes(
        ColumnMatrix x, IReadOnlyList<int> ends, ulong[][] inBag, Action<int, double[]> told, CancellationToken cancel)
    {
        TrainingCheck.Predict(x, Columns);
        TrainingCheck.FitsMemory(x.Rows, Classes, "score fewer rows at a time");
        var sums = new double[x.Rows * Classes];
        var first = 0;
        foreach (var end in ends)
        {
            SumLeaves(x, first..end, sums, inBag, cancel);
            told(end, sums);
            first = end;
        }
    }
}
