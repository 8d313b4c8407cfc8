namespace SongGenre.Tests;

public class NearestTests
{
    private static readonly string[] Keys = ["max_depth", "max_features", "max_samples", "min_df", "seed", "set"];

    [Theory]
    [InlineData("max_dept", "max_depth")]
    [InlineData("maxdepth", "max_depth")]
    [InlineData("max_detph", "max_depth")]
    [InlineData("MAX_SAMPLES", "max_samples")]
    [InlineData("max_feature", "max_features")]
    [InlineData("sed", "seed")]
    [InlineData("seet", "seed")]
    [InlineData("forest", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void Gives_the_known_name_with_the_fewest_edits_if_it_is_near(string given, string? expected) =>
        Assert.Equal(expected, Nearest.Name(given, Keys));

    [Fact]
    public void Hints_at_all_names_when_none_is_near()
    {
        Assert.Equal(" Did you mean seed?", Nearest.Hint("seeed", Keys));
        Assert.Equal(" Known are a, b.", Nearest.Hint(new string('x', 100_000), ["a", "b"]));
    }
}
