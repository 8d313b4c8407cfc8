using System.Diagnostics;

namespace SongGenre.Cli.Tests;

/// <summary>
/// A folder like a clone of the project, with songs and an experiment that takes no time; the command runs there as a
/// process of its own and leaves its record there.
/// </summary>
internal sealed class ProjectFolder : IDisposable
{
    private static readonly Dictionary<string, string> OnRecord = new() { [OffTheRecord.Variable] = "on" };
    private readonly TemporaryFolder _folder = new();

    public ProjectFolder(string songs)
    {
        Directory.CreateDirectory(_folder["data"]);
        File.Copy(System.IO.Path.Combine(RepositoryFolder.Root, "data", "dataset.json"), _folder["data/dataset.json"]);
        File.Copy(songs, _folder["songs.parquet"]);
        _folder.Write("experiment.yaml",
            "forest:\n  n_estimators: 10\n  max_depth: 6\nevaluation:\n  bootstrap_samples: 20\n");
    }

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder[name])!);
        return _folder.Write(name, text);
    }

    public Task<CommandRun> Run(params string[] args) => CommandRun.InProcess(Path, args, OnRecord);

    public async Task<CommandRun> Successful(params string[] args)
    {
        var run = await Run(args);
        Assert.True(run.ExitCode == 0, $"songgenre {string.Join(' ', args)}: exit code {run.ExitCode}\n{run.Error}");
        return run;
    }

    public Process Start(params string[] args) => CommandRun.Start(Path, args, OnRecord);

    public void Dispose() => _folder.Dispose();
}
