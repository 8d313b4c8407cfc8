using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class CorrelationTests
{
    [Fact]
    public void Coefficients_are_those_computed_by_hand_over_the_rows_that_have_both_values()
    {
        var table = new DataFrame(
            new DoubleDataFrameColumn("x", [1, 2, 3, 4, null]),
            new Int64DataFrameColumn("y", [2, 4, 6, 8, 100]),
            new DoubleDataFrameColumn("z", [1, 3, 2, double.NaN, 9]),
            new DoubleDataFrameColumn("constant", [5, 5, 5, 5, 5]));
        var matrix = Correlation.Matrix(table, ["x", "y", "z", "constant"]);

        Assert.Equal(1, matrix[0, 1], 1e-12);
        Assert.Equal(0.5, matrix[0, 2], 1e-12); // (1,1) (2,3) (3,2): covariance 1, both sums of squares 2
        Assert.Equal(0, matrix[0, 3]);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(1, matrix[i, i]));
        Assert.Equal(matrix[1, 2], matrix[2, 1]);
    }

    [Fact]
    public void Real_columns_agree_with_DuckDB()
    {
        var songs = RealData.Songs;
        var expected = songs.Query("select corr(energy, loudness) as a, corr(instrumentalness, duration_ms) as b from songs");
        Assert.Equal((double)expected["a"][0], Correlation.Matrix(songs.Table, ["energy", "loudness"])[0, 1], 1e-9);
        Assert.Equal((double)expected["b"][0], Correlation.Matrix(songs.Table, ["instrumentalness", "duration_ms"])[0, 1], 1e-9);
    }
}
