using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class DividedRowsTests
{
    private const int Rows = 900;

    // With leaves of many rows most have several classes, and all their shares are added at once.
    [Theory]
    [InlineData(15, 1, false)]
    [InlineData(15, 1, true)]
    [InlineData(15, 30, true)]
    [InlineData(17, 30, true)]
    public void Rows_that_nodes_divide_come_to_the_leaves_where_doubles_send_them(int classes, int leaf, bool hasBags)
    {
        var (x, labels) = Data(classes, terms: 200);
        var options = new ForestOptions
        {
            Trees = 6,
            MinSamplesLeaf = leaf,
            MaxFeatures = MaxFeatures.Count(60),
            OobScore = false,
        };
        DecisionTree[] trees = [.. Trees.Fit(x, labels, classes, options).DecisionTrees];
        var random = new Random(3);
        ulong[][] bags = [.. trees.Select(_ => hasBags ? Bag(random) : [])];
        var ranked = Ranked(trees, x.Columns.Count, classes);
        // Three blocks, the last of which has rows to spare.
        foreach (var rows in (int[])[Rows, 350])
        {
            var own = new DividedRows(ranked.Layout, x, rows);
            Assert.Equal(Expected(x, trees, classes, bags), Sums(ranked, own, rows, x, classes, bags));
            var grouped = new GroupedRows(ranked.Layout, rows);
            Assert.Equal(Expected(x, trees, classes, bags), Sums(ranked, grouped, rows, x, classes, bags));
        }
    }

    [Fact]
    public void A_tree_without_a_row_that_is_asked_for_adds_nothing()
    {
        var (x, labels) = Data(15, terms: 20);
        DecisionTree[] trees = [.. Trees.Fit(x, labels, 15, new() { Trees = 2, OobScore = false }).DecisionTrees];
        var ranked = Ranked(trees, x.Columns.Count, 15);
        ulong[] all = [.. Enumerable.Repeat(ulong.MaxValue, (Rows / 64) + 1)];
        var sums = Sums(ranked, new DividedRows(ranked.Layout, x, Rows), Rows, x, 15, [all, all]);
        Assert.All(sums, sum => Assert.Equal(0, sum));
    }

    [Fact]
    public void A_forest_scores_alike_whichever_way_rows_come_down()
    {
        var (dense, labels) = Trees.Data(2000, 5, 15, seed: 7);
        var random = new Random(1);
        Column[] terms =
        [
            .. Enumerable.Range(0, 400).Select(term =>
            {
                bool Has(int row) => random.Next(labels[row] == term % 15 ? 20 : 200) == 0;
                int[] some = [.. Enumerable.Range(0, 2000).Where(Has)];
                return Column.Sparse(2000, some, Array.ConvertAll(some, _ => random.NextDouble()));
            }),
        ];
        var x = new ColumnMatrix(2000, [.. dense.Columns, .. terms]);
        var (all, outOfBag) = Scores(threads: 16);
        foreach (var threads in (int[])[1, 2, 3])
        {
            var own = Scores(threads);
            Assert.Equal(all, own.All);
            Assert.Equal(outOfBag, own.OutOfBag);
        }

        (double[] All, double[] OutOfBag) Scores(int threads)
        {
            var forest = Trees.Fit(x, labels, 15, new() { Trees = 9, Threads = threads });
            var layout = Ranked([.. forest.DecisionTrees], x.Columns.Count, 15).Layout;
            Assert.Equal(threads <= 3, DividedRows.RowsOf(layout, x, threads) is not null);
            var probabilities = Trees.All(forest.On(x)).ToArray();
            Assert.Equal(probabilities, Trees.All(RandomForest.Load(new MemoryStream(Trees.Bytes(forest))).On(x)));
            return (probabilities, [.. Trees.All(forest.OutOfBag!.Probabilities)]);
        }
    }

    [Fact]
    public void Nodes_divide_many_rows_that_name_few_of_many_columns()
    {
        Assert.NotNull(RowsOf(rows: 4096, dense: 2, sparse: 78, named: 3, threads: 1));
        Assert.Null(RowsOf(rows: 4096, dense: 2, sparse: 77, named: 3, threads: 1));
        Assert.NotNull(RowsOf(rows: 4096, dense: 0, sparse: 600, named: 16, threads: 1));
        Assert.Null(RowsOf(rows: 4096, dense: 0, sparse: 600, named: 17, threads: 1));
        Assert.Null(RowsOf(rows: 4096, dense: 0, sparse: 10, named: 10, threads: 1));
        Assert.Null(RowsOf(rows: 500, dense: 2, sparse: 78, named: 3, threads: 1));
        Assert.Null(RowsOf(rows: 4096, dense: 2, sparse: 78, named: 3, threads: 16));
        Assert.Null(RowsOf(rows: 0, dense: 2, sparse: 40, named: 0, threads: 2));
    }

    [Theory]
    [InlineData(4096, 1, 4096)]
    [InlineData(4097, 1, 2049)]
    [InlineData(12_593, 2, 3149)]
    [InlineData(1_000_000, 3, 4066)]
    public void All_threads_divide_as_many_rows(int rows, int threads, int expected) =>
        Assert.Equal(expected, RowsOf(rows, dense: 1, sparse: 40, named: 1, threads));

    private static int? RowsOf(int rows, int dense, int sparse, int named, int threads)
    {
        // Each column is listed by the same rows, the first ones.
        int[] listed = [.. Enumerable.Range(0, (int)((long)rows * named / sparse))];
        Column[] columns =
        [
            .. Enumerable.Range(0, dense).Select(_ => Column.Dense(new double[rows])),
            .. Enumerable.Range(0, sparse).Select(_ => Column.Sparse(rows, listed, new double[listed.Length])),
        ];
        var layout = new RankLayout([.. columns.Select(_ => new Thresholds([0.5]))]);
        return DividedRows.RowsOf(layout, new(rows, columns), threads);
    }

    // Dense columns stand between sparse ones; of these some are negative in places, and a few are named by most rows.
    private static (ColumnMatrix X, int[] Labels) Data(int classes, int terms)
    {
        var (x, labels) = Trees.Data(Rows, 5, classes, seed: 8);
        var random = new Random(4);
        var sparse = Enumerable.Range(0, terms).Select(term =>
        {
            var usual = term % 50 == 0 ? 2 : 30;
            bool Has(int row) => random.Next(labels[row] == term % classes ? 3 : usual) == 0;
            int[] some = [.. Enumerable.Range(0, Rows).Where(Has)];
            return Column.Sparse(Rows, some, Array.ConvertAll(some, _ => random.Next(-5, 20) / 10.0));
        });
        Column[] columns = [.. x.Columns, .. sparse];
        random.Shuffle(columns);
        return (new(Rows, columns), labels);
    }

    private static ulong[] Bag(Random random)
    {
        var bag = new ulong[(Rows / 64) + 1];
        for (var i = 0; i < bag.Length; i++) bag[i] = (ulong)random.NextInt64();
        return bag;
    }

    private static RankedForest Ranked(DecisionTree[] trees, int columns, int classes) =>
        RankedForest.Create(trees, columns, classes, threads: 1, TestContext.Current.CancellationToken)!;

    private static double[] Sums(
        RankedForest ranked, IRankedRows own, int rows, ColumnMatrix x, int classes, ulong[][] bags)
    {
        var block = new RankedBlock(ranked.Layout, own, rows, classes);
        var sums = new double[Rows * classes];
        for (var start = 0; start < Rows; start += rows)
        {
            block.Fill(x, start, sums);
            for (var t = 0; t < bags.Length; t++) block.AddLeaves(ranked.Trees[t], bags[t], sums);
            block.Return(sums);
        }

        return sums;
    }

    private static double[] Expected(ColumnMatrix x, DecisionTree[] trees, int classes, ulong[][] bags)
    {
        var values = new double[Rows, x.Columns.Count];
        for (var c = 0; c < x.Columns.Count; c++)
        {
            var column = x.Columns[c];
            for (var i = 0; i < column.Values.Length; i++) values[column.Indices?[i] ?? i, c] = column.Values[i];
        }

        var sums = new double[Rows * classes];
        for (var row = 0; row < Rows; row++)
        {
            double[] own = [.. Enumerable.Range(0, x.Columns.Count).Select(c => values[row, c])];
            for (var t = 0; t < trees.Length; t++)
            {
                if (bags[t] is { Length: > 0 } bag && (bag[row / 64] >> (row % 64) & 1) == 1) continue;
                trees[t].AddLeaf(trees[t].LeafOf(own), sums.AsSpan(row * classes, classes));
            }
        }

        return sums;
    }
}
