using System.Text;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli.Tests;

/// <summary>A store of a test's own, and what a run of this program leaves there.</summary>
internal sealed class RunStoreFolder : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private int _runs;

    public string File => _folder["mlflow.db"];

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    /// <summary>Opens the store to be written to.</summary>
    public T Write<T>(Func<IRunStore, T> write)
    {
        using var store = MlflowStore.Open(File);
        return write(store);
    }

    /// <summary>A finished run that starts an hour after the one before; its id.</summary>
    public string Add(
        string name,
        IReadOnlyDictionary<string, double>? metrics = null,
        string[]? overrides = null,
        IReadOnlyDictionary<string, string>? files = null,
        IReadOnlyDictionary<string, string>? tags = null,
        RunStatus status = RunStatus.Finished) => Write(store =>
        {
            var start = Noon.AddHours(_runs++);
            var info = store.StartRun(new()
            {
                ExperimentId = store.FindOrCreateExperiment("song-genre").Id,
                User = "ada",
                Start = start,
                Source = new(SourceType.Local, "songgenre train", "abc123"),
                Name = name,
            });
            Dictionary<string, string> all = new()
            {
                ["songgenre.command"] = "train",
                ["songgenre.git.branch"] = "main",
                ["songgenre.git.dirty"] = "false",
                ["songgenre.data.sha256"] = "5d1e",
                ["songgenre.split"] = "track",
            };
            if (overrides is not null) all["songgenre.overrides"] = string.Join('\n', overrides);
            foreach (var (key, value) in tags ?? new Dictionary<string, string>()) all[key] = value;
            store.LogBatch(
                info.Id,
                [.. (metrics ?? new Dictionary<string, double>()).Select(m => new Metric(m.Key, m.Value, start))],
                Experiment.Load(RepositoryFolder.Notebook("experiment.yaml"), overrides ?? []).Flatten().ToDictionary(),
                all);
            foreach (var (path, text) in files ?? new Dictionary<string, string>())
                store.LogArtifact(info.ArtifactUri, path, new MemoryStream(Encoding.UTF8.GetBytes(text)));
            store.UpdateRun(info.Id, status, start.AddSeconds(90));
            return info.Id;
        });
}
