using Microsoft.Data.Analysis;
using SongGenre.Data;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Artifacts;
using SampledSongs = SongGenre.Tests.Tuning.SampledSongs;

namespace SongGenre.Tests.Tracking.Artifacts;

public sealed class SongArtifactsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ArtifactStore _store;

    public SongArtifactsTests() => _store = new(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Songs_are_read_back_as_they_were_with_missing_and_empty_texts_told_apart()
    {
        var file = _folder.Write("songs.csv", SongFiles.Csv(400, (0, "loudness", ""), (3, "title", "")));
        var songs = SongData.Read(file);
        ((StringDataFrameColumn)songs.Table.Columns["song_name"])[5] = "";
        var version = _store.AddSongs(songs, run: "fetch");
        Assert.Equal(("raw:v0", "table", 400L), (version.Reference, version.Type, version.Rows));
        Assert.Equal(
            songs.Table.Columns.Select(c => c.Name), version.Metadata.Schema.Select(column => column.Name));
        var read = _store.ReadSongs(run: "clean");
        AssertEqual(songs.Table, read.Table);
        Assert.Equal(songs.Source with { File = "raw:v0" }, read.Source);
        Assert.Equal("raw:v0", _store.AddSongs(read).Reference);
        Assert.Equal(["clean"], _store.Find("raw").UsedBy.Select(link => link.Run));
    }

    [Theory]
    [InlineData("track")]
    [InlineData("random")]
    public void Cleaned_songs_and_their_split_are_read_back_as_they_were(string kind)
    {
        var songs = SampledSongs.Songs;
        var split = Split.Create(songs, new() { Kind = kind });
        _store.AddClean(songs);
        var versions = _store.AddSplit(songs, split);
        Assert.Equal(
            [split.Train.Length, split.Validation.Length, split.Test.Length],
            versions.Select(version => (int)version.Rows!.Value));

        var clean = _store.ReadClean();
        AssertEqual(songs.Table, clean.Table);
        Assert.Equal(songs.Labels, clean.Labels);
        Assert.Equal(songs.Report, clean.Report);
        Assert.Equal(songs.Genres, clean.Genres);
        var read = _store.ReadSplit(clean);
        Assert.Equal((split.Name, split.ContaminatedRows), (read.Name, read.ContaminatedRows));
        Assert.Equal(split.Train, read.Train);
        Assert.Equal(split.Validation, read.Validation);
        Assert.Equal(split.Test, read.Test);

        var unread = _store.ReadSplit(clean, test: null, run: "train");
        Assert.Equal(split.Train, unread.Train);
        Assert.Empty(unread.Test);
        Assert.Equal((1, 0), (_store.Find("train").UsedBy.Count, _store.Find("test").UsedBy.Count));
        var test = _store.ReadClean("test:latest");
        Assert.Equal(songs.LabelsOf(split.Test), test.Labels);
        Assert.Equal(songs.Table.Columns.Select(c => c.Name), test.Table.Columns.Select(c => c.Name));
        Assert.Equal(songs.Table.Columns["row"][split.Test[^1]], test.Table.Columns["row"][test.Count - 1]);
    }

    [Fact]
    public void A_split_without_validation_rows_is_read_back()
    {
        var songs = SampledSongs.Songs;
        _store.AddSplit(songs, Split.Create(songs, new() { ValidationSize = 0 }));
        Assert.Empty(_store.ReadSplit(songs).Validation);
    }

    [Fact]
    public void The_same_test_rows_are_the_same_version_whatever_was_held_out_for_validation()
    {
        var songs = SampledSongs.Songs;
        _store.AddSplit(songs, Split.Create(songs, new()));
        var again = _store.AddSplit(songs, Split.Create(songs, new() { ValidationSize = 0.1 }));
        Assert.Equal(["train:v0", "validation:v1", "test:v0"], again.Select(version => version.Reference));
    }

    [Fact]
    public void Parts_of_other_songs_or_of_several_splits_are_refused()
    {
        var songs = SampledSongs.Songs;
        _store.AddSplit(songs, Split.Create(songs, new()));
        _store.AddSplit(songs, Split.Create(songs, new() { Seed = 7 }));
        Assert.Equal("train, validation, test:v0: are no parts of one split; name versions that one run made.",
            OneLine.ErrorOf(() => _store.ReadSplit(songs, test: "test:v0")));
        var others = SampledSongs.Create(60, 8);
        Assert.Equal($"train:v1: is a part of other songs than {others.Source.File}; split these.",
            OneLine.ErrorOf(() => _store.ReadSplit(others)));
        _store.AddClean(songs);
        Assert.Equal("clean:v0: holds no songs as they were found; name another artifact.",
            OneLine.ErrorOf(() => _store.ReadSongs("clean")));
        _store.Add("notes", "text", _folder.Write("notes.txt", "mine"));
        Assert.Equal("notes:v0: holds no songs; name another artifact.",
            OneLine.ErrorOf(() => _store.ReadClean("notes")));
    }

    [Fact]
    public void The_published_songs_are_read_back_as_they_were_and_written_alike()
    {
        var songs = RealData.CleanSongs;
        var version = _store.AddClean(songs);
        var read = _store.ReadClean();
        AssertEqual(songs.Table, read.Table);
        Assert.True(read.Source.IsPublished);
        Assert.Equal(TableHash.Compute(songs.Table), TableHash.Compute(read.Table));
        Assert.Equal(version.Reference, _store.AddClean(read).Reference);
    }

    private static void AssertEqual(DataFrame expected, DataFrame actual)
    {
        Assert.Equal(
            expected.Columns.Select(c => (c.Name, c.DataType)), actual.Columns.Select(c => (c.Name, c.DataType)));
        foreach (var (i, column) in expected.Columns.Index())
            Assert.Equal(column.Cast<object?>(), actual.Columns[i].Cast<object?>());
    }
}
