using System.Globalization;
using Microsoft.Data.Analysis;
using SongGenre.Charts;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Review;

/// <summary>The record so far: the last runs, the best one, and what changed since. Runs that are parts of others are
/// left out.</summary>
/// <example><code>
/// RunHistory.Show();
/// </code></example>
public sealed class RunHistory
{
    // Set where notebooks run without a reader, whose outputs must be the same whenever they are run.
    private const string HeadlessVariable = "NOTEBOOK_HEADLESS";

    private static int _displays;

    private readonly RunSelection _last;

    private RunHistory(string metric, RunSelection last, Run? best)
    {
        Metric = metric;
        _last = last;
        Best = best;
    }

    /// <summary>The metric by which a run is the best.</summary>
    public string Metric { get; }

    /// <summary>The last runs that ended as they should and have the metric, the latest first.</summary>
    public IReadOnlyList<Run> Last => _last.Runs;

    /// <summary>The best of all such runs on the latest one's data and split, the latest of equals; null where there is
    /// none.</summary>
    public Run? Best { get; }

    /// <summary>Reads the record; where there is none yet, it is empty.</summary>
    /// <param name="count">How many of the last runs, from 1; default 10.</param>
    /// <param name="metric">The metric by which a run is the best; default <c>auc_ovo_macro</c>.</param>
    /// <param name="store">Where runs are: <c>sqlite:///PATH</c>, a path, or a server's address; null, the default, for
    /// where they go on record.</param>
    /// <exception cref="SongGenreException">The store can't be read.</exception>
    public static RunHistory Read(int count = 10, string metric = "auc_ovo_macro", string? store = null)
    {
        using var archive = RunArchive.Open(store);
        // A part of a run has its scores and none of its parameters.
        List<Run> runs =
        [
            .. archive.Runs().Where(run => run.Parent is null && run.Info.Status == RunStatus.Finished
                && run.Metrics.TryGetValue(metric, out var value) && !double.IsNaN(value.Value)),
        ];
        // On other rows, or on rows that were trained on, a higher score is no better one.
        string[] rows = ["songgenre.data.sha256", "songgenre.split"];
        var alike = runs.Where(run => rows.All(tag =>
            run.Tags.GetValueOrDefault(tag) == runs[0].Tags.GetValueOrDefault(tag)));
        var best = RunOrder.Parse($"metrics.`{metric}`").Sort(alike).FirstOrDefault();
        return new(metric, RunSelection.Of(runs, RunFilter.Parse(""), limit: count), best);
    }

    /// <summary>The last runs: name, start, command, scores, and the parameters that differ; the best is marked.
    /// </summary>
    public Table ToTable() => Table.From(Last, "The last runs",
    [
        new("run", run => run.Info.Name), new("start", run => Start(run)), new("command", run => run.Command),
        .. Metrics.Select(name => new TableColumn<Run>(name, run => Value(run, name), "0.0000")),
        .. _last.Parameters.Select(key => new TableColumn<Run>(key, run => run.Parameters.GetValueOrDefault(key))),
        new("", run => run.Info.Id == Best?.Info.Id ? "best" : ""),
    ]);

    /// <summary>What is different in the latest run from the best one: parameters, commit, data, and scores.</summary>
    public Table Changes()
    {
        if (Best is null || Last.Count == 0) return Table.From(Array.Empty<ChangedValue>(), "No run is on record yet");
        var (best, latest) = (Best, Last[0]);
        if (best.Info.Id == latest.Info.Id)
            return Table.From(Array.Empty<ChangedValue>(), "The latest run is the best");
        List<ChangedValue> changed =
        [
            .. RunSelection.InOrder(best.Parameters.Keys.Union(latest.Parameters.Keys)).Select(key => Both(key,
                best.Parameters.GetValueOrDefault(key, ""), latest.Parameters.GetValueOrDefault(key, ""))),
            Both("commit", Commit(best), Commit(latest)),
            .. Metrics.Select(name => Both(name, Text(Value(best, name)), Text(Value(latest, name)))),
        ];
        return Table.From(
            changed.Where(value => value.Values[0] != value.Values[1]), "What changed since the best run",
            new("", value => value.Name), new($"best: {best.Info.Name}", value => value.Values[0]),
            new($"latest: {latest.Info.Name}", value => value.Values[1]));

        static ChangedValue Both(string name, string one, string other) => new(name, [one, other]);
    }

    /// <summary>The last runs as a data frame: <c>run</c>, <c>id</c>, <c>start</c>, <c>command</c>, a column of numbers
    /// for each score, and one of texts for each parameter that differs.</summary>
    public DataFrame ToDataFrame() => new(
    [
        new StringDataFrameColumn("run", Last.Select(run => run.Info.Name)),
        new StringDataFrameColumn("id", Last.Select(run => run.Info.Id)),
        new StringDataFrameColumn("start", Last.Select(Start)),
        new StringDataFrameColumn("command", Last.Select(run => run.Command)),
        .. Metrics.Select(name =>
            (DataFrameColumn)new DoubleDataFrameColumn(name, Last.Select(run => Value(run, name)))),
        .. _last.Parameters.Select(key =>
            (DataFrameColumn)new StringDataFrameColumn(key, Last.Select(run => run.Parameters.GetValueOrDefault(key)))),
    ]);

    /// <summary>
    /// Shows the record in the notebook whose cell runs; one that can't be read is said in a line. Nothing is read and
    /// nothing shown where notebooks run without a reader, and where runs are kept off the record
    /// (<c>SONGGENRE_TRACKING=off</c>): what was done before would be another output for the same inputs.
    /// </summary>
    /// <param name="count">How many of the last runs, from 1; default 10.</param>
    /// <param name="metric">The metric by which a run is the best; default <c>auc_ovo_macro</c>.</param>
    public static void Show(int count = 10, string metric = "auc_ovo_macro")
    {
        if (Environment.GetEnvironmentVariable(HeadlessVariable) is { Length: > 0 }) return;
        if (AppContext.GetData("Notebook.Display") is not Action<string, IReadOnlyDictionary<string, string>> show)
            return;
        var faces = new Dictionary<string, string>();
        try
        {
            if (!TrackingOptions.IsOnHere) return;
            var history = Read(count, metric);
            faces["text/html"] = history.ToTable().ToHtml() + "\n" + history.Changes().ToHtml();
            faces["text/plain"] = history.ToString();
        }
        catch (SongGenreException unreadable)
        {
            // A record that is out of reach is no failure of the notebook.
            faces["text/plain"] = unreadable.Message;
        }

        show(FormattableString.Invariant($"history-{Interlocked.Increment(ref _displays)}"), faces);
    }

    /// <summary>Both tables as text.</summary>
    public override string ToString() => $"{ToTable()}\n\n{Changes()}";

    private IEnumerable<string> Metrics => _last.Metrics.Prepend(Metric).Distinct();

    private static double? Value(Run run, string metric) =>
        run.Metrics.TryGetValue(metric, out var known) ? known.Value : null;

    private static string Text(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";

    private static string Commit(Run run) => run.Tags.GetValueOrDefault("mlflow.source.git.commit", "");

    private static string Start(Run run) =>
        run.Info.Start.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
