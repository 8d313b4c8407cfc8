using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow;

public sealed class MlflowStoreTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly MlflowStore _store;
    private readonly ExperimentInfo _experiment;

    public MlflowStoreTests()
    {
        _store = MlflowStore.Open(File);
        _experiment = _store.FindOrCreateExperiment("songs");
    }

    private string File => _folder["mlflow.db"];

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Experiments_count_up_and_are_found_by_name()
    {
        Assert.Equal("1", _experiment.Id);
        Assert.Equal("2", _store.FindOrCreateExperiment("others").Id);
        Assert.Equal(_experiment, _store.FindOrCreateExperiment("songs"));
        Assert.Equal("0", _store.FindExperiment("Default")!.Id);
        Assert.Null(_store.FindExperiment("none"));
        Assert.Contains("501 characters", OneLine.ErrorOf(() => _store.FindOrCreateExperiment(new('x', 501))));
        SqliteShell.Run(File, "UPDATE experiments SET lifecycle_stage = 'deleted' WHERE name = 'songs'");
        Assert.Contains("is deleted", OneLine.ErrorOf(() => _store.FindOrCreateExperiment("songs")));
    }

    [Fact]
    public void A_run_is_stored_as_MLflow_stores_it()
    {
        var run = Start("calm-bass-7");
        Assert.Matches("^[0-9a-f]{32}$", run.Id);
        _store.UpdateRun(run.Id, RunStatus.Finished, Noon.AddSeconds(90));
        // 2026-01-02T12:00:00Z is 1,767,355,200 seconds after 1970.
        Assert.Equal(
            [
                $"{run.Id}|calm-bass-7|NOTEBOOK|03-training.ipynb||ada|FINISHED|1767355200000|1767355290000|abc|active|"
                + $"{_folder["mlruns"]}/1/{run.Id}/artifacts|1|",
            ],
            SqliteShell.Run(File, "SELECT * FROM runs"));
        Assert.Equal(
            [
                "mlflow.note.content|first", "mlflow.runName|calm-bass-7", "mlflow.source.git.commit|abc",
                "mlflow.source.name|03-training.ipynb", "mlflow.source.type|NOTEBOOK", "mlflow.user|ada",
            ],
            SqliteShell.Run(File, "SELECT key, value FROM tags ORDER BY key"));
        var read = _store.GetRun(run.Id).Info;
        Assert.Equal(run with { Status = RunStatus.Finished, End = Noon.AddSeconds(90) }, read);
        SqliteShell.AssertWhole(File);
    }

    [Fact]
    public void A_run_without_a_name_gets_one_of_adjective_noun_and_number() =>
        Assert.Matches("^[a-z]+-[a-z]+-[0-9]{1,3}$", Start(null).Name);

    [Fact]
    public void A_given_run_goes_on()
    {
        var run = Start("calm-bass-7");
        _store.LogBatch(run.Id, parameters: new Dictionary<string, string> { ["seed"] = "7" });
        _store.UpdateRun(run.Id, RunStatus.Killed, Noon);
        var tags = new Dictionary<string, string> { ["mlflow.parentRunId"] = "x" };
        var again = _store.StartRun(StoreProcess.NewRun(_experiment) with { RunId = run.Id, Tags = tags });
        Assert.Equal(run, again);
        Assert.Equal("03-training.ipynb", _store.GetRun(run.Id).Tags["mlflow.source.name"]);
        Assert.Equal("x", _store.GetRun(run.Id).Tags["mlflow.parentRunId"]);
        var unknown = StoreProcess.NewRun(_experiment) with { RunId = new string('0', 32) };
        Assert.Contains("has no run 0000", OneLine.ErrorOf(() => _store.StartRun(unknown)));
    }

    [Fact]
    public void The_latest_metric_is_the_greatest_by_step_time_and_value()
    {
        var run = Start(null).Id;
        _store.LogBatch(run,
        [
            new("auc", 0.9, Noon.AddSeconds(1), 2),
            new("auc", 0.5, Noon.AddSeconds(9), 1),
            new("loss", 3, Noon, 5),
            new("loss", 1, Noon.AddSeconds(1), 5),
            new("tie", 1, Noon),
            new("tie", 2, Noon),
        ]);
        // A later call with an earlier step, time or value changes nothing; with a greater one it does.
        _store.LogBatch(run, [new("auc", 0.7, Noon.AddDays(1), 1), new("tie", 1.5, Noon), new("loss", 0, Noon, 6)]);
        Assert.Equal(
            ["auc|0.9|1767355201000|2|0", "loss|0.0|1767355200000|6|0", "tie|2.0|1767355200000|0|0"],
            SqliteShell.Run(File, "SELECT key, value, timestamp, step, is_nan FROM latest_metrics ORDER BY key"));
        Assert.Equal(
            [(1L, 0.5), (1L, 0.7), (2L, 0.9)],
            _store.GetMetricHistory(run, "auc").Select(metric => (metric.Step, metric.Value)));
        Assert.Equal(new("loss", 0, Noon, 6), _store.GetRun(run).Metrics["loss"]);
    }

    [Fact]
    public void A_metric_that_differs_in_any_column_is_another_one_and_an_equal_one_is_harmless()
    {
        var run = Start(null).Id;
        Metric metric = new("auc", 0.5, Noon, 1);
        _store.LogBatch(run,
        [
            metric, metric, metric with { Value = 0.6 }, metric with { Step = 2 },
            metric with { Time = Noon.AddSeconds(1) }, metric with { Value = 0 },
            metric with { Value = double.NaN }, metric with { Key = "auc/rap" },
        ]);
        _store.LogBatch(run, [metric, metric with { Value = double.NaN }]);
        Assert.Equal(["7"], SqliteShell.Run(File, "SELECT count(*) FROM metrics"));
    }

    [Fact]
    public void Numbers_that_SQL_has_none_for_are_kept_as_MLflow_keeps_them()
    {
        var run = Start(null).Id;
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        _store.LogBatch(run, [.. values.Select((value, step) => new Metric("odd", value, Noon, step))]);
        Assert.Equal(
            ["0.0|1", "1.79769313486232e+308|0", "-1.79769313486232e+308|0"],
            SqliteShell.Run(File, "SELECT value, is_nan FROM metrics ORDER BY step"));
        Assert.Equal(
            ["1"], SqliteShell.Run(File, "SELECT count(*) FROM metrics WHERE value = 1.7976931348623157e308"));
        Assert.Equal(values, _store.GetMetricHistory(run, "odd").Select(metric => metric.Value));
    }

    [Fact]
    public void A_parameter_keeps_its_value_and_nothing_of_a_refused_call_is_kept()
    {
        var run = Start(null).Id;
        _store.LogBatch(run, parameters: new Dictionary<string, string> { ["seed"] = "7", ["empty"] = "" });
        _store.LogBatch(run, parameters: new Dictionary<string, string> { ["seed"] = "7" });
        var message = OneLine.ErrorOf(() => _store.LogBatch(
            run,
            [new("auc", 1, Noon)],
            new Dictionary<string, string> { ["other"] = "1", ["seed"] = "8\n" },
            new Dictionary<string, string> { ["note"] = "x" }));
        Assert.Contains("seed", message, StringComparison.Ordinal);
        Assert.Contains("'7'", message, StringComparison.Ordinal);
        var read = _store.GetRun(run);
        Assert.Equal([new("empty", ""), new("seed", "7")], read.Parameters);
        Assert.Empty(read.Metrics);
        Assert.DoesNotContain("note", read.Tags.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("/")]
    [InlineData("..")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("\\")]
    [InlineData("../a")]
    [InlineData("a\n")]
    [InlineData("a,b")]
    public void Names_that_MLflow_refuses_are_refused_in_one_line(string name)
    {
        var run = Start(null).Id;
        var pair = new Dictionary<string, string> { [name] = "1" };
        OneLine.ErrorOf(() => _store.LogBatch(run, [new(name, 1, Noon)]));
        OneLine.ErrorOf(() => _store.LogBatch(run, parameters: pair));
        OneLine.ErrorOf(() => _store.LogBatch(run, tags: pair));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Ab-5_")]
    [InlineData("a.b.c")]
    [InlineData(".a")]
    [InlineData("a..a/._./o_O/.e.")]
    [InlineData("a b/c d: é")]
    public void Names_that_MLflow_takes_are_taken(string name) =>
        _store.LogBatch(Start(null).Id, [new(name, 1, Noon)], new Dictionary<string, string> { [name] = "1" });

    [Fact]
    public void Values_have_MLflows_limits()
    {
        var run = Start(null).Id;
        Try("parameter", 250, 6000, pair => _store.LogBatch(run, parameters: pair));
        Try("tag", 250, 8000, pair => _store.LogBatch(run, tags: pair));
        var named = StoreProcess.Data("clean songs", "1", null);
        Assert.Contains("blanks", OneLine.ErrorOf(() => _store.LogInputs(run, [named])));
        var digested = StoreProcess.Data("clean", new('1', 37), null);
        Assert.Contains("36", OneLine.ErrorOf(() => _store.LogInputs(run, [digested])));

        static void Try(string kind, int name, int value, Action<Dictionary<string, string>> log)
        {
            log(new() { [new('n', name)] = new('v', value) });
            Assert.Contains(kind, OneLine.ErrorOf(() => log(new() { [new('n', name + 1)] = "" })));
            Assert.Contains(
                FormattableString.Invariant($"{value + 1:N0} characters"),
                OneLine.ErrorOf(() => log(new() { ["n"] = new('v', value + 1) })));
        }
    }

    [Fact]
    public void What_isnt_there_is_said_in_one_line()
    {
        OneLine.ErrorOf(() => _store.GetModelVersion("song-genre", "champion"));
        OneLine.ErrorOf(() => _store.SetAlias("song-genre", "champion", 1));
        OneLine.ErrorOf(() => _store.SetAlias("song-genre", "v1", 1));
        OneLine.ErrorOf(() => _store.SetAlias("song-genre", "Latest", 1));
        OneLine.ErrorOf(() => _store.RegisterModel("song/genre", "x"));
        OneLine.ErrorOf(() => _store.RegisterModel("song-genre", "models:/m-1"));
        OneLine.ErrorOf(() => _store.GetModel("m-1"));
        OneLine.ErrorOf(() => _store.GetRun("12"));
        OneLine.ErrorOf(() => _store.GetMetricHistory("12", "auc"));
        OneLine.ErrorOf(() => _store.LogBatch("12", [new("auc", 1, Noon)]));
        OneLine.ErrorOf(() => _store.StartRun(StoreProcess.NewRun(_experiment with { Id = "9" })));
        Assert.Empty(SqliteShell.Run(File, "SELECT * FROM registered_models"));
    }

    [Fact]
    public void A_run_is_found_by_the_beginning_of_its_id_if_only_one_begins_so()
    {
        List<string> ids = [.. Enumerable.Range(0, 17).Select(_ => Start(null).Id)];
        Assert.Equal(ids[3], _store.GetRun(ids[3][..12]).Info.Id);
        StoreContract.AsksForMoreOf(_store, ids);
        OneLine.ErrorOf(() => _store.GetRun(""));
    }

    [Fact]
    public void A_deleted_run_is_only_in_the_bin_and_takes_nothing_until_it_is_restored()
    {
        var (kept, gone) = (Start(null).Id, Start(null).Id);
        _store.DeleteRun(gone);
        Assert.Equal([kept], _store.SearchRuns("1").Select(run => run.Info.Id));
        Assert.Equal([gone], _store.SearchRuns("1", deleted: true).Select(run => run.Info.Id));
        Assert.Contains("is deleted", OneLine.ErrorOf(() => _store.LogBatch(gone, [new("auc", 1, Noon)])));
        Assert.Equal(["1"], SqliteShell.Run(File, "SELECT count(deleted_time) FROM runs"));
        _store.RestoreRun(gone);
        Assert.Equal(2, _store.SearchRuns("1").Count);
        Assert.Equal(["0"], SqliteShell.Run(File, "SELECT count(deleted_time) FROM runs"));
    }

    private RunInfo Start(string? name) => _store.StartRun(new()
    {
        ExperimentId = _experiment.Id,
        Name = name,
        User = "ada",
        Start = Noon,
        Source = new(SourceType.Notebook, "03-training.ipynb", "abc"),
        Tags = new Dictionary<string, string> { ["mlflow.note.content"] = "first" },
    });
}
