using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

/// <summary>One tree that several threads grow.</summary>
public class SharedGrowthTests
{
    [Theory]
    [InlineData(Criterion.Gini, Splitter.Best, null)]
    [InlineData(Criterion.Entropy, Splitter.Best, 6)]
    [InlineData(Criterion.Gini, Splitter.Random, null)]
    public void A_tree_is_the_same_however_many_threads_share_it(Criterion criterion, Splitter splitter, int? depth)
    {
        var (dense, labels) = Trees.Data(30_000, 4, 5, 4);
        var random = new Random(5);
        // Every eighth and every hundredth row: a column that has codes and lists its rows, and one that has a list alone.
        var sparse = Array.ConvertAll([8, 100], every =>
        {
            int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == 1 && random.Next(every) == 0)];
            return Column.Sparse(labels.Length, rows, Array.ConvertAll(rows, _ => random.Next(1, 4) / 2.0));
        });
        var x = new ColumnMatrix(labels.Length, [.. dense.Columns, .. sparse]);
        foreach (var trees in (int[])[1, 3])
        {
            var options = new ForestOptions { Trees = trees, Criterion = criterion, Splitter = splitter, MaxDepth = depth };
            var alone = Trees.Fit(x, labels, 5, options with { Threads = 1 });
            foreach (var threads in (int[])[2, 3, 16])
            {
                var forest = Trees.Fit(x, labels, 5, options with { Threads = threads });
                Assert.Equal(Trees.Bytes(alone), Trees.Bytes(forest));
                Assert.Equal(Trees.All(alone.OutOfBag!.Probabilities), Trees.All(forest.OutOfBag!.Probabilities));
            }
        }
    }

    [Theory]
    [InlineData(60, 5)]
    [InlineData(5, 5)]
    public void Children_too_small_for_any_list_may_be_grown_by_several_threads(int fewest, int most)
    {
        // Columns that have codes and list their rows, one in so many: fewer than some subtrees of one thread have, or more
        // than all of them.
        var (dense, labels) = Trees.Data(30_000, 2, 5, 4);
        var random = new Random(5);
        var listed = Array.ConvertAll([fewest, most], every =>
        {
            int[] rows = [.. Enumerable.Range(0, labels.Length).Where(_ => random.Next(every) == 0)];
            return Column.Sparse(labels.Length, rows, [.. rows.Select(row => (double)(labels[row] + random.Next(1, 4)))]);
        });
        var x = new ColumnMatrix(labels.Length, [.. dense.Columns, .. listed]);
        var options = new ForestOptions { Trees = 1, MaxFeatures = MaxFeatures.All };
        var alone = Trees.Bytes(Trees.Fit(x, labels, 5, options with { Threads = 1 }));
        foreach (var threads in (int[])[2, 3, 16])
            Assert.Equal(alone, Trees.Bytes(Trees.Fit(x, labels, 5, options with { Threads = threads })));
    }

    [Fact]
    public void Shared_trees_weigh_an_impurity_decrease_by_the_whole_tree()
    {
        var (x, labels) = Trees.Data(30_000, 4, 5, 4);
        var options = new ForestOptions { Trees = 1, MinImpurityDecrease = 2e-4 };
        var alone = Trees.Fit(x, labels, 5, options with { Threads = 1 });
        Assert.InRange(alone.Leaves, 20, Trees.Fit(x, labels, 5, options with { MinImpurityDecrease = 0 }).Leaves / 2);
        Assert.Equal(Trees.Bytes(alone), Trees.Bytes(Trees.Fit(x, labels, 5, options with { Threads = 3 })));
    }

    [Fact]
    public void Growth_that_threads_share_can_be_cancelled()
    {
        var (x, labels) = Trees.Data(200_000, 8, 5, 4);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        Assert.Throws<OperationCanceledException>(() => RandomForest.Fit(
            x, labels, 5, new() { Trees = 1, Threads = 2, MaxFeatures = MaxFeatures.All }, cancel: soon.Token));
    }
}
