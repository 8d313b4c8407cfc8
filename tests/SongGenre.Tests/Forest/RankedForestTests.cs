using CsCheck;
using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class RankedForestTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.0, 1.0)]
    [InlineData((double)0.1f, 0.1, (double)-0.1f, 1e-310, -1e-310)]
    [InlineData(-0.0, 0.0, double.Epsilon, -double.Epsilon)]
    [InlineData(double.MaxValue, double.MinValue, 0.5, 0.5, 1e300, -1e300)]
    [InlineData(1.0, 1.0000000000000002, 1.0000000000000004, 1e9)]
    [InlineData(16777217.0, 16777216.0, 16777216.5, 33554433.0)]
    public void A_value_is_at_most_a_threshold_exactly_if_its_rank_is(params double[] thresholds) =>
        Compare(thresholds);

    [Fact]
    public void Any_values_have_the_order_of_their_ranks() =>
        Gen.Select(Gen.Double.Where(double.IsFinite).Array[1, 60], Gen.Int[1, 20]).Sample((some, copies) =>
            Compare([.. Enumerable.Repeat(some, copies).SelectMany(part => part)]), iter: 200);

    [Fact]
    public void Thresholds_that_lie_close_beside_a_far_one_are_ranked_too() =>
        Gen.Select(Gen.Double[-1, 1].Array[100, 300], Gen.Int[1, 3]).Sample((some, copies) =>
            Compare([.. Enumerable.Repeat(some, copies).SelectMany(part => part), 1e200]), iter: 20);

    [Theory]
    [InlineData(13, 15, 0)]
    [InlineData(null, 15, 0)]
    [InlineData(null, 15, 400)]
    [InlineData(3, 2, 0)]
    [InlineData(6, 16, 0)]
    [InlineData(6, 17, 0)]
    [InlineData(null, 40, 400)]
    [InlineData(4, 1, 0)]
    public void Rows_at_thresholds_and_beside_them_go_where_doubles_send_them(int? maxDepth, int classes, int sparse)
    {
        var (x, labels) = Trees.Data(1200, 5, classes, seed: 3);
        x = new(1200, [.. x.Columns, .. Terms(1200, sparse)]);
        var forest = Trees.Fit(x, labels, classes, new() { Trees = 7, MaxDepth = maxDepth, OobScore = false });
        double[][] thresholds =
        [
            .. Enumerable.Range(0, x.Columns.Count).Select(c => forest.DecisionTrees
                .SelectMany(tree => tree.Nodes)
                .Where(node => node.Column == c)
                .SelectMany(node => Around(node.Threshold))
                .Concat(Around(0)).Concat([double.MaxValue, double.MinValue, float.MaxValue, (float)0.1])
                .ToArray()),
        ];
        var random = new Random(5);
        var rows = Rows(3001, x.Columns.Count, c => thresholds[c][random.Next(thresholds[c].Length)]);
        Same(forest, rows, Matrix(rows, x.Columns.Count, dense: 5));
    }

    [Fact]
    public void Any_forest_predicts_many_rows_as_it_predicts_each() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 12], Gen.Int[1, 20], Gen.Int[1, 9], Gen.Int[0, 40], Gen.Int).Sample(
            (classes, depth, leaf, columns, count, seed) =>
            {
                var (x, labels) = Trees.Data(200, columns, classes, seed, distinct: 50);
                var options = new ForestOptions { Trees = 3, MaxDepth = depth, MinSamplesLeaf = leaf };
                var forest = Trees.Fit(x, labels, classes, options);
                var random = new Random(seed);
                var rows = Rows(count, columns, _ => random.Next(200) / 2.0);
                Same(forest, rows, Matrix(rows, columns, dense: columns / 2));
            },
            iter: 150);

    [Fact]
    public void Rows_in_the_bag_of_a_tree_are_left_out_of_its_sums()
    {
        var (x, labels) = Trees.Data(900, 4, 15, seed: 8);
        var forest = Trees.Fit(x, labels, 15, new() { Trees = 5, MaxDepth = 6, OobScore = false });
        var random = new Random(2);
        var bags = new ulong[5][];
        for (var t = 0; t < 5; t++) bags[t] = [.. Enumerable.Range(0, 15).Select(_ => (ulong)random.NextInt64())];
        double[] row = new double[4], expected = new double[900 * 15];
        foreach (var end in (int[])[2, 5])
        {
            Array.Clear(expected);
            for (var i = 0; i < 900; i++)
            {
                for (var c = 0; c < 4; c++) row[c] = x.Columns[c].Values[i];
                for (var t = 0; t < end; t++)
                {
                    var tree = forest.DecisionTrees[t];
                    if ((bags[t][i / 64] >> (i % 64) & 1) == 1) continue;
                    tree.AddLeaf(tree.LeafOf(row), expected.AsSpan(i * 15, 15));
                }
            }

            double[] last = [];
            forest.SumPrefixes(x, [1, end], bags, (_, sums) => last = [.. sums], TestContext.Current.CancellationToken);
            Assert.Equal(expected, last);
        }
    }

    [Fact]
    public void A_column_may_have_more_thresholds_than_16_bits_number()
    {
        const int count = 70_000;
        var random = new Random(6);
        double[] thresholds = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble()).Order()];
        var tree = Balanced(thresholds);
        double[] values = [.. thresholds.SelectMany(Around)];
        var x = Trees.Dense(values);
        var cancel = TestContext.Current.CancellationToken;
        var forest = RankedForest.Create([tree], columns: 1, classes: 2, threads: 1, cancel)!;
        var rows = new GroupedRows(forest.Layout, values.Length);
        var block = new RankedBlock(forest.Layout, rows, values.Length, classes: 2);
        double[] sums = new double[values.Length * 2], expected = new double[sums.Length];
        block.Fill(x, 0, sums);
        block.AddLeaves(forest.Trees[0], [], sums);
        block.Return(sums);
        for (var row = 0; row < values.Length; row++)
            tree.AddLeaf(tree.LeafOf(values.AsSpan(row, 1)), expected.AsSpan(row * 2, 2));
        Assert.Equal(expected, sums);
    }

    [Fact]
    public void Trees_may_look_at_more_columns_than_16_bits_number()
    {
        const int columns = 70_000;
        int[] looked = [0, 65_535, 65_536, 69_999];
        Column[] all = [.. Enumerable.Repeat(Column.Sparse(400, [], []), columns)];
        foreach (var c in looked)
        {
            int[] rows = [.. Enumerable.Range(0, 400).Where(row => looked[row % 4] == c)];
            all[c] = Column.Sparse(400, rows, Array.ConvertAll(rows, row => 1.0));
        }

        var x = new ColumnMatrix(400, all);
        int[] labels = [.. Enumerable.Range(0, 400).Select(row => row % 4)];
        var options = new ForestOptions { Trees = 3, MaxFeatures = MaxFeatures.All, OobScore = false };
        var probabilities = Trees.Fit(x, labels, 4, options).On(x);
        for (var row = 0; row < 400; row++) Assert.Equal(1, probabilities[row, row % 4]);
    }

    [Fact]
    public void Trees_of_too_many_columns_and_leaves_for_a_node_are_not_ranked()
    {
        // 23,000 columns take 18 bits, which leaves 14 for 23,001 leaves.
        const int columns = 23_000;
        TreeNode[] nodes =
        [
            new(0, 1, 0.5),
            .. Enumerable.Range(0, columns).SelectMany(c => (TreeNode[])
                [TreeNode.Leaf(c, [0]), c == columns - 1 ? TreeNode.Leaf(columns, [1]) : new(c + 1, (2 * c) + 3, 0.5)]),
        ];
        int[] counts = [.. Enumerable.Repeat(1, columns + 1)];
        ushort[] classes = [.. Enumerable.Repeat((ushort)0, columns), 1];
        var tree = new DecisionTree(nodes, [.. Enumerable.Range(0, columns + 2)], classes, counts, [1, 1]);
        var cancel = TestContext.Current.CancellationToken;
        Assert.Null(RankedForest.Create([tree], columns, classes: 2, threads: null, cancel));
        TreeNode[] root = [TreeNode.Leaf(0, [0])];
        var stump = new DecisionTree(root, [0, 1], [0], [1], [1, 1]);
        Assert.NotNull(RankedForest.Create([stump], columns, classes: 2, threads: null, cancel));
    }

    [Fact]
    public void A_threshold_lies_half_way_between_the_two_training_values_in_the_middle_of_its_gap()
    {
        // Thirty rows of a class have 1 to 10; of the others, which the first column parts from it, ten have 0 and ten 100.
        int[] labels = [.. Enumerable.Range(0, 50).Select(row => row < 30 ? 2 : row % 2)];
        var x = Trees.Dense(
            [.. labels.Select(label => label == 2 ? 0.0 : 1)],
            [.. labels.Select((label, row) => label == 2 ? 1.0 + (row % 10) : 100 * label)]);
        var options = new ForestOptions
        {
            Trees = 1,
            Bootstrap = false,
            MaxFeatures = MaxFeatures.All,
            ClassWeight = ClassWeight.None,
        };
        var nodes = Trees.Fit(x, labels, 3, options).DecisionTrees[0].Nodes;
        Assert.Equal((0, 0.5), (nodes[0].Column, nodes[0].Threshold));
        Assert.Equal((1, 5.5), (nodes[2].Column, nodes[2].Threshold));
    }

    [Fact]
    public void Threads_that_predict_with_one_forest_at_once_get_the_same()
    {
        var (x, labels) = Trees.Data(700, 4, 15, seed: 4);
        var forest = Trees.Fit(x, labels, 15, new() { Trees = 10, OobScore = false });
        var all = new double[8][];
        Parallel.For(0, all.Length, i => all[i] = [.. Trees.All(forest.On(x))]);
        Assert.All(all, probabilities => Assert.Equal(all[0], probabilities));
    }

    // Leaves between thresholds are of one class and the other by turns.
    private static DecisionTree Balanced(double[] thresholds)
    {
        List<TreeNode> nodes = [default];
        List<ushort> classes = [];
        Queue<(int Node, int From, int To)> left = new([(0, 0, thresholds.Length)]);
        while (left.TryDequeue(out var part))
        {
            var (node, from, to) = part;
            if (from == to)
            {
                classes.Add((ushort)(from % 2));
                nodes[node] = TreeNode.Leaf(classes.Count - 1, [classes[^1]]);
                continue;
            }

            var middle = (from + to) / 2;
            nodes[node] = new(0, nodes.Count, thresholds[middle]);
            left.Enqueue((nodes.Count, from, middle));
            left.Enqueue((nodes.Count + 1, middle + 1, to));
            nodes.AddRange([default, default]);
        }

        int[] counts = [.. Enumerable.Repeat(1, classes.Count)];
        return new([.. nodes], [.. Enumerable.Range(0, classes.Count + 1)], [.. classes], counts, [1, 1]);
    }

    private static void Compare(double[] all)
    {
        var thresholds = new Thresholds([.. all.Select(t => t + 0.0).Distinct().Order()]);
        Assert.Equal(all.Distinct().Count(), thresholds.Count);
        double[] values =
        [
            .. all.SelectMany(Around), .. all.Select(t => (double)(float)t),
            0.0, -0.0, double.MaxValue, double.MinValue,
        ];
        foreach (var threshold in all.Distinct())
        {
            foreach (var value in values.Where(double.IsFinite))
                Assert.Equal(value <= threshold, thresholds.Rank(value) <= thresholds.Rank(threshold));
        }
    }

    private static double[] Around(double value)
    {
        double[] three = [value, Math.BitIncrement(value), Math.BitDecrement(value)];
        return [.. three.Where(double.IsFinite)];
    }

    private static IEnumerable<Column> Terms(int rows, int count)
    {
        var random = new Random(9);
        for (var c = 0; c < count; c++)
        {
            int[] some = [.. Enumerable.Range(0, rows).Where(_ => random.Next(30) == 0)];
            yield return Column.Sparse(rows, some, Array.ConvertAll(some, _ => random.NextDouble() - 0.3));
        }
    }

    private static double[][] Rows(int count, int columns, Func<int, double> value) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, columns).Select(value).ToArray())];

    private static ColumnMatrix Matrix(double[][] rows, int columns, int dense) => new(rows.Length,
    [
        .. Enumerable.Range(0, columns).Select(c =>
        {
            var values = Array.ConvertAll(rows, row => row[c]);
            if (c < dense) return Column.Dense(values);
            int[] some = [.. Enumerable.Range(0, values.Length).Where(row => values[row] != 0)];
            return Column.Sparse(values.Length, some, Array.ConvertAll(some, row => values[row]));
        }),
    ]);

    // One row is predicted from its doubles. A fitted forest knows its thresholds' ranks, a loaded one sorts them.
    private static void Same(RandomForest forest, double[][] rows, ColumnMatrix x)
    {
        var all = forest.On(x);
        var loaded = RandomForest.Load(new MemoryStream(Trees.Bytes(forest))).On(x);
        Assert.Equal(Trees.All(all), Trees.All(loaded));
        Assert.Equal(rows.Length, all.Rows);
        var expected = new double[forest.Classes];
        for (var row = 0; row < rows.Length; row++)
        {
            forest.Predict(rows[row], expected);
            for (var c = 0; c < expected.Length; c++)
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected[c]), BitConverter.DoubleToInt64Bits(all[row, c]));
        }
    }
}
