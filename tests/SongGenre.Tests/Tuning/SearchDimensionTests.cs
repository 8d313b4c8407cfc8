using System.Globalization;
using SongGenre.Forest;
using SongGenre.Tuning;

namespace SongGenre.Tests.Tuning;

public sealed class SearchDimensionTests
{
    [Theory]
    [InlineData("forest.max_depth=5,9,13,null", "5|9|13|null")]
    [InlineData("forest.max_depth= 5 , ~ , 5 ", "5|null")]
    [InlineData("forest.max_features=sqrt,0.50,3,null", "sqrt|0.5|3|1.0")]
    [InlineData("tfidf.ngram_range=[1, 1],[1,2]", "[1, 1]|[1, 2]")]
    [InlineData("forest.class_weight=balanced,{Pop: 2.5, Rap: 1.5},null", "balanced|{\"Pop\": 2.5, \"Rap\": 1.5}|null")]
    [InlineData("features.set=audio", "audio")]
    public void A_grid_is_read_as_YAML_values_none_twice(string text, string values) =>
        Assert.Equal(values, string.Join('|', SearchDimension.Grid(text, new()).Values));

    [Theory]
    [InlineData("forest.max_depht=5", "unknown key forest.max_depht. Did you mean forest.max_depth?")]
    [InlineData("max_depth", "has no '='; write such as forest.max_depth=5,9,13,null.")]
    [InlineData("forest.max_depth=", "has no value; write such as forest.max_depth=5,9,13,null.")]
    [InlineData("forest.max_depth=5,,9", "has an empty value; write null where nothing is meant.")]
    [InlineData("forest.max_depth=0", "forest.max_depth is 0; it must be at least 1.")]
    [InlineData(
        "split.seed=1,2", "split.seed changes what is scored, not the model; set it for all points with --set.")]
    public void A_wrong_grid_is_refused_in_one_line(string text, string message) =>
        Assert.Equal(
            $"--grid {text}: {message}",
            Assert.Throws<SongGenreException>(() => SearchDimension.Grid(text, new())).Message);

    [Theory]
    [InlineData("forest.max_depht=1..5", "unknown key forest.max_depht. Did you mean forest.max_depth?")]
    [InlineData("forest.max_depth=1-5", "write low..high or low..high:log, such as 1..20 or 0.1..1.0.")]
    [InlineData("forest.max_depth=5..1", "the first number must be below the second.")]
    [InlineData(
        "forest.min_impurity_decrease=0.0..1.0:log", "on a logarithmic scale the first number must be above 0.")]
    [InlineData("forest.max_depth=0..5", "forest.max_depth is 0; it must be at least 1.")]
    [InlineData(
        "forest.max_features=0.5..1.5", "forest.max_features is 1.5; a share must be above 0.0 and at most 1.0.")]
    [InlineData("forest.max_depth=1.0..5.0", "forest.max_depth is '1.0'; it must be an integer or null.")]
    public void A_wrong_range_is_refused_in_one_line(string text, string message)
    {
        var refusal = Assert.Throws<SongGenreException>(() => SearchDimension.Range(text, new())).Message;
        Assert.StartsWith($"--range {text.Split('=')[0]}=", refusal, StringComparison.Ordinal);
        Assert.EndsWith($": {message}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_are_drawn_evenly_with_both_ends()
    {
        var drawn = Draw("forest.max_depth=3..6", 4000).Select(int.Parse).CountBy(value => value).ToList();
        Assert.Equal([3, 4, 5, 6], drawn.Select(pair => pair.Key).Order());
        // 4,000 draws of one in four: 1,000 ± 27 (one standard deviation).
        Assert.All(drawn, pair => Assert.InRange(pair.Value, 850, 1150));
    }

    [Fact]
    public void A_logarithmic_range_draws_each_power_of_ten_as_often()
    {
        var drawn = Draw("forest.min_samples_leaf=1..9999:log", 4000).Select(int.Parse).ToList();
        Assert.All(drawn, value => Assert.InRange(value, 1, 9999));
        // A whole number stands for all up to the next, so the four decades are 1–10, 10–100, …
        Assert.All(drawn.CountBy(value => value.ToString(CultureInfo.InvariantCulture).Length), decade =>
            Assert.InRange(decade.Value, 850, 1150));
    }

    [Fact]
    public void Shares_keep_their_decimal_point_and_their_range()
    {
        var drawn = Draw("forest.max_features=0.1..1.0", 2000).ToList();
        Assert.All(drawn, text => Assert.Contains('.', text));
        Assert.All(drawn, text => Assert.InRange(double.Parse(text, CultureInfo.InvariantCulture), 0.1, 1));
        Assert.InRange(drawn.Average(text => double.Parse(text, CultureInfo.InvariantCulture)), 0.53, 0.57);
    }

    private static IEnumerable<string> Draw(string range, int count)
    {
        var dimension = SearchDimension.Range(range, new());
        for (var i = 0; i < count; i++)
        {
            var random = SplitMix64.Stream(1, i);
            yield return dimension.Draw(ref random);
        }
    }
}
