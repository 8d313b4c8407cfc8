using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

/// <summary>What takes long on large data hears a cancellation before it is done.</summary>
public class ForestCancellationTests
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    [Fact]
    public void Sorting_a_columns_values_stops() =>
        Stops(() => new ValueOrder().Sort(Values(5000), Cancelled));

    [Fact]
    public void Binning_a_column_stops() =>
        Stops(() => BinnedColumn.Create(Column.Dense(Values(500)), new(), Cancelled));

    [Fact]
    public void Looking_rows_up_in_sparse_columns_stops() =>
        Stops(() => RowTerms.Of([Trees.Binned(Column.Sparse(5000, [7], [1]))], 5000, 1, Cancelled));

    [Fact]
    public void Copying_codes_row_by_row_stops()
    {
        var column = Trees.Binned(Column.Dense(Values(5000)));
        Stops(() => CodeRows.Of([.. Enumerable.Repeat(column, 8)], 5000, new() { Threads = 1 }, Cancelled));
    }

    [Fact]
    public void Numbering_thresholds_stops() =>
        Stops(() => RankLayout.Of([Trees.Binned(Column.Dense(Values(5000)))], threads: 1, Cancelled));

    [Fact]
    public void A_tree_that_is_one_leaf_stops_too()
    {
        // Nothing to split, and so nothing that asks between two splits.
        var plan = new GrowthPlan(
            [Trees.Binned(Column.Dense(Values(50)))],
            new int[50],
            new([1.0], 50, Criterion.Gini),
            50,
            new(),
            TestContext.Current.CancellationToken);
        Stops(() => new TreeGrower<GiniImpurity>(plan).Grow(0, new double[1], [], threads: 1, Cancelled));
    }

    private static void Stops(Action work) => Assert.ThrowsAny<OperationCanceledException>(work);

    private static double[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => Math.Sqrt(i))];
}
