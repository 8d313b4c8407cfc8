using SongGenre.Tuning;

namespace SongGenre.Tests.Tuning;

public sealed class SearchPlanTests
{
    private static readonly Experiment Published = new();

    [Fact]
    public void A_grid_has_every_combination_the_last_key_changing_fastest()
    {
        var plan = Plan(new(), "forest.max_depth=5,null", "tfidf.max_features=10,100,1000");
        Assert.Equal(
            ["5 10", "5 100", "5 1000", "null 10", "null 100", "null 1000"],
            plan.Points.Select(point => string.Join(' ', point.Values.Select(v => v.Value))));
        Assert.Equal(Enumerable.Range(0, 6), plan.Points.Select(point => point.Number));
        var fifth = plan.Points[4].Experiment;
        Assert.Equal((null, 100), (fifth.Forest.MaxDepth, fifth.Tfidf.MaxFeatures));
        Assert.Equal(6, plan.Trials);
    }

    [Fact]
    public void More_random_points_begin_with_those_of_fewer()
    {
        string[] dimensions = ["forest.max_depth=1..3", "forest.max_features=0.1..1.0"];
        var few = Plan(new() { Random = 5 }, dimensions).Points;
        var many = Plan(new() { Random = 12 }, dimensions).Points;
        Assert.Equal(few.Select(Text), many.Take(5).Select(Text));
        Assert.NotEqual(few.Select(Text), Plan(new() { Random = 5, Seed = 1 }, dimensions).Points.Select(Text));
        Assert.Equal(12, many.Select(Text).Distinct().Count());
    }

    [Fact]
    public void There_are_no_more_random_points_than_differ() => Assert.Equal(
        ["1", "2", "3"],
        Plan(new() { Random = 50 }, "forest.max_depth=1..3").Points.Select(point => point.Values[0].Value).Order());

    [Fact]
    public void Rounds_of_a_competition_are_counted()
    {
        var plan = Plan(new() { Random = 27, IsHalving = true }, "forest.max_features=0.1..1.0");
        Assert.Equal([(27, 3), (9, 11), (3, 33), (1, 100)], plan.Rounds);
        Assert.Equal(40, plan.Trials);
    }

    [Fact]
    public void What_cannot_be_searched_is_refused_in_one_line()
    {
        string Refusal(SearchOptions options, params string[] dimensions) =>
            Assert.Throws<SongGenreException>(() => Plan(options, dimensions)).Message;
        var numbers = string.Join(',', Enumerable.Range(1, 400));
        Assert.Equal(
            "There is nothing to search; name keys with --grid, or --range and --random.", Refusal(new()));
        Assert.Equal(
            "forest.max_depth is given twice; put its values together.",
            Refusal(new(), "forest.max_depth=1", "forest.max_depth=2"));
        Assert.Equal(
            "--range forest.max_depth=1..3 can only be drawn from; add --random N.",
            Refusal(new(), "forest.max_depth=1..3"));
        Assert.Equal(
            "The grid has 160000 points, more than 100000; draw some of them with --random N.",
            Refusal(new(), $"forest.max_depth={numbers}", $"forest.min_samples_leaf={numbers}"));
        Assert.Equal(
            "--halving gives trees to the best points itself; leave forest.n_estimators out of the search.",
            Refusal(new() { IsHalving = true }, "forest.n_estimators=10,20"));
        Assert.Equal(
            "Without forest.bootstrap there is no out-of-bag score; score by cv.",
            Refusal(new() { Scoring = "oob" }, "forest.bootstrap=true,false"));
        Assert.Equal(
            "The trainer fast-forest-ova has no out-of-bag score; score by cv.",
            Refusal(new() { Scoring = "oob" }, "forest.trainer=fast-forest-ova"));
    }

    [Fact]
    public void Options_out_of_range_are_refused_in_one_line()
    {
        string Refusal(Action make) => Assert.Throws<SongGenreException>(make).Message;
        Assert.Equal("folds is 1; it must be from 2 to 50.", Refusal(() => _ = new SearchOptions { Folds = 1 }));
        Assert.Equal("random is 0; it must be from 1 to 100000.", Refusal(() => _ = new SearchOptions { Random = 0 }));
        Assert.Equal(
            "score is 'test'; it must be cv or oob.", Refusal(() => _ = new SearchOptions { Scoring = "test" }));
        Assert.Equal(
            "metric 'acuracy' is unknown. Did you mean accuracy?", Refusal(() => SearchMetric.Parse("acuracy")));
    }

    private static SearchPlan Plan(SearchOptions options, params string[] dimensions) => SearchPlan.Create(
        Published,
        [
            .. dimensions.Select(text => text.Contains("..", StringComparison.Ordinal)
                ? SearchDimension.Range(text, Published)
                : SearchDimension.Grid(text, Published)),
        ],
        options);

    private static string Text(SearchPoint point) => string.Join(' ', point.Values.Select(v => v.Value));
}
