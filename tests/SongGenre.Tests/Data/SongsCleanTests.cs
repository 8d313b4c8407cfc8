using CsCheck;
using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public sealed class SongsCleanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_published_file_keeps_41975_rows()
    {
        var clean = RealData.Songs.Clean();
        Assert.Equal(921, clean.Report.DuplicateRows);
        Assert.Equal(41_975, clean.Count);
        Assert.Equal(41_975, clean.Report.RowsAfter);
        Assert.Equal(9_007, clean.Table["loudness"].NullCount);
        Assert.Equal(15, clean.Labels.Distinct().Count());
    }

    [Fact]
    public void The_first_of_equal_rows_stays_and_missing_equals_missing()
    {
        var songs = Read(
            5, (0, "loudness", ""), (1, "tempo", "99"), (2, "loudness", ""), (3, "loudness", "-0.0"), (4, "loudness", "0"));
        Assert.Equal([0L, 1L, 3L], Rows(songs.Clean()));
        Assert.Equal(2, songs.Clean().Report.DuplicateRows);
        Assert.Equal(5, songs.Table.Rows.Count);
    }

    [Theory]
    [InlineData("loudness", "")]
    [InlineData("tempo", "174.01000000000002")]
    [InlineData("key", "8")]
    [InlineData("genre", "trap")]
    [InlineData("song_name", "x")]
    [InlineData("title", "liquid 2020")]
    [InlineData("type", "other")]
    public void A_difference_in_any_column_keeps_a_row(string column, string value) =>
        Assert.Equal([0L, 1L], Rows(Read(3, (1, column, value)).Clean()));

    [Fact]
    public void Duplicates_stay_in_their_places_where_each_row_needs_a_prediction()
    {
        var clean = Read(3).Clean(dropDuplicates: false);
        Assert.Equal([0L, 1L, 2L], Rows(clean));
        Assert.Equal(0, clean.Report.DuplicateRows);
    }

    [Fact]
    public void Missing_text_becomes_empty_and_both_texts_are_joined()
    {
        var clean = Read(3, (1, "song_name", "Mercury"), (1, "title", ""), (2, "song_name", "Pluto")).Clean();
        Assert.Equal(["Liquid 2020 ", " Mercury", "Liquid 2020 Pluto"], Text(clean, "text_feature"));
        Assert.Equal(["", "Mercury", "Pluto"], Text(clean, "song_name"));
        Assert.Equal(["Liquid 2020", "", "Liquid 2020"], Text(clean, "title"));
        Assert.Equal(new CleaningReport(3, 0, 1, 1), clean.Report);
    }

    [Fact]
    public void Labels_count_the_genres_in_ordinal_order()
    {
        var genres = SongData.Genres;
        Assert.Equal(genres.Order(StringComparer.Ordinal), genres);
        var clean = Read(15, [.. genres.Select((genre, row) => (row, "genre", genre))]).Clean();
        Assert.Equal(Enumerable.Range(0, 15), clean.Labels);
    }

    [Fact]
    public void The_kept_rows_are_those_that_no_earlier_row_equals() =>
        Gen.Int[0, 2].Array[3].Array[1, 30].Sample(cells =>
        {
            var table = new DataFrame(
                new DoubleDataFrameColumn("a", cells.Select(row => row[0] == 0 ? null : (double?)row[0])),
                new Int64DataFrameColumn("b", cells.Select(row => row[1] == 0 ? null : (long?)row[1])),
                new StringDataFrameColumn("c", cells.Select(row => row[2] == 0 ? null : $"{row[2]}")));
            var expected = Enumerable.Range(0, cells.Length).Where(i => !cells.Take(i).Any(row => row.SequenceEqual(cells[i])));
            return DistinctRows.Of(table, ["a", "b", "c"]).SequenceEqual(expected);
        });

    private Songs Read(int rows, params (int, string, string)[] changes) =>
        SongData.Read(_folder.Write("s.csv", SongFiles.Csv(rows, changes)));

    private static IEnumerable<long> Rows(CleanSongs songs) => ((Int64DataFrameColumn)songs.Table["row"]).Select(row => row!.Value);

    private static IEnumerable<string> Text(CleanSongs songs, string column) => (StringDataFrameColumn)songs.Table[column];
}
