namespace SongGenre.Tracking.Wandb;

public sealed partial class WandbRun
{
    private readonly HashSet<string> _metrics = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, WandbSummary> _summary = new(StringComparer.Ordinal);
    private long _step = -1;
    private double _lastTimestamp;

    /// <summary>Records the values of a step: a point of each curve.</summary>
    /// <param name="values">
    /// Name to value: a number, text, truth, dictionary or sequence, a <see cref="WandbPicture"/> or a
    /// <see cref="WandbTable"/>. All values of one step come in one call.
    /// </param>
    /// <param name="step">The step, greater than the last one; the next one, from 0, unless given.</param>
    /// <exception cref="SongGenreException">The step is not greater, a name is taken, or the disk fails.</exception>
    public void Log(IReadOnlyDictionary<string, object?> values, long? step = null) => Write(() =>
    {
        var at = step ?? _step + 1;
        if (at <= _step)
        {
            throw new SongGenreException(FormattableString.Invariant(
                $"Step {at} of run {Id} is not above step {_step}; steps must increase; give a step at once."));
        }

        var items = new List<(string Key, string Json)>();
        foreach (var (name, value) in values) items.Add((Checked(name), JsonOf(name, value, at)));

        foreach (var ((name, value), item) in values.Zip(items))
        {
            if (_metrics.Add(name)) Append(record => record.Message(12, () => record.Text(1, name)), isUrgent: false);
            if (!_summary.TryGetValue(name, out var summary))
                _summary[name] = summary = new(WandbAggregates.None, WandbGoal.None);
            summary.Add(value, item.Json);
        }

        _step = at;
        _lastTimestamp = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        items.Add(("_step", WandbJson.Of(at)));
        items.Add(("_timestamp", WandbJson.Of(_lastTimestamp)));
        items.Add(("_runtime", WandbJson.Of(Seconds)));
        Append(
            record => record.Message(2, () =>
            {
                Put(record, 1, items);
                record.Message(2, () => record.Integer(1, at));
            }),
            isUrgent: false);
    });

    /// <summary>Says how a metric is drawn and summarised; before its first value, so that all of them are.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="stepMetric">The metric that is its horizontal axis; the step unless given.</param>
    /// <param name="summary">What the summary keeps of it.</param>
    /// <param name="goal">Which of its values are good; needed where the summary keeps the best.</param>
    /// <exception cref="SongGenreException">The best is wanted without a goal, or it can't be written.</exception>
    public void DefineMetric(
        string name,
        string? stepMetric = null,
        WandbAggregates summary = WandbAggregates.None,
        WandbGoal goal = WandbGoal.None) => Write(() =>
    {
        Checked(name);
        if (summary.HasFlag(WandbAggregates.Best) && goal == WandbGoal.None)
            throw new SongGenreException($"Metric {WandbJson.Of(name)} is to keep its best; say its goal.");
        if (stepMetric is not null && _metrics.Add(stepMetric))
            Append(record => record.Message(12, () => record.Text(1, stepMetric)), isUrgent: false);
        _metrics.Add(name);
        if (_summary.TryGetValue(name, out var known)) _summary[name] = known.With(summary, goal);
        else _summary[name] = new(summary, goal);
        Append(record => record.Message(12, () => PutMetric(record, name, stepMetric, summary, goal)));
    });

    /// <summary>Sets a value of the run's summary, whatever its steps say.</summary>
    /// <exception cref="SongGenreException">The name is taken, or a picture or table can't be written.</exception>
    public void Summarize(string name, object? value) => Write(() =>
    {
        var json = JsonOf(Checked(name), value, Math.Max(_step, 0));
        if (!_summary.TryGetValue(name, out var summary))
            _summary[name] = summary = new(WandbAggregates.None, WandbGoal.None);
        summary.Set(json);
    });

    private static string Checked(string name) => name is "" or "_step" or "_timestamp" or "_runtime" or "_wandb"
        ? throw new SongGenreException($"A value for Weights & Biases is named '{name}'; give another name.")
        : name;

    private static void PutMetric(
        ProtoWriter record, string name, string? stepMetric, WandbAggregates summary, WandbGoal goal)
    {
        record.Text(1, name);
        PutText(record, 4, stepMetric);
        record.Message(6, () =>
        {
            if (stepMetric is not null) record.Integer(1, 1);
            record.Integer(3, 1);
        });
        if (summary != WandbAggregates.None)
        {
            record.Message(7, () =>
            {
                if (summary.HasFlag(WandbAggregates.Min)) record.Integer(1, 1);
                if (summary.HasFlag(WandbAggregates.Max)) record.Integer(2, 1);
                if (summary.HasFlag(WandbAggregates.Mean)) record.Integer(3, 1);
                if (summary.HasFlag(WandbAggregates.Best)) record.Integer(4, 1);
                if (summary.HasFlag(WandbAggregates.Last)) record.Integer(5, 1);
            });
        }

        if (goal != WandbGoal.None) record.Integer(8, (int)goal);
    }

    private void End(int exitCode)
    {
        AppendFile("output.log", FileKind.Wandb, isAtEnd: true);
        var items = new List<(string Key, string Json)>();
        foreach (var (name, value) in _summary)
        {
            if (value.Json is { } json) items.Add((name, json));
        }

        if (_step >= 0)
        {
            items.Add(("_step", WandbJson.Of(_step)));
            items.Add(("_timestamp", WandbJson.Of(_lastTimestamp)));
        }

        items.Add(("_runtime", WandbJson.Of(Seconds)));
        items.Add(("_wandb", WandbJson.Of(new Dictionary<string, object?> { ["runtime"] = (int)Seconds })));
        Append(record => record.Message(3, () => Put(record, 1, items)), isUrgent: false);
        var seconds = (int)Seconds;
        Append(
            record => record.Message(18, () =>
            {
                record.Integer(1, exitCode);
                record.Integer(2, seconds);
            }),
            isUrgent: false);
        Append(record => record.Message(20, () => { }), isUrgent: false);
        Append(record => record.Message(22, () => { }), isUrgent: false);
    }
}
