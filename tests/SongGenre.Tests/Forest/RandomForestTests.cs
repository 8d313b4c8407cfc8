using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class RandomForestTests
{
    private static readonly ForestOptions OneTree = new()
    {
        Trees = 1,
        Bootstrap = false,
        MaxFeatures = MaxFeatures.All,
        MaxDepth = null,
        ClassWeight = ClassWeight.None,
    };

    [Fact]
    public void A_tree_of_four_rows_is_what_one_draws_by_hand()
    {
        // Column 0 separates class 0 (values 1, 2) from the rest at 3; column 1 then class 1 from class 2 at 15.
        var x = Trees.Dense([1, 2, 4, 4], [10, 20, 10, 20]);
        var forest = Trees.Fit(x, [0, 0, 1, 2], 3, OneTree);
        var nodes = forest.DecisionTrees[0].Nodes;

        Assert.Equal(5, nodes.Length);
        Assert.Equal((0, 3.0), (nodes[0].Column, nodes[0].Threshold));
        Assert.Equal((1, 15.0), (nodes[2].Column, nodes[2].Threshold));
        Assert.Equal([1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], Trees.All(forest.On(x)));

        // Weighted gini: 4·(5/8) = 2.5 at the root, 2·(1/2) = 1 below: decreases 1.5 and 1.
        Assert.Equal([0.6, 0.4], forest.Importances);
    }

    [Fact]
    public void Class_weights_shift_a_leafs_shares()
    {
        var x = Trees.Dense([1, 1, 1, 1]);
        var weights = ClassWeight.Parse("0: 1, 1: 3");
        Assert.Equal([0.5, 0.5], Trees.Fit(x, [0, 0, 0, 1], 2, OneTree with { ClassWeight = weights }).On(Trees.Dense([1])).Row(0));
        Assert.Equal([0.5, 0.5], Trees.Fit(x, [0, 0, 0, 1], 2, OneTree with { ClassWeight = ClassWeight.Balanced }).On(Trees.Dense([1])).Row(0));
        Assert.Equal([0.75, 0.25], Trees.Fit(x, [0, 0, 0, 1], 2, OneTree).On(Trees.Dense([1])).Row(0));
    }

    [Fact]
    public void A_threshold_between_neighbouring_numbers_still_separates_them()
    {
        var low = 1.0;
        var high = Math.BitIncrement(low);
        var x = Trees.Dense([low, high, double.MaxValue, -double.MaxValue]);
        var forest = Trees.Fit(x, [0, 1, 2, 3], 4, OneTree);
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(forest.On(x).Predicted));
    }

    [Theory]
    [InlineData(Criterion.Gini, Splitter.Best)]
    [InlineData(Criterion.Entropy, Splitter.Best)]
    [InlineData(Criterion.Gini, Splitter.Random)]
    public void The_model_is_the_same_for_any_number_of_threads(Criterion criterion, Splitter splitter)
    {
        var (x, labels) = Trees.Data(700, 6, 5, 1);
        var options = new ForestOptions { Trees = 13, Criterion = criterion, Splitter = splitter };
        var forests = Array.ConvertAll([1, 2, 3, 16], threads => Trees.Fit(x, labels, 5, options with { Threads = threads }));
        foreach (var forest in forests[1..])
        {
            Assert.Equal(Trees.Bytes(forests[0]), Trees.Bytes(forest));
            Assert.Equal(forests[0].OutOfBag!.Accuracy, forest.OutOfBag!.Accuracy);
            Assert.Equal(Trees.All(forests[0].OutOfBag!.Probabilities), Trees.All(forest.OutOfBag!.Probabilities));
            Assert.Equal(Trees.All(forests[0].On(x)), Trees.All(forest.On(x)));
        }

        Assert.NotEqual(Trees.Bytes(forests[0]), Trees.Bytes(Trees.Fit(x, labels, 5, options with { RandomState = 7 })));
    }

    [Fact]
    public void Sparse_columns_give_the_same_trees_as_dense_ones()
    {
        var (dense, labels) = Trees.Data(3000, 2, 3, 2);
        var random = new Random(3);
        var sparse = new Column[8];
        for (var c = 0; c < sparse.Length; c++)
        {
            int[] rows = [.. Enumerable.Range(0, 3000).Where(row => random.NextDouble() < 0.004 * (1 + ((labels[row] + c) % 3)))];
            sparse[c] = Column.Sparse(3000, rows, [.. rows.Select(_ => (double)random.Next(-3, 4))]);
        }

        var spelledOut = sparse.Select(column =>
        {
            var values = new double[3000];
            for (var i = 0; i < column.Values.Length; i++) values[column.Indices![i]] = column.Values[i];
            return Column.Dense(values);
        });
        var (a, b) = (new ColumnMatrix(3000, [.. dense.Columns, .. sparse]), new ColumnMatrix(3000, [.. dense.Columns, .. spelledOut]));
        Assert.Contains(sparse, column => Trees.Binned(column).Codes is null);
        foreach (var leaf in (int[])[1, 4])
        {
            var options = new ForestOptions
            {
                Trees = 5,
                ClassWeight = ClassWeight.None,
                MinSamplesLeaf = leaf,
                MaxDepth = null,
                Splitter = leaf == 1 ? Splitter.Best : Splitter.Random,
            };
            var forests = (A: Trees.Fit(a, labels, 3, options), B: Trees.Fit(b, labels, 3, options));
            Assert.Contains(forests.A.Importances.Skip(2), importance => importance > 0);
            Assert.Equal(Trees.Bytes(forests.B), Trees.Bytes(forests.A));
            Assert.Equal(Trees.All(forests.B.On(b)), Trees.All(forests.A.On(a)));
        }
    }

    [Fact]
    public void Out_of_bag_rows_are_scored_by_the_trees_that_did_not_see_them_alone()
    {
        // Labels without any pattern: trees know them by heart, and yet guess on rows that they haven't seen.
        var (x, _) = Trees.Data(600, 5, 2, 4, distinct: 100_000);
        var random = new Random(5);
        var labels = Array.ConvertAll(new int[600], _ => random.Next(2));
        var options = new ForestOptions { Trees = 60, MaxDepth = null };
        var forest = Trees.Fit(x, labels, 2, options);
        var predicted = forest.On(x);

        Assert.True(Enumerable.Range(0, 600).All(row => predicted.Predicted(row) == labels[row]));
        Assert.InRange(forest.OutOfBag!.Accuracy, 0.4, 0.6);
        Assert.Equal(600, forest.OutOfBag.Rows);
        Assert.Null(Trees.Fit(x, labels, 2, options with { Bootstrap = false }).OutOfBag);
        Assert.Null(Trees.Fit(x, labels, 2, options with { OobScore = false }).OutOfBag);
    }

    [Fact]
    public void Rows_that_every_tree_saw_do_not_count_out_of_bag()
    {
        var (x, labels) = Trees.Data(200, 3, 2, 6);
        var outOfBag = Trees.Fit(x, labels, 2, new() { Trees = 1 }).OutOfBag!;
        var unseen = Enumerable.Range(0, 200).Count(row => outOfBag.Probabilities.Row(row).ContainsAnyExcept(0));
        Assert.Equal(unseen, outOfBag.Rows);
        Assert.InRange(outOfBag.Rows, 50, 100);
    }

    [Fact]
    public void Max_samples_makes_the_trees_see_fewer_rows()
    {
        var (x, labels) = Trees.Data(1000, 3, 2, 6, distinct: 100_000);
        var few = Trees.Fit(x, labels, 2, new() { Trees = 10, MaxSamples = 0.05, MaxDepth = null });
        var many = Trees.Fit(x, labels, 2, new() { Trees = 10, MaxDepth = null });
        Assert.All(few.DecisionTrees, tree => Assert.InRange(tree.Leaves, 1, 50));
        Assert.True(many.Leaves > 5 * few.Leaves);
    }

    [Fact]
    public void More_classes_than_rows_and_more_than_sixteen_classes_work()
    {
        var x = Trees.Dense([.. Enumerable.Range(0, 40).Select(i => (double)i)]);
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i * 2)];
        var predicted = Trees.Fit(x, labels, 100, OneTree).On(x);
        Assert.Equal(labels, Enumerable.Range(0, 40).Select(predicted.Predicted));
    }

    [Fact]
    public void One_row_one_class_or_constant_columns_make_a_single_leaf()
    {
        Assert.Equal([0, 1], Trees.Fit(Trees.Dense([5]), [1], 2, new()).On(Trees.Dense([9])).Row(0));
        Assert.Equal([1], Trees.Fit(Trees.Dense([5, 6]), [0, 0], 1, new()).On(Trees.Dense([9])).Row(0));
        var constant = Trees.Fit(Trees.Dense([5, 5, 5, 5], [1, 1, 1, 1]), [0, 1, 0, 1], 2, OneTree);
        Assert.Equal(1, constant.Leaves);
        Assert.Equal([0, 0], constant.Importances);
        Assert.Equal([0.5, 0.5], constant.On(Trees.Dense([5], [1])).Row(0));
        Assert.Equal(0, constant.On(new(0, [Column.Dense([]), Column.Dense([])])).Rows);
    }

    [Fact]
    public void Beyond_65536_distinct_values_neighbours_share_bins()
    {
        double[] values = [.. Enumerable.Range(0, 200_000).Select(i => (double)((i * 7919L) % 200_000))];
        var column = Trees.Binned(Column.Dense(values));
        Assert.InRange(column.Bins, 60_000, 65_536);
        Assert.All(Enumerable.Range(0, values.Length), row =>
            Assert.True(column.Low[column.Codes![row]] <= values[row] && values[row] <= column.High[column.Codes[row]]));
        Assert.All(Enumerable.Range(1, column.Bins - 1), bin => Assert.True(column.High[bin - 1] < column.Low[bin]));
    }

    [Fact]
    public void A_cancelled_fit_stops()
    {
        var (x, labels) = Trees.Data(2000, 5, 5, 8);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => RandomForest.Fit(x, labels, 5, new() { Threads = 1 }, cancel: cancel.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => RandomForest.Fit(x, labels, 5, new() { Threads = 2 }, cancel: cancel.Token));
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_value_that_is_no_number_is_refused_with_its_column_and_row(double value, string text)
    {
        var x = Trees.Dense([1, 2, 3], [1, 2, value]);
        var error = Assert.Throws<SongGenreException>(() => Trees.Fit(x, [0, 1, 0], 2, new()));
        Assert.Equal($"Column 1 holds {text} in row 2 (both counted from 0); impute it or drop the row.", error.Message);
        var forest = Trees.Fit(Trees.Dense([1, 2, 3], [1, 2, 3]), [0, 1, 0], 2, new());
        Assert.Equal(error.Message, Assert.Throws<SongGenreException>(() => forest.On(x)).Message);
        var sparse = new ColumnMatrix(9, [Column.Sparse(9, [4, 7], [1, value])]);
        Assert.Contains($"Column 0 holds {text} in row 7", Assert.Throws<SongGenreException>(() => Trees.Fit(sparse, new int[9], 1, new())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_in_one_line()
    {
        static string Refusal(ColumnMatrix x, int[] labels, int classes, ForestOptions? options = null) =>
            Assert.Throws<SongGenreException>(() => Trees.Fit(x, labels, classes, options ?? new())).Message;

        Assert.Equal("The training matrix has no columns; select at least one feature.", Refusal(new(2, []), [0, 1], 2));
        Assert.Equal("The training matrix has no rows; at least one is needed.", Refusal(Trees.Dense((double[])[]), [], 2));
        Assert.Equal("The label of training row 1 is 2; labels are 0 to 1.", Refusal(Trees.Dense([1, 2]), [0, 2], 2));
        Assert.Equal("The label of training row 0 is -1; labels are 0 to 1.", Refusal(Trees.Dense([1, 2]), [-1, 0], 2));
        Assert.Equal("There are 1 labels for 2 training rows; each row needs one.", Refusal(Trees.Dense([1, 2]), [0], 2));
        Assert.Equal("The number of classes is 0; it must be from 1 to 65536.", Refusal(Trees.Dense([1]), [0], 0));
        Assert.Equal(
            "class_weight names the class '2'; the forest's classes are 0 to 1.",
            Refusal(Trees.Dense([1, 2]), [0, 1], 2, new() { ClassWeight = ClassWeight.Parse("2: 3") }));
        var forest = Trees.Fit(Trees.Dense([1, 2]), [0, 1], 2, new());
        Assert.Equal(
            "The matrix has 2 columns; the model was fitted on 1.",
            Assert.Throws<SongGenreException>(() => forest.On(Trees.Dense([1], [2]))).Message);
    }

    [Fact]
    public void One_row_scores_as_it_does_among_many_and_allocates_nothing()
    {
        var (x, labels) = Trees.Data(400, 6, 5, 9);
        var forest = Trees.Fit(x, labels, 5, new() { Trees = 20 });
        var all = forest.On(x);
        var row = new double[6];
        var probabilities = new double[5];
        var before = 0L;
        for (var i = 0; i < 400; i++)
        {
            for (var c = 0; c < row.Length; c++) row[c] = x.Columns[c].Values[i];
            if (i == 1) before = GC.GetAllocatedBytesForCurrentThread();
            forest.Predict(row, probabilities);
            if (i == 1) Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(all.Row(i).SequenceEqual(probabilities));
        }

        row[3] = double.NaN;
        Assert.Equal(
            "Column 3 holds NaN in row 0 (both counted from 0); impute it or drop the row.",
            Assert.Throws<SongGenreException>(() => forest.Predict(row, probabilities)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => forest.Predict(row.AsSpan(1), probabilities));
        Assert.Throws<ArgumentOutOfRangeException>(() => forest.Predict(row, probabilities.AsSpan(1)));
    }

    [Fact]
    public void Random_cuts_of_one_column_fall_anywhere_between_its_ends()
    {
        // Values 0 to 999 of class 0 below 500: the best cut is at 499.5, random ones are uniform from 0 to 999.
        var x = Trees.Dense([.. Enumerable.Range(0, 1000).Select(i => (double)i)]);
        int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i / 500)];
        var forest = Trees.Fit(x, labels, 2, OneTree with { Trees = 400, MaxDepth = 1, Splitter = Splitter.Random });
        double[] thresholds = [.. forest.DecisionTrees.Select(tree => tree.Nodes[0].Threshold)];
        Assert.All(thresholds, threshold => Assert.InRange(threshold, 0, 999));
        Assert.InRange(thresholds.Average(), 450, 550);
        Assert.InRange(thresholds.Count(threshold => threshold < 250), 70, 130);
        Assert.InRange(thresholds.Count(threshold => threshold > 750), 70, 130);
    }
}
