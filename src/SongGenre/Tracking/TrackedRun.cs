using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking;

/// <summary>
/// A run on record, from its start to <see cref="Finish"/> or <see cref="Fail"/>. Nothing that keeps the record from
/// being written or sent ever fails the run: it is said once.
/// </summary>
public sealed class TrackedRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Action<string> _say;
    private readonly RunJournal? _journal;
    private readonly RunDelivery? _delivery;
    private readonly Lock _gate = new();
    private bool _isSaid;
    private bool _hasEnded;

    internal TrackedRun(string root, RunStarted started, IReadOnlyList<IRunSink> sinks, Action<string> say)
    {
        _say = say;
        Id = started.Id;
        Name = started.Name;
        try
        {
            _journal = RunJournal.Create(root, started);
            _delivery = new(_journal, sinks, say);
        }
        catch (SongGenreException failure)
        {
            Tell(failure);
        }
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The name that people call it by.</summary>
    public string Name { get; }

    /// <summary>Records a parameter. One that is recorded already keeps its value.</summary>
    /// <param name="key">Its name, such as <c>forest.max_depth</c>.</param>
    /// <param name="value">Its value as YAML writes it.</param>
    public void Parameter(string key, string value) => Parameters([KeyValuePair.Create(key, value)]);

    /// <summary>Records parameters, such as <see cref="Experiment.Flatten"/> gives.</summary>
    public void Parameters(IEnumerable<KeyValuePair<string, string>> values) =>
        Record(journal => journal.Append(new ParametersLogged(Now, Last(values))));

    /// <summary>Records a figure.</summary>
    /// <param name="key">Its name, such as <c>test.auc_ovo_macro</c>.</param>
    /// <param name="value">Its value; may be NaN or infinite.</param>
    /// <param name="step">Where it stands on its curve, such as a number of trees; 0 where there is no curve.</param>
    public void Metric(string key, double value, long step = 0) => Metrics([KeyValuePair.Create(key, value)], step);

    /// <summary>Records the figures of a step.</summary>
    public void Metrics(IEnumerable<KeyValuePair<string, double>> values, long step = 0) =>
        Record(journal => journal.Append(new MetricsLogged(Now, step, Last(values))));

    /// <summary>Sets a tag; a later value replaces an earlier one.</summary>
    public void Tag(string key, string value) =>
        Record(journal => journal.Append(new TagsSet(Now, new Dictionary<string, string> { [key] = value })));

    /// <summary>Records a file: a copy of what it is now.</summary>
    /// <param name="path">Its name among the run's files, such as <c>plots/importances.png</c>.</param>
    /// <param name="file">The file.</param>
    public void File(string path, string file) => Record(journal => journal.Keep(path, file));

    /// <summary>Records what was written to the console.</summary>
    /// <param name="text">With its line ends.</param>
    /// <param name="isError">Whether it went to standard error.</param>
    public void Output(string text, bool isError = false) =>
        Record(journal => journal.Append(new OutputWritten(Now, isError, text)));

    /// <summary>Ends the run as it should end.</summary>
    public void Finish() => End(RunStatus.Finished, error: null);

    /// <summary>Ends the run by an error; by <see cref="OperationCanceledException"/> it is killed.</summary>
    public void Fail(Exception error) => End(
        error is OperationCanceledException ? RunStatus.Killed : RunStatus.Failed,
        error is SongGenreException ? error.Message : error.ToString());

    /// <summary>Ends a run that nobody ended: it failed.</summary>
    public void Dispose()
    {
        End(RunStatus.Failed, "the run was left without an end");
        _delivery?.Dispose();
    }

    private static Dictionary<string, T> Last<T>(IEnumerable<KeyValuePair<string, T>> values)
    {
        var last = new Dictionary<string, T>();
        foreach (var (key, value) in values) last[key] = value;
        return last;
    }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    private void End(RunStatus status, string? error)
    {
        lock (_gate)
        {
            if (_hasEnded) return;
            _hasEnded = true;
        }

        var isWhole = Write(journal => journal.Append(new RunEnded(Now, status, error)));
        Write(journal =>
        {
            if (_delivery!.Finish(Patience) && isWhole) journal.Remove();
        });
    }

    private void Record(Action<RunJournal> write)
    {
        lock (_gate)
        {
            if (!_hasEnded) Write(write);
        }
    }

    private bool Write(Action<RunJournal> write)
    {
        if (_journal is null) return false;
        try
        {
            write(_journal);
            return true;
        }
        catch (SongGenreException failure)
        {
            Tell(failure);
            return false;
        }
    }

    private void Tell(SongGenreException failure)
    {
        if (!_isSaid) _say(failure.Message + "; the run goes on without that part of its record");
        _isSaid = true;
    }
}
