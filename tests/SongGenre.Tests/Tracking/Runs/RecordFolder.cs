using SongGenre.Tests.Data;
using SongGenre.Tests.Tracking.Journal;
using SongGenre.Tracking;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tests.Tracking.Runs;

/// <summary>A store in a folder of a test's own, with the journals of its runs.</summary>
internal sealed class RecordFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public string Store => _folder["mlflow.db"];

    public string Journals => _folder[".songgenre/runs"];

    /// <summary>What was said to keep something from being recorded.</summary>
    public List<string> Said { get; } = [];

    public string this[string name] => _folder[name];

    public TrackingOptions Options => new() { Store = "sqlite:///" + Store };

    public WandbOptions Wandb => new() { Folder = Path, Entity = "ada", Project = "songs" };

    public TrackedRun Start(Experiment? experiment = null, TrackingOptions? options = null) =>
        TrackedRun.Start("train", experiment, ["forest.max_depth=7"], options ?? Options, Say);

    /// <summary>A journal of a run that said something and whose process is no more.</summary>
    public void Leave(params IEnumerable<RunEvent> events)
    {
        using var journal = RunJournal.Create(Journals, Started);
        foreach (var one in events) journal.Append(one);
    }

    public RunStarted Started => RunJournalTests.Started("a") with { Store = Options.Store, Wandb = null };

    public IRunSink Mlflow => new MlflowSink(() => MlflowStore.Open(Store), Say);

    public void Say(string line)
    {
        lock (Said) Said.Add(line);
    }

    public string[] Sql(string statement) => Tracking.Mlflow.SqliteShell.Run(Store, statement);

    public void Dispose() => _folder.Dispose();
}
