using CsCheck;
using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class ExhaustiveTreeTests
{
    // Fewer distinct values than the finest histogram has bins, or fewer rows than histograms are made of. Of the most rows
    // a node may have more than a column lists, and children with and without marks of their own.
    private static readonly Gen<(int Rows, int Distinct)> AnySize = Gen.OneOf(
        Gen.Select(Gen.Int[1, 120], Gen.Int[2, 100_000]), Gen.Select(Gen.Int[130, 260], Gen.Int[2, 250]),
        Gen.Select(Gen.Int[600, 1500], Gen.Int[2, 60]));

    [Fact]
    public void Every_node_is_cut_where_trying_all_cuts_finds_the_greatest_gain() =>
        Gen.Select(AnySize, Gen.Int[1, 4], Gen.Int[1, 20], Gen.Int[1, 8], Gen.Bool, Gen.Enum<Criterion>(), Gen.Int).Sample(
            (size, columns, classes, leaf, isSparse, criterion, seed) =>
            {
                var random = new Random(seed);
                var labels = Values(size.Rows, _ => random.Next(classes));
                double[][] values = [.. Enumerable.Range(0, columns).Select(c =>
                {
                    // Dense columns beside sparse ones divide nodes until these have fewer rows than lists do.
                    var isListed = isSparse && random.Next(2) == 0;
                    return Values(size.Rows, row => isListed && random.Next(12) > 0
                        ? 0.0
                        : random.Next(size.Distinct) - (labels[row] * (c % 2) * 3));
                })];
                var weights = Values(classes, _ => (double)random.Next(1, 9));
                var options = new ForestOptions
                {
                    Trees = 1,
                    Bootstrap = false,
                    MaxFeatures = MaxFeatures.All,
                    MaxDepth = 6,
                    MinSamplesLeaf = leaf,
                    Criterion = criterion,
                    ClassWeight = ClassWeight.PerClass(weights.Select((w, c) => KeyValuePair.Create($"{c}", w))),
                };
                Check(values, labels, weights, options);
            },
            iter: 150);

    [Fact]
    public void Columns_of_few_rows_are_cut_where_trying_all_cuts_finds_the_greatest_gain() =>
        Gen.Select(Gen.Int[130, 700], Gen.Int[2, 20], Gen.Int[1, 6], Gen.Bool, Gen.Enum<Criterion>(), Gen.Int).Sample(
            (rows, classes, distinct, isBelow, criterion, seed) =>
            {
                // Some lists are so short that no column of codes is kept beside them; values lie on one or on both
                // sides of the zeros.
                var random = new Random(seed);
                var labels = Values(rows, _ => random.Next(classes));
                double[][] values = [.. Enumerable.Range(0, 12).Select(c =>
                {
                    var column = new double[rows];
                    for (var i = random.Next(c < 9 ? Math.Max(rows / 64, 2) : rows / 5); i >= 0; i--)
                        column[random.Next(rows)] = random.Next(isBelow ? -distinct : 1, distinct + 1);
                    return column;
                })];
                var weights = Values(classes, _ => (double)random.Next(1, 9));
                Check(values, labels, weights, new()
                {
                    Trees = 1,
                    Bootstrap = false,
                    MaxFeatures = MaxFeatures.All,
                    MaxDepth = 4,
                    MinSamplesLeaf = random.Next(1, 4),
                    Criterion = criterion,
                    ClassWeight = ClassWeight.PerClass(weights.Select((w, c) => KeyValuePair.Create($"{c}", w))),
                });
            },
            iter: 40);

    [Fact]
    public void Up_to_sixteen_classes_give_the_same_trees_as_more_of_which_the_others_are_empty() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 5], Gen.Int[1, 16], Gen.Int[1, 250], Gen.Int[1, 30], Gen.Enum<Splitter>(), Gen.Int)
            .Sample(
                (rows, columns, classes, distinct, leaf, splitter, seed) =>
                {
                    var (x, labels) = Trees.Data(rows, columns, classes, seed, distinct);
                    // As many values as bins: the data's own shift of each class would make more.
                    x = Trees.Dense([.. x.Columns.Select(c => Array.ConvertAll(c.Values, v => v % 250))]);
                    var options = new ForestOptions
                    {
                        Trees = 3,
                        MaxDepth = null,
                        MinSamplesLeaf = leaf,
                        ClassWeight = ClassWeight.None,
                        Splitter = splitter,
                        RandomState = seed,
                    };
                    var narrow = Trees.Fit(x, labels, classes, options);
                    var wide = Trees.Fit(x, labels, 17, options);
                    foreach (var (a, b) in narrow.DecisionTrees.Zip(wide.DecisionTrees))
                    {
                        Assert.Equal(a.Nodes, b.Nodes);
                        Assert.Equal(a.Classes, b.Classes);
                        Assert.Equal(a.Counts, b.Counts);
                    }
                },
                iter: 200);

    private static void Check(double[][] values, int[] labels, double[] weights, ForestOptions options)
    {
        var tree = Trees.Fit(Trees.Dense(values), labels, weights.Length, options).DecisionTrees[0];
        CheckNode(0, [.. Enumerable.Range(0, labels.Length)], 0);

        void CheckNode(int number, int[] rows, int depth)
        {
            var node = tree.Nodes[number];
            var best = Gain.Best(rows, values, labels, weights, options);
            if (node.Column < 0)
            {
                var isPure = rows.All(row => labels[row] == labels[rows[0]]);
                var isFew = rows.Length < 2 * options.MinSamplesLeaf;
                Assert.True(isPure || isFew || best is null || depth == options.MaxDepth);
                return;
            }

            bool GoesLeft(int row) => values[node.Column][row] <= node.Threshold;
            var gain = Gain.Of(rows, GoesLeft, labels, weights, options.Criterion);
            Assert.Equal(best!.Value, gain, 1e-9 * weights.Sum() * rows.Length);
            CheckNode(node.Left, Array.FindAll(rows, GoesLeft), depth + 1);
            CheckNode(node.Left + 1, Array.FindAll(rows, row => !GoesLeft(row)), depth + 1);
        }
    }

    private static T[] Values<T>(int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];
}
