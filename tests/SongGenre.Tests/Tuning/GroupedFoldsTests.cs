using SongGenre.Data;
using SongGenre.Tuning;

namespace SongGenre.Tests.Tuning;

public sealed class GroupedFoldsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_row_is_in_one_fold_and_no_recording_in_two(int count)
    {
        var (songs, train) = (SampledSongs.Songs, SampledSongs.Split.Train);
        var folds = GroupedFolds.Create(songs, train, count, 1);
        Assert.Equal(train, folds.SelectMany(fold => fold).Order());
        var recordings = RowGroups.ByRecording(songs.Table);
        var foldsOfRecordings = folds.SelectMany((fold, f) => fold.Select(row => (Recording: recordings[row], Fold: f)))
            .ToLookup(pair => pair.Recording, pair => pair.Fold);
        Assert.Contains(foldsOfRecordings, recording => recording.Count() > 1);
        Assert.All(foldsOfRecordings, recording => Assert.Single(recording.Distinct()));
    }

    [Fact]
    public void Folds_have_about_the_same_size_and_the_same_genres()
    {
        var (songs, train) = (SampledSongs.Songs, SampledSongs.Split.Train);
        foreach (var fold in GroupedFolds.Create(songs, train, 5, 2))
        {
            Assert.InRange(fold.Length, (train.Length / 5) - 15, (train.Length / 5) + 15);
            for (var genre = 0; genre < songs.Genres.Count; genre++)
            {
                var expected = train.Count(row => songs.Labels[row] == genre) / 5.0;
                Assert.InRange(fold.Count(row => songs.Labels[row] == genre), expected - 5, expected + 5);
            }
        }
    }

    [Fact]
    public void The_seed_decides()
    {
        var (songs, train) = (SampledSongs.Songs, SampledSongs.Split.Train);
        Assert.Equal(GroupedFolds.Create(songs, train, 3, 1), GroupedFolds.Create(songs, train, 3, 1));
        Assert.NotEqual(GroupedFolds.Create(songs, train, 3, 1), GroupedFolds.Create(songs, train, 3, 2));
    }

    [Fact]
    public void More_folds_than_rows_are_refused_in_one_line() => Assert.Equal(
        $"{SampledSongs.Songs.Source.File}: 3 training rows are too few for 4 folds; ask for fewer.",
        Assert.Throws<SongGenreException>(() => GroupedFolds.Create(SampledSongs.Songs, [0, 1, 2], 4, 1)).Message);
}
