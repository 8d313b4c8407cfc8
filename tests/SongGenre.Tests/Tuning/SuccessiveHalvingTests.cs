using SongGenre.Tuning;

namespace SongGenre.Tests.Tuning;

public sealed class SuccessiveHalvingTests
{
    // By hand, with factor 3: points go 27, 9, 3, 1 and trees 81/27, 81/9, 81/3, 81.
    [Theory]
    [InlineData(27, 81, "27×3 9×9 3×27 1×81")]
    [InlineData(10, 100, "10×11 3×33 1×100")]
    [InlineData(100, 100, "100×1 33×3 11×11 3×33 1×100")]
    [InlineData(1, 50, "1×50")]
    [InlineData(2, 50, "2×50")]
    [InlineData(3, 50, "3×16 1×50")]
    [InlineData(1000, 2, "1000×2")]
    [InlineData(1000, 3, "1000×1 333×3")]
    public void Each_round_has_a_third_of_the_points_and_thrice_the_trees(int points, int trees, string rounds) =>
        Assert.Equal(
            rounds, string.Join(' ', SuccessiveHalving.Rounds(points, trees).Select(r => $"{r.Points}×{r.Trees}")));
}
