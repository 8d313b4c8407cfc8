using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public sealed class SongsQueryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Songs _songs;

    public SongsQueryTests() => _songs = SongData.Read(
        _folder.Write("s.csv", SongFiles.Csv(4, (0, "loudness", ""), (1, "genre", "trap"), (3, "tempo", "100"))));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Counts_sums_and_means_come_as_numbers()
    {
        var result = _songs.Query(
            "select genre, count(*) as songs, sum(duration_ms) as total, avg(tempo) as tempo, 0.5 as half from songs group by genre order by genre");
        Assert.Equal(["genre", "songs", "total", "tempo", "half"], result.Columns.Select(column => column.Name));
        Assert.Equal(["dnb", "trap"], Assert.IsType<StringDataFrameColumn>(result["genre"]));
        Assert.Equal([3L, 1L], Assert.IsType<Int64DataFrameColumn>(result["songs"]).Select(v => v!.Value));
        Assert.Equal([600_000L, 200_000L], Assert.IsType<Int64DataFrameColumn>(result["total"]).Select(v => v!.Value));
        Assert.Equal(((2 * 174.01) + 100) / 3, Assert.IsType<DoubleDataFrameColumn>(result["tempo"])[0]!.Value, 9);
        Assert.Equal(0.5, Assert.IsType<DoubleDataFrameColumn>(result["half"])[0]);
    }

    [Fact]
    public void Truth_values_missing_values_and_large_integers_keep_their_meaning()
    {
        var result = _songs.Query("select row, loudness, tempo > 150 as fast, title, 2::hugeint ** 70 as big from songs order by row");
        Assert.Equal([true, true, true, false], Assert.IsType<BooleanDataFrameColumn>(result["fast"]).Select(v => v!.Value));
        Assert.Equal([null, -6.5, -6.5, -6.5], Assert.IsType<DoubleDataFrameColumn>(result["loudness"]));
        Assert.Equal([0L, 1L, 2L, 3L], ((Int64DataFrameColumn)result["row"]).Select(v => v!.Value));
        Assert.Equal(Math.Pow(2, 70), Assert.IsType<DoubleDataFrameColumn>(result["big"])[0]);
    }

    [Fact]
    public void A_result_may_be_empty() => Assert.Equal(0, _songs.Query("select tempo from songs where tempo < 0").Rows.Count);

    [Theory]
    [InlineData("selec 1", "SQL: Parser Error: syntax error at or near \"selec\"")]
    [InlineData("select nosuch from songs", "SQL: Binder Error: Referenced column \"nosuch\" not found in FROM clause!")]
    [InlineData("select * from tracks", "SQL: Catalog Error: Table with name tracks does not exist!")]
    [InlineData("select title::int from songs", "SQL: Conversion Error: ")]
    [InlineData("", "SQL: the query is empty.")]
    [InlineData("select [1] as list", "SQL: column 'list' of the result is neither number nor text; cast it to VARCHAR.")]
    [InlineData("select 1 as a, 2 as a", "SQL: two columns of the result are called 'a'; rename one with AS.")]
    public void A_query_that_cannot_be_answered_is_one_line(string sql, string expected) =>
        Assert.StartsWith(expected, OneLine.ErrorOf(() => _songs.Query(sql)), StringComparison.Ordinal);

    [Fact]
    public void A_query_reaches_no_file_and_changes_nothing()
    {
        var outside = _folder["out.csv"];
        foreach (var sql in new[]
        {
            $"select * from '{_songs.Source.File}'", $"copy songs to '{outside}'", $"attach '{outside}'",
            "set enable_external_access = true", "install httpfs", "load httpfs",
        })
            OneLine.ErrorOf(() => _songs.Query(sql));
        Assert.False(File.Exists(outside));

        _songs.Query("delete from songs returning tempo");
        Assert.Equal(4L, _songs.Query("select count(*) as n from songs")["n"][0]);
    }
}
