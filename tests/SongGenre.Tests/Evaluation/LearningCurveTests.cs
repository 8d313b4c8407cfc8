using SongGenre.Evaluation;
using SongGenre.Forest;
using SongGenre.Tests.Forest;

namespace SongGenre.Tests.Evaluation;

public sealed class LearningCurveTests
{
    private const int Classes = 4;
    private static readonly int[] Counts = [1, 3, 8];
    private static readonly int?[] Depths = [2, 5, null];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_point_on_other_rows_is_the_score_of_a_forest_fitted_that_small()
    {
        var (x, labels) = Trees.Data(400, 5, Classes, 1);
        var (other, otherLabels) = Trees.Data(300, 5, Classes, 2);
        var options = new ForestOptions { Trees = 8, MaxDepth = 9 };
        var curve = LearningCurve.OnRows(
            Trees.Fit(x, labels, Classes, options), other, otherLabels, Counts, Depths, Cancel);
        Assert.Equal(Sizes(), curve.Points.Select(point => (point.Trees, point.MaxDepth)));
        foreach (var point in curve.Points)
        {
            var small = Trees.Fit(x, labels, Classes, options with
            {
                Trees = point.Trees,
                MaxDepth = point.MaxDepth ?? options.MaxDepth,
            });
            Assert.Equal(Scores.Compute(otherLabels, small.On(other)).Metrics, point.Scores.Metrics);
        }
    }

    [Theory]
    [InlineData(null, Splitter.Best)]
    [InlineData(0.3, Splitter.Best)]
    [InlineData(null, Splitter.Random)]
    public void Each_point_out_of_bag_is_what_a_forest_fitted_that_small_says_of_the_rows_it_left_out(
        double? share, Splitter splitter)
    {
        var (x, labels) = Trees.Data(400, 5, Classes, 3);
        var options = new ForestOptions { Trees = 8, MaxDepth = 9, MaxSamples = share, Splitter = splitter };
        var forest = Trees.Fit(x, labels, Classes, options with { OobScore = false });
        var curve = LearningCurve.OutOfBag(forest, options, x, labels, Counts, Depths, Cancel);
        foreach (var point in curve.Points)
        {
            var small = Trees.Fit(x, labels, Classes, options with
            {
                Trees = point.Trees,
                MaxDepth = point.MaxDepth ?? options.MaxDepth,
            }).OutOfBag!;
            Assert.Equal(small.Rows, point.Scores.Rows);
            Assert.Equal(small.Accuracy, point.Scores.Accuracy);
            var all = Enumerable.Range(0, x.Rows);
            int[] seen = [.. all.Where(row => small.Probabilities.Row(row).ContainsAnyExcept(0.0))];
            var known = seen.Select(row => labels[row]).ToArray();
            var probabilities = seen.SelectMany(row => small.Probabilities.Row(row).ToArray()).ToArray();
            Assert.Equal(Scores.Compute(known, new(Classes, probabilities)).Metrics, point.Scores.Metrics);
        }
    }

    [Fact]
    public void What_a_forest_cannot_answer_for_is_refused_in_one_line()
    {
        var (x, labels) = Trees.Data(100, 3, Classes, 4);
        var options = new ForestOptions { Trees = 5, MaxDepth = 4 };
        var forest = Trees.Fit(x, labels, Classes, options);
        string OnRows(int trees, int? depth) => Assert.Throws<SongGenreException>(
            () => LearningCurve.OnRows(forest, x, labels, [trees], [depth], Cancel)).Message;
        string OutOfBag(ForestOptions given) => Assert.Throws<SongGenreException>(
            () => LearningCurve.OutOfBag(forest, given, x, labels, [5], [null], Cancel)).Message;

        Assert.Equal("n_estimators is 6; the forest has 5 trees: ask for 1 to 5.", OnRows(6, null));
        Assert.Equal("n_estimators is 0; the forest has 5 trees: ask for 1 to 5.", OnRows(0, 2));
        Assert.Equal("max_depth is 5, but the forest was fitted with 4; fit a deeper one.", OnRows(5, 5));
        Assert.Equal(
            "Without bootstrap each tree sees all rows; set bootstrap to true.",
            OutOfBag(options with { Bootstrap = false }));
        Assert.Equal(
            "The forest has 5 trees, its options ask for 6; pass those of its fit.",
            OutOfBag(options with { Trees = 6 }));
    }

    private static IEnumerable<(int, int?)> Sizes() =>
        Depths.SelectMany(depth => Counts.Select(trees => (trees, depth)));
}
