using CsCheck;
using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class RandomForestPropertyTests
{
    private static readonly Gen<(ColumnMatrix X, int[] Labels, int Classes)> AnyData =
        Gen.Select(Gen.Int[1, 120], Gen.Int[1, 6], Gen.Int[1, 20], Gen.Int[0, 1_000_000], Gen.Int[0, 2])
            .Select((rows, columns, classes, seed, kind) =>
            {
                var distinct = (int[])[2, 30, 100_000];
                var (x, labels) = Trees.Data(rows, columns, classes, seed, distinct[kind]);
                return (x, labels, classes);
            });

    private static readonly Gen<ForestOptions> AnyOptions =
        Gen.Select(Gen.Int[0, 12], Gen.Int[1, 20], Gen.Int[1, 6], Gen.Bool, Gen.Enum<Criterion>(), Gen.Int)
            .Select((depth, leaves, leaf, bootstrap, criterion, seed) => new ForestOptions
            {
                Trees = 3,
                Threads = 1,
                MaxDepth = depth == 0 ? null : depth,
                MaxLeafNodes = leaves == 1 ? null : leaves,
                MinSamplesLeaf = leaf,
                Bootstrap = bootstrap,
                Criterion = criterion,
                RandomState = seed,
            });

    [Fact]
    public void Probabilities_are_shares_that_sum_to_one() =>
        Gen.Select(AnyData, AnyOptions).Sample(
            (data, options) =>
            {
                var predicted = Trees.Fit(data.X, data.Labels, data.Classes, options).On(data.X);
                for (var row = 0; row < predicted.Rows; row++)
                {
                    Assert.All(predicted.Row(row).ToArray(), p => Assert.InRange(p, 0, 1 + 1e-12));
                    Assert.Equal(1, predicted.Row(row).ToArray().Sum(), 1e-12);
                }
            },
            iter: 200);

    [Fact]
    public void Trees_keep_every_limit() =>
        Gen.Select(AnyData, AnyOptions).Sample(
            (data, options) =>
            {
                var forest = Trees.Fit(data.X, data.Labels, data.Classes, options);
                Assert.All(forest.DecisionTrees, tree =>
                {
                    Assert.True(Trees.Depth(tree) <= (options.MaxDepth ?? int.MaxValue));
                    Assert.True(tree.Leaves <= (options.MaxLeafNodes ?? int.MaxValue));
                    Assert.True(tree.Leaves * options.MinSamplesLeaf <= Math.Max(data.X.Rows, options.MinSamplesLeaf));
                    Assert.Equal((2 * tree.Leaves) - 1, tree.Nodes.Length);
                });
                Assert.True(Math.Abs(forest.Importances.Sum() - 1) < 1e-9 || forest.Importances.All(i => i == 0));
            },
            iter: 200);

    [Fact]
    public void What_was_saved_predicts_the_same_when_loaded() =>
        Gen.Select(AnyData, AnyOptions).Sample(
            (data, options) =>
            {
                var forest = Trees.Fit(data.X, data.Labels, data.Classes, options);
                var bytes = Trees.Bytes(forest);
                var loaded = RandomForest.Load(new MemoryStream(bytes));
                Assert.Equal(Trees.All(forest.On(data.X)), Trees.All(loaded.On(data.X)));
                Assert.Equal(forest.Importances, loaded.Importances);
                Assert.Equal(bytes, Trees.Bytes(loaded));
            },
            iter: 100);

    [Fact]
    public void A_deeper_tree_never_has_fewer_leaves() =>
        Gen.Select(AnyData, Gen.Int[1, 8]).Sample(
            (data, depth) =>
            {
                var options = new ForestOptions { Trees = 1, Bootstrap = false, MaxFeatures = MaxFeatures.All, MaxDepth = depth };
                var shallow = Trees.Fit(data.X, data.Labels, data.Classes, options).Leaves;
                var deep = Trees.Fit(data.X, data.Labels, data.Classes, options with { MaxDepth = depth + 1 }).Leaves;
                Assert.True(deep >= shallow);
            },
            iter: 100);

    [Fact]
    public void The_order_of_training_rows_does_not_matter_without_bootstrap() =>
        Gen.Select(AnyData, Gen.Int).Sample(
            (data, seed) =>
            {
                var options = new ForestOptions { Trees = 2, Bootstrap = false, ClassWeight = ClassWeight.None };
                int[] order = [.. Enumerable.Range(0, data.X.Rows)];
                new Random(seed).Shuffle(order);
                var shuffled = new ColumnMatrix(
                    data.X.Rows, [.. data.X.Columns.Select(c => Column.Dense([.. order.Select(row => c.Values[row])]))]);
                var other = Trees.Fit(shuffled, order.Select(row => data.Labels[row]).ToArray(), data.Classes, options);
                Assert.Equal(Trees.Bytes(Trees.Fit(data.X, data.Labels, data.Classes, options)), Trees.Bytes(other));
            },
            iter: 100);

    [Fact]
    public void Rising_transformations_of_a_column_change_no_training_rows_leaf() =>
        AnyData.Sample(
            data =>
            {
                var options = new ForestOptions { Trees = 3, Threads = 1 };
                var cubed = new ColumnMatrix(
                    data.X.Rows, [.. data.X.Columns.Select(c => Column.Dense(Array.ConvertAll(c.Values, v => (v * v * v) + 1)))]);
                var a = Trees.Fit(data.X, data.Labels, data.Classes, options with { Bootstrap = false }).On(data.X);
                var b = Trees.Fit(cubed, data.Labels, data.Classes, options with { Bootstrap = false }).On(cubed);
                Assert.Equal(Trees.All(a), Trees.All(b));
            },
            iter: 60);
}
