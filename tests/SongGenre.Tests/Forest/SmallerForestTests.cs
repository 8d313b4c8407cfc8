using CsCheck;
using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class SmallerForestTests
{
    [Theory]
    [InlineData(Criterion.Gini, Splitter.Best, 5)]
    [InlineData(Criterion.Entropy, Splitter.Best, 5)]
    [InlineData(Criterion.Gini, Splitter.Best, 20)]
    [InlineData(Criterion.Gini, Splitter.Random, 5)]
    public void A_fitted_forest_is_any_smaller_one_bit_for_bit(Criterion criterion, Splitter splitter, int classes)
    {
        var (x, labels) = Trees.Data(900, 6, classes, 3);
        var options = new ForestOptions { Trees = 12, MaxDepth = null, Criterion = criterion, Splitter = splitter };
        var whole = Trees.Fit(x, labels, classes, options);
        foreach (var (trees, depth) in new (int, int?)[] { (12, null), (12, 1), (12, 6), (5, null), (7, 4), (1, 30) })
        {
            var small = Trees.Fit(x, labels, classes, options with { Trees = trees, MaxDepth = depth });
            var cut = whole.At(trees, depth);
            Assert.Equal(Trees.Bytes(small), Trees.Bytes(cut));
            Assert.Equal(Trees.All(small.On(x)), Trees.All(cut.On(x)));
            Assert.Equal(small.Importances, cut.Importances);
        }
    }

    [Fact]
    public void Any_options_give_the_same_smaller_forest() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Bool, Gen.Int[1, 40], Gen.Int).Sample(
            (depth, leaf, bootstrap, classes, seed) =>
            {
                var (x, labels) = Trees.Data(150, 4, classes, seed, distinct: 60);
                var options = new ForestOptions
                {
                    Trees = 4,
                    MaxDepth = 8,
                    MinSamplesLeaf = leaf,
                    Bootstrap = bootstrap,
                    RandomState = seed,
                };
                var cut = Trees.Fit(x, labels, classes, options).At(3, depth);
                Assert.Equal(
                    Trees.Bytes(Trees.Fit(x, labels, classes, options with { Trees = 3, MaxDepth = depth })), Trees.Bytes(cut));
            },
            iter: 60);

    [Fact]
    public void A_loaded_forest_gives_smaller_ones_too()
    {
        var (x, labels) = Trees.Data(300, 4, 3, 5);
        var whole = Trees.Fit(x, labels, 3, new() { Trees = 5 });
        var loaded = RandomForest.Load(new MemoryStream(Trees.Bytes(whole)));
        Assert.Equal(Trees.Bytes(whole.At(2, 3)), Trees.Bytes(loaded.At(2, 3)));
        Assert.Equal(Trees.Bytes(whole.At(2, 3)), Trees.Bytes(whole.At(4, 7).At(2, 3)));
    }

    [Fact]
    public void A_forest_with_limited_leaves_gives_fewer_trees_but_no_shallower_ones()
    {
        var (x, labels) = Trees.Data(300, 4, 3, 6);
        var options = new ForestOptions { Trees = 5, MaxLeafNodes = 9, MaxDepth = null };
        var whole = Trees.Fit(x, labels, 3, options);
        Assert.Equal(Trees.Bytes(Trees.Fit(x, labels, 3, options with { Trees = 2 })), Trees.Bytes(whole.At(2)));
        Assert.Equal(
            "max_depth is 3, but max_leaf_nodes was set too; fit a forest of that depth.",
            Assert.Throws<SongGenreException>(() => whole.At(2, 3)).Message);
    }

    [Fact]
    public void What_a_forest_cannot_answer_for_is_refused_in_one_line()
    {
        var (x, labels) = Trees.Data(100, 2, 2, 7);
        var forest = Trees.Fit(x, labels, 2, new() { Trees = 3, MaxDepth = 4 });
        string Refusal(int? trees, int? depth) => Assert.Throws<SongGenreException>(() => forest.At(trees, depth)).Message;
        Assert.Equal("n_estimators is 4; the forest has 3 trees: ask for 1 to 3.", Refusal(4, null));
        Assert.Equal("n_estimators is 0; the forest has 3 trees: ask for 1 to 3.", Refusal(0, null));
        Assert.Equal("max_depth is 0; it must be at least 1.", Refusal(null, 0));
        Assert.Equal("max_depth is 5, but the forest was fitted with 4; fit a deeper one.", Refusal(null, 5));
    }
}
