using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(SongGenre.Cli.Tests.TrainedSample))]

namespace SongGenre.Cli.Tests;

/// <summary>What most tests need, made once by the command itself: a small sample and a model of it.</summary>
public sealed class TrainedSample : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>1,500 generated songs.</summary>
    public string Songs => _folder["sample.parquet"];

    /// <summary>The same songs as text.</summary>
    public string SongsAsText => _folder["sample.csv"];

    /// <summary>The folder of a model of ten trees.</summary>
    public string Model => _folder["model"];

    /// <summary>What <c>train --json</c> said of it.</summary>
    public JsonObject Trained { get; private set; } = [];

    /// <summary>The arguments of a training that takes no time.</summary>
    internal string[] Train(params string[] more) =>
        ["train", "--data", Songs, "--set", "forest.n_estimators=10", .. more];

    /// <summary>A copy of the model to damage.</summary>
    internal string CopyModel(string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(Model))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }

    public async ValueTask InitializeAsync()
    {
        // The command finds experiment.yaml from the current folder; no test needs another one in this process.
        Directory.SetCurrentDirectory(RepositoryFolder.Root);
        await CommandRun.Successful("sample", "--rows", "1500", "--seed", "7", "--out", Songs);
        await CommandRun.Successful("sample", "--rows", "1500", "--seed", "7", "--out", SongsAsText);
        Trained = (await CommandRun.Successful(Train("--model-out", Model, "--json"))).Json;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
