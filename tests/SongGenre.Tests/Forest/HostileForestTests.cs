using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class HostileForestTests
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
    public void A_million_columns_with_one_row_each_are_trained_and_predicted_within_two_gigabytes()
    {
        const int Rows = 1000, Columns = 1_000_000;
        var labels = Values(Rows, row => row % 3);
        // Rows 0 to 299 have a value in every third column that is theirs: the class can be learnt from it.
        var x = new ColumnMatrix(Rows, Values(Columns, c => Column.Sparse(Rows, [c % Rows], [1 + labels[c % Rows]])));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var forest = Trees.Fit(x, labels, 3, new() { Trees = 6, MaxDepth = 5, Threads = 2 });
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - before, 0, 2_000_000_000);
        Assert.Equal(6, forest.Trees);
        Assert.All(forest.DecisionTrees, tree => Assert.Equal(5, Trees.Depth(tree)));
        Assert.Equal(1, Trees.All(forest.On(x)).Take(3).Sum(), 1e-12);
    }

    [Fact]
    public void Classes_by_the_ten_thousand_are_told_apart()
    {
        const int Rows = 3000;
        var x = Trees.Dense(Values(Rows, row => (double)row));
        var labels = Values(Rows, row => 65_535 - (row * 20));
        var forest = Trees.Fit(x, labels, 65_536, OneTree);
        Assert.Equal(Rows, forest.Leaves);
        var some = forest.On(Trees.Dense([0, 17, Rows - 1]));
        Assert.Equal([labels[0], labels[17], labels[^1]], Enumerable.Range(0, 3).Select(some.Predicted));
    }

    [Fact]
    public void More_probabilities_than_an_array_holds_are_refused_in_one_line()
    {
        const int Rows = 40_000;
        var x = Trees.Dense(new double[Rows]);
        const string Refusal =
            "40000 rows of 65536 classes have more probabilities than fit into memory at once; predict fewer rows at a time.";
        var forest = Trees.Fit(x, new int[Rows], 65_536, OneTree);
        Assert.Equal(Refusal, Assert.Throws<SongGenreException>(() => forest.On(x)).Message);
        Assert.Equal(
            "40000 rows of 65536 classes have more probabilities than fit into memory at once; set oob_score to false.",
            Assert.Throws<SongGenreException>(() => Trees.Fit(x, new int[Rows], 65_536, new())).Message);
    }

    [Fact]
    public void Both_zeros_are_one_value()
    {
        var forest = Trees.Fit(Trees.Dense([0.0, -0.0, 0.0, -0.0]), [0, 1, 0, 1], 2, OneTree);
        Assert.Equal(1, forest.Leaves);
        var sparse = new ColumnMatrix(6, [Column.Sparse(6, [0, 3, 5], [-0.0, 0.0, 1])]);
        var two = Trees.Fit(sparse, [0, 0, 0, 0, 0, 1], 2, OneTree);
        Assert.Equal([0.5], two.DecisionTrees[0].Nodes.Where(node => node.Column >= 0).Select(node => node.Threshold));
        Assert.Equal([1, 0], two.On(Trees.Dense([-0.0])).Row(0));
    }

    [Theory]
    [InlineData(Splitter.Best)]
    [InlineData(Splitter.Random)]
    public void The_least_and_the_greatest_numbers_are_told_apart(Splitter splitter)
    {
        double[] values =
        [
            double.MinValue, double.BitIncrement(double.MinValue), -1, -double.Epsilon, 0, double.Epsilon, 2 * double.Epsilon, 1,
            double.BitDecrement(double.MaxValue), double.MaxValue,
        ];
        var x = Trees.Dense(values);
        var forest = Trees.Fit(x, Values(values.Length, i => i), values.Length, OneTree with { Trees = 20, Splitter = splitter });
        Assert.Equal(Enumerable.Range(0, values.Length), Enumerable.Range(0, values.Length).Select(forest.On(x).Predicted));
        Assert.All(forest.DecisionTrees, tree => Assert.All(tree.Nodes, node => Assert.True(double.IsFinite(node.Threshold))));
    }

    [Theory]
    [InlineData(Splitter.Best, 2)]
    [InlineData(Splitter.Random, 2)]
    [InlineData(Splitter.Best, 20)]
    public void More_distinct_values_than_codes_are_cut_within_a_bin_of_the_border(Splitter splitter, int classes)
    {
        const int Rows = 150_000;
        var values = Values(Rows, i => (double)((i * 7919L) % Rows));
        var labels = Array.ConvertAll(values, value => value < 50_000 ? 0 : 1);
        var forest = Trees.Fit(Trees.Dense(values), labels, classes, OneTree with { Splitter = splitter, MaxDepth = 40 });
        var predicted = forest.On(Trees.Dense(values));
        Assert.InRange(Enumerable.Range(0, Rows).Count(row => predicted.Predicted(row) != labels[row]), 0, 3);
    }

    [Fact]
    public void A_column_of_duplicates_is_cut_at_its_rare_values()
    {
        // 20,000 rows, nearly all of one value; the rest stand in either direction, by class.
        var labels = Values(20_000, row => row % 100 == 0 ? 1 : row % 100 == 1 ? 2 : 0);
        var x = Trees.Dense(Array.ConvertAll(labels, label => label == 0 ? 5.0 : label == 1 ? 4 : 6));
        foreach (var classes in (int[])[3, 30])
        {
            var forest = Trees.Fit(x, labels, classes, OneTree);
            Assert.Equal(3, forest.Leaves);
            Assert.Equal([4.5, 5.5], forest.DecisionTrees[0].Nodes.Where(n => n.Column >= 0).Select(n => n.Threshold).Order());
        }
    }

    [Fact]
    public void Limits_that_leave_nothing_to_do_make_a_single_leaf()
    {
        var (x, labels) = Trees.Data(101, 3, 3, 1);
        Assert.Equal(1, Trees.Fit(x, labels, 3, OneTree with { MinSamplesLeaf = 51 }).Leaves);
        Assert.Equal(1, Trees.Fit(x, labels, 3, OneTree with { MinSamplesLeaf = int.MaxValue }).Leaves);
        Assert.Equal(2, Trees.Fit(x, labels, 3, OneTree with { MinSamplesLeaf = 50, MaxDepth = 1 }).Leaves);
        Assert.Equal(1, Trees.Fit(x, labels, 3, OneTree with { MinSamplesSplit = 102 }).Leaves);
        var tiny = Trees.Fit(x, labels, 3, new() { Trees = 9, MaxSamples = double.Epsilon, MaxDepth = null });
        Assert.All(tiny.DecisionTrees, tree => Assert.Equal(1, tree.Leaves));
        Assert.Equal(101, tiny.OutOfBag!.Rows);
    }

    [Fact]
    public void One_class_of_many_is_certain_everywhere()
    {
        var (x, _) = Trees.Data(50, 2, 2, 2);
        var forest = Trees.Fit(x, Values(50, _ => 3), 5, new() { Trees = 4 });
        Assert.Equal([0, 0, 0, 1, 0], forest.On(x).Row(7));
        Assert.Equal(1, forest.OutOfBag!.Accuracy);
        Assert.Equal([0, 0], forest.Importances);
    }

    [Fact]
    public void Sparse_columns_that_list_zeros_alone_are_constant()
    {
        var x = new ColumnMatrix(300, [Column.Sparse(300, [3, 4, 200], [0, 0, -0.0]), Column.Sparse(300, [], [])]);
        foreach (var splitter in Enum.GetValues<Splitter>())
            Assert.Equal(1, Trees.Fit(x, Values(300, row => row % 2), 2, OneTree with { Splitter = splitter }).Leaves);
    }

    [Theory]
    [InlineData("0: 0, 1: 1", "0")]
    [InlineData("0: 1, 1: -1", "-1")]
    [InlineData("0: NaN", "NaN")]
    public void Class_weights_that_weigh_nothing_are_refused_in_one_line(string text, string value)
    {
        var message = Assert.Throws<SongGenreException>(() => ClassWeight.Parse(text)).Message;
        Assert.Contains($" is {value}; a weight must be from 0.000001 to 1,000,000.", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void The_lightest_beside_the_heaviest_class_still_counts()
    {
        // A million light rows weigh as much as a heavy one: the tree must still tell both apart.
        var x = Trees.Dense([1, 2, 3, 4]);
        var weights = ClassWeight.Parse("0: 0.000001, 1: 1000000");
        foreach (var criterion in Enum.GetValues<Criterion>())
        {
            var forest = Trees.Fit(x, [0, 0, 1, 1], 2, OneTree with { ClassWeight = weights, Criterion = criterion });
            Assert.Equal([0, 0, 1, 1], Enumerable.Range(0, 4).Select(forest.On(x).Predicted));
        }
    }

    [Fact]
    public void Negative_infinity_is_refused_with_its_column_and_row() => Assert.Equal(
        "Column 0 holds -Infinity in row 1 (both counted from 0); impute it or drop the row.",
        Assert.Throws<SongGenreException>(() => Trees.Fit(Trees.Dense([1, double.NegativeInfinity]), [0, 1], 2, new())).Message);

    private static T[] Values<T>(int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];

    [Theory]
    [InlineData(2_000, Criterion.Gini, 20)]
    [InlineData(2_000, Criterion.Entropy, 20)]
    [InlineData(2_000, Criterion.Gini, 3)]
    [InlineData(100, Criterion.Gini, 3)]
    public void What_rounding_leaves_of_heavy_rows_is_no_cut(int rows, Criterion criterion, int classes)
    {
        // One column tells something about the heavy classes; the other puts the one light row alone, which is no gain.
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            int[] labels = [classes - 1, .. Enumerable.Range(1, rows - 1).Select(_ => random.Next(classes - 1))];
            double[] parting = [.. labels.Select(label => random.NextDouble() < (label < (classes - 1) / 2 ? 0.4 : 0.6) ? 0 : 1.0)];
            double[] alone = [.. labels.Select((_, row) => row == 0 ? 2.0 : 1)];
            var heavy = Enumerable.Range(0, classes - 1)
                .Select(c => FormattableString.Invariant($"{c}: {900_000 + (99_999 * random.NextDouble()):0.000}"));
            var forest = Trees.Fit(Trees.Dense(alone, parting), labels, classes, new()
            {
                Trees = 1,
                Bootstrap = false,
                MaxFeatures = MaxFeatures.All,
                MaxDepth = 1,
                Criterion = criterion,
                ClassWeight = ClassWeight.Parse($"{classes - 1}: 0.000001, {string.Join(", ", heavy)}"),
            });
            Assert.Equal(1, forest.DecisionTrees[0].Nodes[0].Column);
        }
    }
}
