using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Evaluation;

public class LabelCeilingOnSongsTests
{
    [Fact]
    public void Songs_under_several_genres_limit_audio_to_928_in_1000_rows_and_859_for_the_non_electronic_genres()
    {
        var songs = RealData.CleanSongs;
        var recordings = RowGroups.ByRecording(songs.Table);
        var titles = songs.Table.Columns["title"];
        var others = Enumerable.Range(0, songs.Count).Where(row => titles[row] is "").ToArray();

        var all = LabelCeiling.Compute(recordings, songs.Labels);
        Assert.Equal(41_975, all.Rows);
        Assert.Equal(0.928, all.Accuracy, 0.0005);
        Assert.InRange(all.Groups, 34_500, 35_500);
        Assert.InRange(all.ConflictingGroups, 2_380, 2_400);
        Assert.Equal(0.13, (double)all.ConflictingRows / all.Rows, 0.005);
        Assert.Equal(0.859, LabelCeiling.Compute(recordings, songs.Labels, others).Accuracy, 0.0005);
    }
}
