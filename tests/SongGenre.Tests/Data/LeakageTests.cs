using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class LeakageTests
{
    [Fact]
    public void Test_rows_are_counted_whose_recording_or_title_was_trained_on()
    {
        var songs = SmallSongs.Of((0, 1, "a"), (1, 2, null), (0, 1, "b"), (1, 3, "a"), (1, 4, null)).Clean();
        var split = new Split { Name = "hand", Train = [0, 1], Validation = [], Test = [2, 3, 4], ContaminatedRows = 0 };

        // Row 2 repeats the recording of row 0, row 3 its title; row 4 shares nothing, a missing title least of all.
        Assert.Equal(new Leakage(Rows: 0, Recordings: 1, Titles: 1), Leakage.Of(songs, split));
    }

    [Theory]
    [InlineData("as-published", 8_908)]
    [InlineData("published", 0)]
    public void The_published_rows_leak_as_is_known(string kind, int rows)
    {
        var songs = RealData.CleanSongs;
        Assert.Equal(rows, Leakage.Of(songs, Split.Create(songs, new SplitOptions { Kind = kind })).Rows);
    }

    [Fact]
    public void A_random_split_has_the_recordings_of_23_percent_of_its_test_rows_among_its_training_rows()
    {
        var songs = RealData.CleanSongs;
        var split = Split.Create(songs, new SplitOptions { Kind = "random" });
        Assert.Equal(0.23, (double)Leakage.Of(songs, split).Recordings / split.Test.Length, 0.01);
        Assert.Equal(0, Leakage.Of(songs, Split.Create(songs, new SplitOptions { Kind = "track" })).Recordings);
        Assert.Equal(0, Leakage.Of(songs, Split.Create(songs, new SplitOptions { Kind = "playlist" })).Titles);
    }
}
