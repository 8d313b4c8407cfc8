namespace SongGenre.Cli.Tests;

public sealed class ExportTests(TrainedSample sample) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_saved_model_becomes_one_file_that_says_what_it_is()
    {
        var file = _folder["deep/genre.onnx"];
        var run = await CommandRun.Successful("export", "--model", sample.Model, "--onnx", file);
        Assert.Matches($@"^wrote \S+genre\.onnx: \d+\.\d MB, features all, 15 genres\n$", run.Output);
        Assert.Contains(file, run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);

        var first = File.ReadAllBytes(file);
        await CommandRun.Successful("export", "--model", sample.Model, "--onnx", file);
        Assert.Equal(first, File.ReadAllBytes(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder["deep"]));
    }
}
