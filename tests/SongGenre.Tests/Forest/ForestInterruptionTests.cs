using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

/// <summary>A notebook's interruption is one for the process, so nothing else trains meanwhile.</summary>
[CollectionDefinition(nameof(ForestInterruptionTests), DisableParallelization = true)]
[Collection(nameof(ForestInterruptionTests))]
public sealed class ForestInterruptionTests : IDisposable
{
    private readonly CancellationTokenSource _interrupt = new();

    public ForestInterruptionTests() => AppContext.SetData("Notebook.Interrupt", _interrupt.Token);

    public void Dispose()
    {
        AppContext.SetData("Notebook.Interrupt", null);
        _interrupt.Dispose();
    }

    [Fact]
    public void An_interrupted_forest_is_the_forest_of_the_trees_that_were_grown()
    {
        var (x, labels) = Trees.Data(700, 6, 5, 1);
        var options = new ForestOptions { Trees = 50, Threads = 1 };
        var said = new StringWriter();
        var standardError = Console.Error;
        Console.SetError(said);
        var forest = RandomForest.Fit(x, labels, 5, options, new After(7, _interrupt.Cancel), TestContext.Current.CancellationToken);
        Console.SetError(standardError);

        AppContext.SetData("Notebook.Interrupt", null);
        Assert.Equal(Trees.Bytes(Trees.Fit(x, labels, 5, options with { Trees = 7 })), Trees.Bytes(forest));
        Assert.Contains("interrupted: the forest has the 7 trees of 50 that were grown so far", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_keep_what_they_have_too()
    {
        var (x, labels) = Trees.Data(2000, 6, 5, 2);
        var options = new ForestOptions { Trees = 1000, Threads = 4 };
        var forest = RandomForest.Fit(x, labels, 5, options, new After(5, _interrupt.Cancel), TestContext.Current.CancellationToken);
        Assert.InRange(forest.Trees, 5, 500);
        Assert.Equal(1, forest.Importances.Sum(), 9);
    }

    [Fact]
    public void Without_a_tree_there_is_no_forest()
    {
        var (x, labels) = Trees.Data(700, 6, 5, 1);
        _interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Trees.Fit(x, labels, 5, new()));
    }

    [Fact]
    public void The_callers_own_token_keeps_nothing()
    {
        var (x, labels) = Trees.Data(700, 6, 5, 1);
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => RandomForest.Fit(x, labels, 5, new() { Trees = 50 }, new After(3, cancel.Cancel), cancel.Token));
    }

    [Fact]
    public void Progress_counts_every_tree_ends_with_the_exact_score_and_does_not_change_the_forest()
    {
        var (x, labels) = Trees.Data(700, 6, 5, 1);
        var options = new ForestOptions { Trees = 20 };
        var reports = new List<ForestProgress>();
        var forest = RandomForest.Fit(x, labels, 5, options, new Listener(reports.Add), TestContext.Current.CancellationToken);

        Assert.Equal([.. Enumerable.Range(1, 20), 20], reports.Select(report => report.Trees));
        Assert.All(reports, report => Assert.Equal(20, report.Wanted));
        Assert.Equal(forest.OutOfBag!.Accuracy, reports[^1].OutOfBagAccuracy);
        // 700 rows are scored whole, so that the last of the running scores is the exact one but for the order of sums.
        Assert.Equal(forest.OutOfBag.Accuracy, reports[^2].OutOfBagAccuracy!.Value, 0.01);
        Assert.Equal(Trees.Bytes(Trees.Fit(x, labels, 5, options)), Trees.Bytes(forest));
    }

    [Fact]
    public void The_running_score_of_a_million_columns_takes_a_few_megabytes()
    {
        var column = Column.Sparse(3000, [0, 1, 1500], [1, 2, 3]);
        var x = new ColumnMatrix(3000, [.. Enumerable.Repeat(column, 1_000_000)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = new RunningScore(x, new int[3000], classes: 2);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void A_prediction_ends_with_the_interruption()
    {
        var (x, labels) = Trees.Data(300, 3, 2, 1);
        var forest = Trees.Fit(x, labels, 2, new() { Trees = 3 });
        _interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => forest.Predict(x, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_running_score_reads_sparse_columns_too()
    {
        var (dense, labels) = Trees.Data(3000, 4, 3, 4, distinct: 6);
        var sparse = new ColumnMatrix(dense.Rows, [.. dense.Columns.Select(column => Column.Sparse(
            column.Rows,
            [.. Enumerable.Range(0, column.Rows).Where(row => column.Values[row] != 0)],
            [.. column.Values.Where(value => value != 0)]))]);
        var scores = Array.ConvertAll([dense, sparse], x =>
        {
            var reports = new List<ForestProgress>();
            RandomForest.Fit(x, labels, 3, new() { Trees = 5, Threads = 1 }, new Listener(reports.Add), TestContext.Current.CancellationToken);
            return reports.Select(report => report.OutOfBagAccuracy);
        });
        Assert.Equal(scores[0], scores[1]);
    }

    [Fact]
    public void Without_an_out_of_bag_score_the_trees_are_counted_alone()
    {
        var (x, labels) = Trees.Data(300, 3, 2, 1);
        var reports = new List<ForestProgress>();
        RandomForest.Fit(x, labels, 2, new() { Trees = 3, OobScore = false }, new Listener(reports.Add), TestContext.Current.CancellationToken);
        Assert.All(reports, report => Assert.Null(report.OutOfBagAccuracy));
    }

    private sealed class After(int trees, Action action) : IProgress<ForestProgress>
    {
        public void Report(ForestProgress value)
        {
            if (value.Trees == trees) action();
        }
    }

    private sealed class Listener(Action<ForestProgress> listen) : IProgress<ForestProgress>
    {
        public void Report(ForestProgress value) => listen(value);
    }
}
