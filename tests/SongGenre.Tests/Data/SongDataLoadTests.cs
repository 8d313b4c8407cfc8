using SongGenre.Data;

namespace SongGenre.Tests.Data;

public sealed class SongDataLoadTests : IDisposable
{
    private static readonly HttpLimits Quick = new() { FirstPause = TimeSpan.FromMilliseconds(10) };

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_named_is_used_and_nothing_else_is_tried()
    {
        var file = _folder.Write("mine.csv", SongFiles.Csv(2));
        var source = Load(file).Source;
        Assert.Equal((DataOrigin.Given, file, false), (source.Origin, source.File, source.IsPublished));

        var missing = _folder["missing.csv"];
        Assert.Equal($"{missing}: no such file or folder.", OneLine.ErrorOf(() => Load(missing)));
    }

    [Fact]
    public void The_published_file_under_data_raw_is_used_before_any_download()
    {
        Directory.CreateDirectory(_folder["data/raw"]);
        var file = _folder.Write("data/raw/genres_mod.parquet", SongFiles.Csv(2));
        var card = SongData.Card with { Sha256 = TableHash.OfFile(file) };
        var source = Load(null, card).Source;
        Assert.Equal((DataOrigin.Raw, file, true), (source.Origin, source.File, source.IsPublished));
    }

    [Fact]
    public void Where_the_data_was_found_is_said()
    {
        var file = _folder.Write("mine.csv", SongFiles.Csv(2));
        Load(file);
        Assert.Equal([$"Data: {file}"], _log);
    }

    [Fact]
    public void Generated_songs_are_announced()
    {
        var file = _folder.Write("mine.csv", SongFiles.Csv(1, (0, "type", "synthetic_sample")));
        Load(file);
        Assert.Contains($"{DataSource.SyntheticNotice}: {file}", _log);
    }

    [Fact]
    public void The_environment_names_the_published_file()
    {
        var songs = RealData.Songs;
        Assert.Equal(DataOrigin.Given, songs.Source.Origin);
    }

    private Songs Load(string? file, DataSetCard? card = null) => SongData.Load(
        file, _log.Add, null, (card ?? SongData.Card) with { Address = new Uri("http://127.0.0.1:9/") }, _folder.Path, Quick);
}
