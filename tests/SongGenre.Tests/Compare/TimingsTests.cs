using SongGenre.Benchmarks.Compare;

namespace SongGenre.Tests.Compare;

public class TimingsTests
{
    [Fact]
    public void The_median_is_of_the_sorted_runs()
    {
        Assert.Equal(3, new Timings([5, 3, 1]).Median);
        Assert.Equal(2.5, new Timings([4, 1, 3, 2]).Median);
        Assert.Equal(7, new Timings([7]).Median);
    }

    // numpy.quantile([1, 2, 4, 8, 16], [0.25, 0.5, 0.75]) = 2, 4, 8
    [Fact]
    public void The_spread_is_the_interquartile_range_by_the_median() =>
        Assert.Equal((8.0 - 2) / 4, new Timings([16, 1, 8, 2, 4]).Spread);

    [Fact]
    public void A_ratio_is_that_of_the_medians() =>
        Assert.Equal("5.00×", ComparisonTable.Ratio(new([10, 10.1, 9.9]), new([2, 2, 2])));

    [Theory]
    [InlineData(115, false)]
    [InlineData(131, true)]
    public void A_ratio_is_refused_where_the_middle_half_differs_by_more_than_15_percent(double slowest, bool refused)
    {
        // Of [100, 100, s] the quartiles are 100 and 100 + (s − 100)/2.
        var runs = new Timings([100, slowest, 100]);
        var calm = new Timings([50, 50, 50]);
        Assert.Equal(refused, runs.Scatters);
        Assert.Equal(refused ? "scattered" : "2.00×", ComparisonTable.Ratio(runs, calm));
        Assert.Equal(refused ? "SongGenre's runs scattered" : "0.500×", ComparisonTable.Ratio(calm, runs));
    }

    [Fact]
    public void Too_few_runs_to_tell_a_spread_mark_their_ratio()
    {
        Assert.Null(new Timings([1, 2]).Spread);
        Assert.Equal("about 300×", ComparisonTable.Ratio(new([300]), new([1, 1, 1])));
        Assert.Equal("–", ComparisonTable.Ratio(null, new([1])));
    }

    [Theory]
    [InlineData(123.4, "123 s")]
    [InlineData(1, "1.00 s")]
    [InlineData(0.0456, "45.6 ms")]
    [InlineData(0.00000789, "7.89 µs")]
    public void Times_have_three_digits_and_a_unit(double seconds, string text) =>
        Assert.Equal(text, Quantity.Seconds(seconds));
}
