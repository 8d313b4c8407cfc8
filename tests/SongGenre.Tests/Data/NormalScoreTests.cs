using SongGenre.Data;

namespace SongGenre.Tests.Data;

// Expected values are SciPy's; profile_values.py prints them.
public class NormalScoreTests
{
    [Theory]
    [InlineData(-4, 0.000031671)]
    [InlineData(-2.5, 0.006209665)]
    [InlineData(-1, 0.158655254)]
    [InlineData(-0.1, 0.460172163)]
    [InlineData(0, 0.5)]
    [InlineData(0.3, 0.617911422)]
    [InlineData(1.96, 0.975002105)]
    [InlineData(3.2, 0.999312862)]
    public void The_cumulative_share_is_scipys(double z, double expected) =>
        Assert.Equal(expected, NormalScore.Cumulative(z), 1.6e-7);

    [Theory]
    [InlineData(0.01, -2.326348)]
    [InlineData(0.1, -1.281552)]
    [InlineData(0.25, -0.674490)]
    [InlineData(0.5, 0)]
    [InlineData(0.6, 0.253347)]
    [InlineData(0.975, 1.959964)]
    public void The_quantile_is_scipys(double p, double expected) =>
        Assert.Equal(expected, NormalScore.Quantile(p), 1e-4);
}
