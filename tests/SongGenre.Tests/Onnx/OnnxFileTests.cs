using SongGenre.Data;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Onnx;

public class OnnxFileTests
{
    [Fact]
    public void All_real_songs_get_the_same_genres_and_probabilities()
    {
        var songs = RealData.CleanSongs;
        var train = Split.Create(songs, new() { Kind = "published" }).Train;
        var model = GenreModel.Fit(songs, train, new(), cancel: TestContext.Current.CancellationToken);
        AssertSame(model, songs);
    }

    private static void AssertSame(GenreModel model, CleanSongs songs)
    {
        var rows = Enumerable.Range(0, songs.Count).ToArray();
        var expected = model.Predict(songs.Table, rows, TestContext.Current.CancellationToken);
        using var run = new OnnxRun(model);
        var (labels, probabilities) = run.Score(songs.Table, rows);
        Assert.Equal(rows.Select(row => model.Genres[expected.Predicted(row)]), labels);
        Assert.Equal(rows.Length * model.Genres.Count, probabilities.Length);
        var largest = rows.Max(row => Enumerable.Range(0, model.Genres.Count)
            .Max(c => Math.Abs(expected[row, c] - probabilities[(row * model.Genres.Count) + c])));
        Assert.InRange(largest, 0, 1e-6);
    }
}
