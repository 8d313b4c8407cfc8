using SongGenre.Data;

namespace SongGenre.Tests.Data;

public sealed class SongDataCheckTests : IDisposable
{
    private static readonly string[] Compared =
    [
        "danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness", "valence",
        "tempo", "duration_ms",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_published_songs_pass_every_check_and_are_like_themselves()
    {
        var results = SongData.Check(RealData.Songs, RealData.Songs);
        Assert.All(results, result => Assert.True(result.Passed, $"{result}"));
        Assert.Equal(10, results.Count(result => result.Name == "distribution"));
        Assert.All(SongData.Check(RealData.Songs.Clean(), RealData.Songs), result => Assert.True(result.Passed, $"{result}"));
    }

    [Theory]
    [InlineData("time_signature", "1", "5", "0", "6")]
    [InlineData("key", "0", "11", "-1", "12")]
    [InlineData("danceability", "0", "1", "-0.001", "1.001")]
    [InlineData("energy", "0", "1", "-0.001", "1.001")]
    [InlineData("speechiness", "0", "1", "-0.001", "1.001")]
    [InlineData("acousticness", "0", "1", "-0.001", "1.001")]
    [InlineData("instrumentalness", "0", "1", "-0.001", "1.001")]
    [InlineData("liveness", "0", "1", "-0.001", "1.001")]
    [InlineData("valence", "0", "1", "-0.001", "1.001")]
    [InlineData("loudness", "-35", "5", "-35.1", "5.1")]
    [InlineData("tempo", "50", "250", "49.9", "250.1")]
    [InlineData("duration_ms", "20000", "1000000", "19999", "9223372036854775807")]
    public void Values_beyond_the_published_ranges_are_counted_and_their_rows_named(
        string column, string least, string greatest, string below, string above)
    {
        var songs = Read(5, (0, column, least), (1, column, below), (2, column, greatest), (4, column, above));
        var range = Single(SongData.Check(songs), "range", column);
        Assert.False(range.Passed);
        Assert.Equal(2, range.OffendingCount);
        Assert.Equal([1L, 4L], range.OffendingRows);
        Assert.Equal($"expected {least} to {greatest}", range.Detail);
        Assert.Equal(1, SongData.Check(songs).Count(result => !result.Passed));
    }

    [Fact]
    public void The_first_ten_offending_rows_are_named_and_all_are_counted()
    {
        var songs = Read(30, [.. Enumerable.Range(5, 20).Select(row => (row, "tempo", "999"))]);
        var range = Single(SongData.Check(songs), "range", "tempo");
        Assert.Equal(20, range.OffendingCount);
        Assert.Equal(Enumerable.Range(5, 10).Select(row => (long)row), range.OffendingRows);
    }

    [Fact]
    public void Rows_are_those_of_the_file_after_cleaning_too()
    {
        var songs = Read(4, (3, "tempo", "999"));
        Assert.Equal([3L], Single(SongData.Check(songs.Clean()), "range", "tempo").OffendingRows);
    }

    [Fact]
    public void Missing_values_offend_only_where_none_may_be()
    {
        var results = SongData.Check(Read(3, (1, "tempo", ""), (1, "loudness", ""), (1, "title", "")));
        Assert.Equal([1L], Single(results, "missing", "tempo").OffendingRows);
        Assert.Equal(["tempo"], results.Where(result => !result.Passed).Select(result => result.Column));
    }

    [Fact]
    public void Unknown_values_of_type_and_genre_offend()
    {
        var songs = SongData.Read(_folder.Write("s.csv", SongFiles.Csv(3, (0, "type", "video"), (2, "genre", "Polka"))), requireGenre: false);
        var results = SongData.Check(songs);
        Assert.Equal([0L], Single(results, "known values", "type").OffendingRows);
        Assert.Equal([2L], Single(results, "known values", "genre").OffendingRows);
    }

    [Fact]
    public void Each_of_the_ten_measured_columns_is_compared_at_the_corrected_level()
    {
        // 10 against 10 values: of 20! / (10! 10!) = 184,756 orders, C(20, 3) · 2 = 2,280 have a distance of 0.7 or more,
        // p = 0.0123; for 0.8 it is C(20, 2) · 2 = 380, p = 0.0021. Between them lies 1 − 0.95^(1/10) = 0.0051.
        Songs Tempi(int shift) => Read(10, [.. Enumerable.Range(0, 10).Select(row => (row, "tempo", $"{100 + row + shift}"))]);
        var reference = Tempi(0);

        var near = SongData.Check(Tempi(7), reference).Where(result => result.Name == "distribution").ToList();
        Assert.Equal(Compared, near.Select(result => result.Column));
        Assert.All(near, result => Assert.True(result.Passed));
        Assert.Equal("D = 0.7000, p = 0.0123, expected at least 0.0051", near.Single(result => result.Column == "tempo").Detail);

        var far = SongData.Check(Tempi(8), reference).Where(result => !result.Passed).ToList();
        Assert.Equal("D = 0.8000, p = 0.0021, expected at least 0.0051", Assert.Single(far).Detail);
    }

    [Fact]
    public void Missing_values_are_left_out_of_the_comparison()
    {
        var (some, none) = (Read(4, (1, "loudness", "")), Read(4, [.. Enumerable.Range(0, 4).Select(row => (row, "loudness", ""))]));
        Assert.True(Single(SongData.Check(some, Read(4)), "distribution", "loudness").Passed);
        Assert.False(Single(SongData.Check(none, some), "distribution", "loudness").Passed);
        Assert.True(Single(SongData.Check(none, none), "distribution", "loudness").Passed);
    }

    [Fact]
    public void Halves_of_the_published_file_are_unlike_because_it_is_sorted_by_genre()
    {
        var songs = RealData.Songs;
        var results = DataCheck.Run(songs.Query("select * from songs where row < 21448"), songs.Query("select * from songs where row >= 21448"));
        Assert.All(results.Where(result => result.Name == "distribution"), result => Assert.False(result.Passed));
    }

    private Songs Read(int rows, params (int, string, string)[] changes) =>
        SongData.Read(_folder.Write("s.csv", SongFiles.Csv(rows, changes)));

    private static CheckResult Single(IReadOnlyList<CheckResult> results, string name, string column) =>
        results.Single(result => result.Name == name && result.Column == column);
}
