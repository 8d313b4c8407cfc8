namespace SongGenre.Cli.Tests;

public sealed class RegisterTests(TrainedSample sample) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_registered_model_predicts_under_its_alias_and_its_version_as_its_folder_does()
    {
        string[] song = ["--set", "tempo=174", "--set", "title=Drum & Bass 2020"];
        var first = await Run("register", "--model", sample.Model, "--name", "song-genre", "--alias", "champion");
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Matches(@"^registered song-genre version 1, alias champion: models:/m-[0-9a-f]{32}\n$", first.Output);
        var logged = first.Output[first.Output.IndexOf("models:/", StringComparison.Ordinal)..].TrimEnd();
        var second = await Run("register", "--model", logged, "--name", "song-genre");
        Assert.Equal($"registered song-genre version 2: {logged}\n", second.Output);

        var expected = await Run(["predict", "--model", sample.Model, .. song]);
        Assert.Equal(0, expected.ExitCode);
        foreach (var model in (string[])["models:/song-genre@champion", "models:/song-genre/2"])
            Assert.Equal(expected, await Run(["predict", "--model", model, .. song]));

        var exported = await Run("export", "--model", "models:/song-genre@champion", "--onnx", "genre.onnx");
        Assert.Matches(@"^wrote genre\.onnx: ", exported.Output);
        AssertFailed(
            1, "has no registered model song-genre with alias best", await Predict("models:/song-genre@best"));
    }

    [Fact]
    public async Task What_cannot_be_registered_or_found_is_one_line()
    {
        AssertFailed(1, "mlflow.db: nothing is on record there", await Predict("models:/song-genre@champion"));
        AssertFailed(
            1, "mlflow.db: nothing is on record there", await Run("register", "--model", "0a1b2c3d", "--name", "x"));
        AssertFailed(
            2, "--model nowhere is no folder, and no run's id or name",
            await Run("register", "--model", "nowhere", "--name", "x"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static void AssertFailed(int code, string message, CommandRun run)
    {
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(message, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private Task<CommandRun> Predict(string model) => Run("predict", "--model", model, "--set", "tempo=174");

    // Outside the repository the store is a file in the working folder.
    private Task<CommandRun> Run(params string[] args) => CommandRun.InProcess(_folder.Path, args);
}
