using System.Globalization;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Wandb;

/// <summary>
/// Writes a run's events as an offline run of Weights &amp; Biases. Its folder can't be gone on with by another process,
/// so one that comes after a crash writes it anew from the journal, which has everything, and removes what was there.
/// </summary>
/// <param name="options">Where it belongs.</param>
/// <param name="say">Told in a line what is left out.</param>
internal sealed class WandbSink(WandbOptions options, Action<string> say) : IRunSink, IDisposable
{
    private const string FolderName = "wandb.run";
    private const string StepName = "step";
    private const int Stopped = 130;

    private readonly Dictionary<string, string> _results = [];
    private WandbRun? _run;
    private EventClock? _clock;
    private int _taken;
    private bool _hasSteps;
    private bool _isEnding;
    private bool _isEntitySaid;

    /// <inheritdoc/>
    public string Name => "wandb";

    /// <summary>The run's folder once the run has ended in it, absolute; null before.</summary>
    public string? Written { get; private set; }

    /// <inheritdoc/>
    public void Deliver(RunJournal journal, IReadOnlyList<RunEvent> events)
    {
        var all = journal.Events(0);
        if (_run is null)
        {
            // The run's first record names commit and machine, which are known a moment after its start.
            var place = all.OfType<EnvironmentRead>().FirstOrDefault();
            if (place is null && all is not [.., RunEnded]) return;
            Open(journal, (RunStarted)all[0], place);
        }

        for (; _taken < all.Count; _taken++)
        {
            try
            {
                _clock!.MoveTo(all[_taken].Time);
                Bring(journal, all[_taken]);
            }
            catch (SongGenreException refusal) when (refusal.InnerException is null
                or FileNotFoundException or DirectoryNotFoundException)
            {
                say($"wandb leaves out a part of run {_run!.Id}: {refusal.Message}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _run?.Dispose();

    private void Open(RunJournal journal, RunStarted started, EnvironmentRead? place)
    {
        var note = Path.Combine(journal.Folder, FolderName);
        try
        {
            if (File.Exists(note) && File.ReadAllText(note) is { Length: > 0 } old && Directory.Exists(old))
                Directory.Delete(old, recursive: true);
            var own = options with
            {
                Name = options.Name ?? started.Name,
                JobType = options.JobType ?? started.Command,
                Id = options.Id ?? started.Id[..8],
            };
            var environment = place?.Environment ?? RunEnvironment.Read(commit: null, isDirty: null);
            var diff = journal.PathOf("environment/git.diff");
            var source = new WandbSource(
                "songgenre", started.Arguments, place?.Source?.Remote,
                File.Exists(diff) ? File.ReadAllText(diff) : null);
            _clock = new(started.Time);
            _run = WandbRun.Open(own, environment, source, configuration: null, _clock);
            File.WriteAllText(note, _run.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException($"{note}: can't be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private void Bring(RunJournal journal, RunEvent one)
    {
        var run = _run!;
        switch (one)
        {
            case ParametersLogged logged:
                run.Configure(logged.Values.ToDictionary(p => p.Key, p => Value(p.Value)));
                break;
            case MetricsLogged logged:
                Log(run, logged);
                break;
            case TagsSet set:
                run.Configure(set.Values.ToDictionary(tag => tag.Key, tag => (object?)tag.Value));
                break;
            case FileLogged file:
                AddFile(run, journal, file.Path);
                break;
            case ModelLogged model:
                var folder = journal.PathOf(model.Path);
                Add(journal, isUsed: false, new("model-" + run.Id, "model")
                {
                    Files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                        .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/')),
                });
                break;
            case ArtifactLogged artifact:
                Add(journal, artifact.IsUsed, new(artifact.Name, artifact.Type)
                {
                    Files = artifact.Files,
                    Metadata = artifact.Metadata.ToDictionary(m => m.Key, m => (object?)m.Value),
                    Aliases = artifact.Aliases,
                });
                break;
            case OutputWritten output:
                run.Output(output.Text, output.IsError);
                break;
            case RunEnded ended:
                End(run, journal, ended);
                break;
        }
    }

    // All values of one of its steps come in one call, and a step of ours may have several: ours is a value itself.
    private void Log(WandbRun run, MetricsLogged logged)
    {
        var values = logged.Values.ToDictionary(metric => metric.Key, metric => (object?)metric.Value);
        if (logged.Step > 0)
        {
            foreach (var name in values.Keys) run.DefineMetric(name, StepName);
            _hasSteps = true;
        }

        if (_hasSteps) values[StepName] = logged.Step;
        run.Log(values);
    }

    private void AddFile(WandbRun run, RunJournal journal, string path)
    {
        var file = journal.PathOf(path);
        run.AddFile(path, file);
        if (path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            run.Log(new Dictionary<string, object?> { [path[..^4]] = new WandbPicture(File.ReadAllBytes(file)) });
        if (path.EndsWith(".csv", StringComparison.Ordinal)) _results[path] = path;
    }

    private void Add(RunJournal journal, bool isUsed, WandbArtifact artifact)
    {
        if (string.IsNullOrEmpty(options.Entity))
        {
            if (!_isEntitySaid) say($"wandb leaves out the artifacts of run {_run!.Id}: set WANDB_ENTITY to whose they are");
            _isEntitySaid = true;
            return;
        }

        var files = artifact.Files.ToDictionary(file => file.Key, file => journal.PathOf(file.Value));
        if (isUsed) _run!.UseArtifact(artifact with { Files = files });
        else _run!.LogArtifact(artifact with { Files = files });
    }

    private void End(WandbRun run, RunJournal journal, RunEnded ended)
    {
        // The end may have to be tried again, and then takes nothing more.
        if (!_isEnding)
        {
            if (_results.Count > 0) Add(journal, isUsed: false, new("results-" + run.Id, "result") { Files = _results });
            if (ended.Error is { } error)
                run.Configure(new Dictionary<string, object?> { ["songgenre.error"] = error });
            _isEnding = true;
        }

        run.Finish(ended.Status switch { RunStatus.Finished => 0, RunStatus.Killed => Stopped, _ => 1 });
        Written = run.Folder;
    }

    // As YAML reads it.
    private static object? Value(string text) => text switch
    {
        "null" => null,
        "true" => true,
        "false" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };
}
