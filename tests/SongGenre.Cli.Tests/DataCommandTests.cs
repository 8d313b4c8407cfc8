using SongGenre.Data;

namespace SongGenre.Cli.Tests;

public sealed class DataCommandTests(TrainedSample sample) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    public async Task The_same_seed_gives_the_same_bytes_and_another_seed_others(string ending)
    {
        var first = await Sample("first", 7, ending);
        Assert.Equal(first, await Sample("second", 7, ending));
        Assert.NotEqual(first, await Sample("third", 8, ending));
    }

    [Fact]
    public async Task A_sample_says_that_it_was_generated()
    {
        var run = await CommandRun.Successful("sample", "--rows", "20", "--out", _folder["s.csv"]);
        Assert.Equal(("", $"wrote 20 generated songs to {_folder["s.csv"]} (SYNTHETIC SAMPLE)\n"),
            (run.Output, run.Error));
    }

    [Fact]
    public async Task A_profile_of_a_sample_is_refused_and_not_written()
    {
        var run = await CommandRun.Of("profile", "--data", sample.Songs, "--out", _folder["profile.json"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"error: {sample.Songs}: a profile of generated songs", run.ErrorLines[^1],
            StringComparison.Ordinal);
        Assert.Empty(_folder.Listing());
    }

    [Fact]
    public async Task A_profile_of_the_real_songs_is_the_one_on_file()
    {
        await CommandRun.Successful("profile", "--data", RealSongs(), "--out", _folder["profile.json"]);
        var onFile = Path.Combine(RepositoryFolder.Root, "data", "profile.json");
        Assert.Equal(File.ReadAllBytes(onFile), File.ReadAllBytes(_folder["profile.json"]));
    }

    [Fact]
    public async Task Fetch_keeps_a_verified_file_says_where_it_is_and_writes_the_table()
    {
        var real = RealSongs();
        Directory.CreateDirectory(_folder["data/raw"]);
        File.Copy(Path.Combine(RepositoryFolder.Root, "data", "dataset.json"), _folder["data/dataset.json"]);
        var raw = _folder["data/raw/genres_mod.parquet"];
        File.WriteAllBytes(raw, File.ReadAllBytes(real));

        var run = await CommandRun.InProcess(_folder.Path, "fetch", "--out", "songs.csv");

        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"{raw}: the published data set, SHA-256 cd6a292e6763", run.Error, StringComparison.Ordinal);
        Assert.Equal("wrote the table to songs.csv", run.ErrorLines[^1]);
        Assert.Equal(File.ReadAllBytes(real), File.ReadAllBytes(raw));
        Assert.True(SongData.Read(_folder["songs.csv"]).Source.IsPublished);
    }

    private async Task<byte[]> Sample(string name, int seed, string ending)
    {
        var file = _folder[$"{name}.{ending}"];
        await CommandRun.Successful("sample", "--rows", "300", "--seed", $"{seed}", "--out", file);
        return File.ReadAllBytes(file);
    }

    private static string RealSongs()
    {
        if (Environment.GetEnvironmentVariable(SongData.FileVariable) is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? Path.Combine(named, SongData.Card.File) : named;
        }

        Assert.False(Environment.GetEnvironmentVariable("SONGGENRE_REQUIRE_TOOLS") == "1",
            "SONGGENRE_DATA must be set.");
        Assert.Skip("SONGGENRE_DATA doesn't name the published file.");
        throw new InvalidOperationException();
    }
}
