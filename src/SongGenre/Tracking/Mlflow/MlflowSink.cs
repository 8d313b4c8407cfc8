using System.Text;
using SongGenre.Tracking.Journal;

namespace SongGenre.Tracking.Mlflow;

/// <summary>
/// Brings a run's events to a store of MLflow's. What the store refuses for good is said and left out. Events that come
/// again find what they said there already.
/// </summary>
/// <param name="open">Opens the store; called when there is something to bring, and again after a failure.</param>
/// <param name="say">Told in a line what is left out.</param>
internal sealed partial class MlflowSink(Func<IRunStore> open, Action<string> say) : IRunSink, IDisposable
{
    /// <summary>The tag with the id that the run has here.</summary>
    public const string IdTag = "songgenre.run";

    private const string IdName = "mlflow.run";

    private readonly HashSet<string> _known = [];
    private readonly HashSet<string> _said = [];
    private IRunStore? _store;
    private RunInfo? _run;
    private bool _isRefused;

    /// <inheritdoc/>
    public string Name => "mlflow";

    private IRunStore Store => _store ??= open();

    /// <inheritdoc/>
    public void Deliver(RunJournal journal, IReadOnlyList<RunEvent> events)
    {
        if (_isRefused) return;
        try
        {
            try
            {
                _run ??= Begin(journal);
            }
            catch (SongGenreException refusal) when (refusal.IsRefusal)
            {
                _isRefused = true;
                say($"mlflow leaves this run out: {refusal.Message}");
                return;
            }

            var batch = new List<RunEvent>();
            foreach (var one in events)
            {
                if (one is ParametersLogged or MetricsLogged or TagsSet)
                {
                    batch.Add(one);
                    continue;
                }

                Log(journal, batch);
                batch.Clear();
                Try(() => Bring(journal, one));
            }

            Log(journal, batch);
            if (events is [.., RunEnded]) Dispose();
        }
        catch
        {
            // What is wrong with it may be gone with the next one.
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _store?.Dispose();
        (_store, _run) = (null, null);
    }

    private RunInfo Begin(RunJournal journal)
    {
        var started = (RunStarted)journal.Events(0, 1)[0];
        if (started.Attached is { } attached)
        {
            var there = Store.GetRun(attached);
            // Whoever made the run has logged its parameters, perhaps in other words.
            _known.UnionWith(there.Parameters.Keys);
            return Store.StartRun(New(started, there.Info.ExperimentId) with { RunId = there.Info.Id });
        }

        var file = Path.Combine(journal.Folder, IdName);
        if (File.Exists(file) && File.ReadAllText(file) is { Length: > 0 } id)
            return Store.StartRun(New(started, "0") with { RunId = id });

        var experiment = Store.FindOrCreateExperiment(started.Experiment);
        var info = Store.StartRun(New(started, experiment.Id) with { Name = started.Name, NewId = started.Id });
        File.WriteAllText(file, info.Id);
        return info;
    }

    private static NewRun New(RunStarted started, string experiment) => new()
    {
        ExperimentId = experiment,
        User = Environment.UserName,
        Start = started.Time,
        Source = new(SourceType.Local, "songgenre " + started.Command),
        Tags = new Dictionary<string, string> { [IdTag] = started.Id },
    };

    private void Bring(RunJournal journal, RunEvent one)
    {
        switch (one)
        {
            case EnvironmentRead read:
                LogTags(Tags(read));
                break;
            case DataUsed used:
                Store.LogInputs(_run!.Id, used.Inputs);
                break;
            case FileLogged file:
                LogFile(_run!.ArtifactUri, file.Path, journal.PathOf(file.Path));
                break;
            case ModelLogged model:
                MlflowModel.Log(Store, _run!.Id, journal.PathOf(model.Path));
                break;
            case ModelUsed used:
                Store.LogModelInput(_run!.Id, used.ModelId);
                break;
            case RunEnded ended:
                End(journal, ended);
                break;
        }
    }

    // All at once; where something of it is refused, one by one.
    private void Log(RunJournal journal, List<RunEvent> events)
    {
        if (events.Count == 0) return;
        var parameters = new Dictionary<string, string>();
        var tags = new Dictionary<string, string>();
        var metrics = new List<Metric>();
        var isOfParent = false;
        foreach (var one in events)
        {
            switch (one)
            {
                case ParametersLogged logged:
                    // One that is recorded already keeps its value.
                    foreach (var (key, value) in logged.Values.Where(p => _known.Add(p.Key))) parameters[key] = value;
                    break;
                case TagsSet set:
                    foreach (var (key, value) in set.Values) tags[key] = value;
                    isOfParent |= NameParent(journal, tags);
                    break;
                case MetricsLogged logged:
                    metrics.AddRange(logged.Values.Select(m => new Metric(m.Key, m.Value, logged.Time, logged.Step)));
                    break;
            }
        }

        try
        {
            Log(parameters, tags, metrics);
        }
        catch
        {
            // They come again with their event.
            _known.ExceptWith(parameters.Keys);
            throw;
        }

        if (isOfParent) LogParent(journal);
    }

    private void Log(Dictionary<string, string> parameters, Dictionary<string, string> tags, List<Metric> metrics)
    {
        try
        {
            Store.LogBatch(_run!.Id, metrics, parameters, tags);
        }
        catch (SongGenreException refusal) when (refusal.IsRefusal)
        {
            foreach (var parameter in parameters) Try(() => Store.LogBatch(_run!.Id, parameters: Only(parameter)));
            foreach (var tag in tags) Try(() => Store.LogBatch(_run!.Id, tags: Only(tag)));
            foreach (var key in metrics.GroupBy(m => m.Key)) Try(() => Store.LogBatch(_run!.Id, [.. key]));
        }
    }

    private static Dictionary<string, string> Only(KeyValuePair<string, string> one) => new() { [one.Key] = one.Value };

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (SongGenreException refusal) when (refusal.IsRefusal)
        {
            if (_said.Add(refusal.Message)) say($"mlflow leaves out a part of run {_run?.Id}: {refusal.Message}");
        }
    }

    private void LogTags(Dictionary<string, string> tags) => Store.LogBatch(_run!.Id, tags: tags);

    private static Dictionary<string, string> Tags(EnvironmentRead read)
    {
        var here = read.Environment;
        var tags = new Dictionary<string, string>
        {
            ["songgenre.host"] = here.Host,
            ["songgenre.os"] = $"{here.OperatingSystem} {here.Architecture}",
            ["songgenre.dotnet"] = here.Runtime,
            ["songgenre.cpu"] = FormattableString.Invariant($"{here.Processors} × {here.Processor ?? here.Architecture}"),
            ["songgenre.memory"] = FormattableString.Invariant($"{here.Memory / (1024.0 * 1024 * 1024):0.0} GB"),
        };
        if (read.Source is not { } tree) return tags;
        tags["songgenre.git.dirty"] = tags["mlflow.source.git.dirty"] = tree.IsDirty ? "true" : "false";
        if (tree.Commit is { } commit) tags["mlflow.source.git.commit"] = commit;
        if (tree.Branch is { } branch) tags["songgenre.git.branch"] = tags["mlflow.source.git.branch"] = branch;
        if (tree.Remote is { } remote) tags["mlflow.source.git.repoURL"] = remote;
        return tags;
    }

    private void LogFile(string uri, string path, string file)
    {
        if (!File.Exists(file))
        {
            say($"mlflow leaves out a part of run {_run!.Id}: {file} is gone");
            return;
        }

        using var content = File.OpenRead(file);
        Store.LogArtifact(uri, path, content);
    }

    // The end first: whatever is wrong with the rest, the run doesn't seem to go on.
    private void End(RunJournal journal, RunEnded ended)
    {
        Store.UpdateRun(_run!.Id, ended.Status, ended.Time);
        if (ended.Error is { } error)
            Try(() => LogTags(new() { ["songgenre.error"] = Limits.OwnTag(error) }));
        var console = string.Concat(journal.Events(0).OfType<OutputWritten>().Select(output => output.Text));
        if (console.Length > 0)
        {
            Try(() =>
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(console));
                Store.LogArtifact(_run!.ArtifactUri, "console.log", content);
            });
        }

        RequireParent(journal);
    }
}
