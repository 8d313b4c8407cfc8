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

    [Fact]
    public async Task A_saved_model_becomes_a_folder_of_MLflows_that_is_a_saved_model_too()
    {
        var run = await CommandRun.Successful("export", "--model", sample.Model, "--mlflow", _folder["mlflow"]);
        Assert.Matches($@"^wrote \S+mlflow: \d+\.\d MB, features all, 15 genres\n$", run.Output);
        string[] added =
        [
            "MLmodel", "conda.yaml", "input_example.json", "model.onnx", "python_env.yaml", "requirements.txt",
            "serving_input_example.json",
        ];
        Assert.Equal(
            Directory.EnumerateFiles(sample.Model).Select(Path.GetFileName).Concat(added).Distinct().Order(),
            Directory.EnumerateFiles(_folder["mlflow"]).Select(Path.GetFileName).Order());
        string[] song = ["--set", "tempo=174"];
        Assert.Equal(
            await CommandRun.Successful(["predict", "--model", sample.Model, .. song]),
            await CommandRun.Successful(["predict", "--model", _folder["mlflow"], .. song]));
    }

    [Fact]
    public async Task Nothing_to_write_is_wrong_usage()
    {
        var run = await CommandRun.Of("export", "--model", sample.Model);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: give what to write", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
