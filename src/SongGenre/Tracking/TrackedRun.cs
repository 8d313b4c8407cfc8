using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tracking;

/// <summary>
/// A run on record, from <see cref="Start"/> to <see cref="Finish"/> or <see cref="Fail"/>. Nothing that keeps the
/// record from being written or sent ever fails the run: it is said once, and what can be kept is sent later. Safe for
/// any number of threads.
/// </summary>
public sealed partial class TrackedRun : IDisposable
{
    // For how long a run's end waits for slow trackers, which get the rest later.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Action<string> _say;
    private readonly TimeSpan _patience;
    private readonly Lock _gate = new();
    private readonly bool _takesArtifacts;
    private readonly Task _opened;
    private readonly Task _described;
    private RunJournal? _journal;
    private RunDelivery? _delivery;
    private WandbSink? _wandb;
    private bool _isSaid;
    private bool _hasEnded;

    internal TrackedRun(
        string root,
        RunStarted started,
        IReadOnlyList<IRunSink> sinks,
        Action<string> say,
        TimeSpan? patience = null)
        : this(started, Quiet(say), run => run.Open([root], started, sinks), _ => { }, patience ?? Patience) => _opened.Wait();

    // On other threads: a run mostly begins with waiting for a disk, and that wait pays for this.
    private TrackedRun(
        RunStarted started,
        Action<string> say,
        Action<TrackedRun> open,
        Action<TrackedRun> describe,
        TimeSpan patience)
    {
        _say = say;
        _patience = patience;
        Id = started.Attached ?? started.Id;
        Name = started.Attached is null ? started.Name : null;
        // Weights & Biases alone, and only where somebody owns them.
        _takesArtifacts = !string.IsNullOrEmpty(started.Wandb?.Entity);
        _opened = Task.Run(() => Try(() => open(this)));
        _described = _opened.ContinueWith(_ => describe(this), TaskScheduler.Default);
    }

    private void Open(IReadOnlyList<string> roots, RunStarted started, IReadOnlyList<IRunSink> sinks)
    {
        Exception? first = null;
        foreach (var root in roots)
        {
            try
            {
                _journal = RunJournal.Create(root, started);
                _wandb = sinks.OfType<WandbSink>().FirstOrDefault();
                _delivery = new(_journal, sinks, _say);
                return;
            }
            catch (Exception failure)
            {
                first ??= failure;
            }
        }

        if (first is not null) Tell(first);
    }

    /// <summary>32 lower-case hexadecimal digits; of a run that goes on here, the id that it has.</summary>
    public string Id { get; }

    /// <summary>The name that people call it by; null of a run that goes on here, whose name its store knows.</summary>
    public string? Name { get; }

    /// <summary>Whether it goes on record.</summary>
    public bool IsOn
    {
        get
        {
            _opened.Wait();
            return _journal is not null;
        }
    }

    /// <summary>
    /// The folder that <c>wandb sync</c> uploads, absolute, once the run has ended; null where none is written.
    /// </summary>
    public string? WandbFolder => _wandb?.Written;

    /// <summary>Records a parameter. One that is recorded already keeps its value.</summary>
    /// <param name="key">Its name, such as <c>forest.max_depth</c>.</param>
    /// <param name="value">Its value as YAML writes it.</param>
    public void Parameter(string key, string value) => Parameters([KeyValuePair.Create(key, value)]);

    /// <summary>Records parameters, such as <see cref="Experiment.Flatten"/> gives.</summary>
    public void Parameters(IEnumerable<KeyValuePair<string, string>> values) =>
        Log(journal => journal.Append(new ParametersLogged(Now, Last(values))));

    /// <summary>Records a figure.</summary>
    /// <param name="key">Its name, such as <c>auc_ovo_macro</c>.</param>
    /// <param name="value">Its value; may be NaN or infinite.</param>
    /// <param name="step">Where it stands on its curve, such as a number of trees; 0 where there is no curve.</param>
    public void Metric(string key, double value, long step = 0) => Metrics([KeyValuePair.Create(key, value)], step);

    /// <summary>Records the figures of a step.</summary>
    public void Metrics(IEnumerable<KeyValuePair<string, double>> values, long step = 0) =>
        Log(journal => journal.Append(new MetricsLogged(Now, step, Last(values))));

    /// <summary>Sets a tag; a later value replaces an earlier one.</summary>
    public void Tag(string key, string value) => Tags([KeyValuePair.Create(key, value)]);

    /// <summary>Sets tags.</summary>
    public void Tags(IEnumerable<KeyValuePair<string, string>> values) =>
        Log(journal => journal.Append(new TagsSet(Now, Last(values))));

    /// <summary>Sets the run's notes, in Markdown.</summary>
    public void Note(string text) => Tag(TrackingOptions.NoteTag, text);

    /// <summary>Records what was written to the console.</summary>
    /// <param name="text">With its line ends.</param>
    /// <param name="isError">Whether it went to standard error.</param>
    public void Output(string text, bool isError = false) =>
        Log(journal => journal.Append(new OutputWritten(Now, isError, text)));

    /// <summary>Ends the run as it should end.</summary>
    public void Finish() => End(RunStatus.Finished, error: null, _patience);

    /// <summary>Ends the run by an error; by <see cref="OperationCanceledException"/> it is killed.</summary>
    public void Fail(Exception error) => End(
        error is OperationCanceledException ? RunStatus.Killed : RunStatus.Failed,
        error is SongGenreException ? error.Message : error.ToString(),
        _patience);

    /// <summary>Ends a run that nobody ended: it failed.</summary>
    public void Dispose()
    {
        End(RunStatus.Failed, "the run was left without an end", _patience);
        _delivery?.Dispose();
    }

    private static Dictionary<string, T> Last<T>(IEnumerable<KeyValuePair<string, T>> values)
    {
        var last = new Dictionary<string, T>();
        foreach (var (key, value) in values) last[key] = value;
        return last;
    }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    private void End(RunStatus status, string? error, TimeSpan patience)
    {
        // What is found out on other threads belongs before the end.
        _described.Wait(patience);
        lock (_gate)
        {
            if (_hasEnded) return;
            _hasEnded = true;
        }

        Unwatch();
        var isWhole = Write(journal => journal.Append(new RunEnded(Now, status, error)));
        Write(journal =>
        {
            if (_delivery!.Finish(patience) && isWhole) journal.Remove();
        });
    }

    private void Log(Action<RunJournal> write)
    {
        lock (_gate)
        {
            if (!_hasEnded) Write(write);
        }
    }

    private bool Write(Action<RunJournal> write)
    {
        _opened.Wait();
        return _journal is { } journal && Try(() => write(journal));
    }

    // Whatever it is that keeps a record from being written, it isn't the run's failure.
    private bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception failure)
        {
            Tell(failure);
            return false;
        }
    }

    // Standard error may be on the disk that is full, and there is nobody left to tell it to.
    private static Action<string> Quiet(Action<string> say) => message =>
    {
        try
        {
            say(message);
        }
        catch (Exception)
        {
            // On a thread of its own it would end the process.
        }
    };

    private void Tell(Exception failure)
    {
        if (!_isSaid) _say(failure.Message.ReplaceLineEndings(" ") + "; the run goes on without that part of its record");
        _isSaid = true;
    }
}
