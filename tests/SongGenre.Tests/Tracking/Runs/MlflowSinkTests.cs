using SongGenre.Forest;
using SongGenre.Tests.Tracking.Mlflow;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Runs;

public sealed class MlflowSinkTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    private readonly RecordFolder _folder = new();

    private static RunEvent[] Said =>
    [
        new ParametersLogged(Time, new Dictionary<string, string> { ["forest.max_depth"] = "13" }),
        new MetricsLogged(Time, 1, new Dictionary<string, double> { ["auc"] = 0.5, ["nothing"] = double.NaN }),
        new MetricsLogged(Time, 2, new Dictionary<string, double> { ["auc"] = 0.75 }),
        new TagsSet(Time, new Dictionary<string, string> { ["mlflow.note.content"] = "first" }),
        new DataUsed(Time, [StoreProcess.Data("songs", "d1", "training")]),
        new OutputWritten(Time, IsError: false, "one\n"),
        new OutputWritten(Time, IsError: true, "two\n"),
        new RunEnded(Time.AddSeconds(5), RunStatus.Failed, "no rows"),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_has_the_id_and_the_times_of_its_journal_and_all_that_it_said()
    {
        using var journal = Journal();
        journal.Keep("plots/one.txt", file => File.WriteAllText(file, "a plot"));
        journal.Append(new FileLogged(Time, "plots/one.txt"));
        foreach (var one in Said) journal.Append(one);

        _folder.Mlflow.Deliver(journal, journal.Events(0));

        var id = _folder.Started.Id;
        Assert.Equal(
            [$"{id}|calm-drum-1|FAILED|{_folder.Started.Time.ToUnixTimeMilliseconds()}|{Time.AddSeconds(5).ToUnixTimeMilliseconds()}"],
            _folder.Sql("SELECT run_uuid, name, status, start_time, end_time FROM runs"));
        Assert.Equal(["song-genre"], _folder.Sql("SELECT name FROM experiments WHERE experiment_id = 1"));
        Assert.Equal(["forest.max_depth|13"], _folder.Sql("SELECT key, value FROM params"));
        Assert.Equal(
            ["auc|0.5|1|0", "auc|0.75|2|0", "nothing|0.0|1|1"],
            _folder.Sql("SELECT key, value, step, is_nan FROM metrics ORDER BY key, step"));
        Assert.Equal(["training"], _folder.Sql("SELECT value FROM input_tags WHERE name = 'mlflow.data.context'"));
        Assert.Equal(
            ["mlflow.note.content|first", "songgenre.error|no rows"],
            _folder.Sql("SELECT key, value FROM tags WHERE key IN ('mlflow.note.content', 'songgenre.error') ORDER BY key"));
        var artifacts = _folder[$"mlruns/1/{id}/artifacts"];
        Assert.Equal("a plot", File.ReadAllText(Path.Combine(artifacts, "plots/one.txt")));
        Assert.Equal("one\ntwo\n", File.ReadAllText(Path.Combine(artifacts, "console.log")));
        Assert.Empty(Directory.EnumerateFiles(_folder["mlruns"], "*.lock", SearchOption.AllDirectories));
        SqliteShell.AssertWhole(_folder.Store);
    }

    [Fact]
    public void Events_that_come_again_from_any_place_on_do_no_harm()
    {
        using var journal = Journal();
        foreach (var one in Said) journal.Append(one);
        _folder.Mlflow.Deliver(journal, journal.Events(0));
        var before = Everything();

        for (var from = 0; from < journal.Count; from++) _folder.Mlflow.Deliver(journal, journal.Events(from));

        Assert.Equal(before, Everything());
        Assert.Empty(_folder.Said);
    }

    [Fact]
    public void What_the_store_refuses_for_good_is_said_once_and_keeps_nothing_else_out()
    {
        using var journal = Journal();
        var parameters = new Dictionary<string, string> { ["long"] = new('x', 6001), ["bad?name"] = "1", ["good"] = "1" };
        journal.Append(new ParametersLogged(Time, parameters));
        journal.Append(new TagsSet(Time, new Dictionary<string, string> { ["note"] = new('x', 8001), ["kept"] = "yes" }));
        journal.Append(new DataUsed(Time, [StoreProcess.Data("with blanks", "d1", "training")]));
        journal.Append(new MetricsLogged(Time, 0, new Dictionary<string, double> { ["a?b"] = 1, ["auc"] = 0.5 }));
        journal.Append(new RunEnded(Time, RunStatus.Finished, null));

        _folder.Mlflow.Deliver(journal, journal.Events(0));

        Assert.Equal(["good"], _folder.Sql("SELECT key FROM params"));
        Assert.Equal(["kept"], _folder.Sql("SELECT key FROM tags WHERE key IN ('note', 'kept')"));
        Assert.Equal(["auc"], _folder.Sql("SELECT key FROM metrics"));
        Assert.Equal(["FINISHED"], _folder.Sql("SELECT status FROM runs"));
        Assert.Equal(5, _folder.Said.Count);
        Assert.All(_folder.Said, line => Assert.StartsWith("mlflow leaves out a part of run aaa", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_MLflow_started_goes_on_with_its_parameters_as_they_are()
    {
        string id;
        using (var store = MlflowStore.Open(_folder.Store))
        {
            id = store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("projects"))).Id;
            store.LogBatch(id, parameters: new Dictionary<string, string> { ["forest.max_depth"] = "0007" });
        }

        var experiment = new Experiment { Forest = new ForestOptions { MaxDepth = 7 } };
        using (var run = _folder.Start(experiment, _folder.Options with { RunId = id }))
        {
            Assert.Equal(id, run.Id);
            run.Metric("auc", 0.5);
            run.Finish();
        }

        Assert.Equal([$"{id}|FINISHED"], _folder.Sql("SELECT run_uuid, status FROM runs"));
        Assert.Equal(["0007"], _folder.Sql("SELECT value FROM params WHERE key = 'forest.max_depth'"));
        Assert.Equal(["100"], _folder.Sql("SELECT value FROM params WHERE key = 'forest.n_estimators'"));
        Assert.Equal(["0.5"], _folder.Sql("SELECT value FROM metrics"));
        Assert.Empty(_folder.Said);
        Assert.Empty(Directory.GetDirectories(_folder.Journals));
    }

    [Fact]
    public void A_model_that_the_run_used_is_an_input_of_it_once_and_one_that_is_gone_is_said_once()
    {
        string model;
        using (var store = MlflowStore.Open(_folder.Store))
            model = store.CreateModel(new() { ExperimentId = "0", Name = "forest" }).Id;
        var gone = "m-" + new string('0', 32);
        using var journal = Journal();
        foreach (var id in (string[])[model, gone]) journal.Append(new ModelUsed(Time, id));
        journal.Append(new RunEnded(Time, RunStatus.Finished, null));
        var sink = _folder.Mlflow;

        sink.Deliver(journal, journal.Events(0));
        sink.Deliver(journal, journal.Events(1));

        // As MLflow itself keeps it: RUN_INPUT(run) to MODEL_INPUT(model).
        Assert.Equal(
            [$"RUN_INPUT|{_folder.Started.Id}|MODEL_INPUT|{model}"],
            _folder.Sql("SELECT source_type, source_id, destination_type, destination_id FROM inputs"));
        Assert.EndsWith($"has no model {gone}.", Assert.Single(_folder.Said), StringComparison.Ordinal);
        Assert.Equal(["FINISHED"], _folder.Sql("SELECT status FROM runs"));
    }

    [Fact]
    public void A_run_in_the_bin_takes_nothing_more_and_is_said_once()
    {
        using var journal = Journal();
        _folder.Mlflow.Deliver(journal, journal.Events(0));
        using (var store = MlflowStore.Open(_folder.Store)) store.DeleteRun(_folder.Started.Id);
        foreach (var one in Said) journal.Append(one);
        var sink = _folder.Mlflow;

        sink.Deliver(journal, journal.Events(1, 3));
        sink.Deliver(journal, journal.Events(4));

        Assert.Contains("is deleted", Assert.Single(_folder.Said), StringComparison.Ordinal);
        Assert.Empty(_folder.Sql("SELECT key FROM metrics"));
    }

    private RunJournal Journal() => RunJournal.Create(_folder.Journals, _folder.Started);

    private string[] Everything() =>
    [
        .. new[] { "runs", "params", "metrics", "latest_metrics", "tags", "inputs", "input_tags", "datasets", "experiments" }
            .SelectMany(table => _folder.Sql($"SELECT * FROM {table} ORDER BY 1, 2, 3")),
    ];
}
