namespace SongGenre.Cli.Tests;

/// <summary>
/// The five notebooks in a repository-like folder of their own, run once as a user would run them, on generated songs
/// and with cheap settings. What they write beside their reports stays in there too.
/// </summary>
public sealed class RepositoryCopy : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Root => _folder.Path;

    public string Out => _folder["out"];

    public string Songs => _folder["songs.parquet"];

    internal CommandRun Run { get; private set; } = new(-1, "", "");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder["data"]);
        Directory.CreateDirectory(_folder["notebooks"]);
        Directory.CreateDirectory(_folder["artifacts"]);
        File.Copy(Path.Combine(RepositoryFolder.Root, "data", "dataset.json"), _folder["data/dataset.json"]);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "notebooks")))
        {
            File.Copy(file, _folder["notebooks/" + Path.GetFileName(file)]);
        }

        Directory.CreateSymbolicLink(_folder["artifacts/bin"], Path.Combine(RepositoryFolder.Root, "artifacts", "bin"));
        await CommandRun.Successful("sample", "--rows", "3000", "--seed", "7", "--out", Songs);
        Run = await CommandRun.InProcess(Root, "report", "--data", "songs.parquet", "--out", "out",
            "--set", "forest.n_estimators=10", "--set", "evaluation.bootstrap_samples=50",
            "--set", "evaluation.permutation_repeats=1");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
