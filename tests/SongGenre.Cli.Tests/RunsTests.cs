using Microsoft.Data.Sqlite;
using SongGenre.Notebooks.Documents;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli.Tests;

public sealed class RunsTests : IDisposable
{
    private readonly RunStoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Where_nothing_is_on_record_that_is_said_and_nothing_is_made()
    {
        Assert.Equal($"{_store.File} holds no runs of song-genre\n", (await Run()).Output);
        Assert.False(File.Exists(_store.File));
        Assert.Empty((await Run("--json")).Json["runs"]!.AsArray());
        Assert.StartsWith($"error: {_store.File}: nothing is on record there;",
            await Refused(1, "show", "ab"), StringComparison.Ordinal);
        _store.Write(store => store.FindOrCreateExperiment("other"));
        Assert.Equal($"{_store.File} holds no runs of song-genre\n", (await Run()).Output);
        Assert.Equal($"{_store.File} holds no deleted runs of other\n",
            (await Run("--deleted", "--experiment", "other")).Output);
        Assert.Equal($"error: {_store.File}: has no experiment 'none'; name another one.\n",
            await Refused(1, "--experiment", "none"));
    }

    [Fact]
    public async Task The_table_has_the_chief_metrics_and_the_parameters_that_differ()
    {
        Fill();
        var lines = (await Run()).Output.Split('\n');
        Assert.Matches(
            @"^id +name +command +start +duration +status +auc_ovo_macro +accuracy +log_loss +forest\.max_depth$",
            lines[0]);
        Assert.Matches(
            @"^[0-9a-f]{8}  broken   train    2026-01-02 15:00:00Z  1 min 30 s  failed +null$", lines[1]);
        Assert.Matches(
            @"^[0-9a-f]{8}  deep     train    2026-01-02 14:00:00Z  1 min 30 s  finished "
                + @"+0\.96000 +0\.70000 +1\.10000  null$",
            lines[2]);
        Assert.Matches("  shallow  .*  5$", lines[3]);
        Assert.Matches(@"  plain .* 0\.95000 +0\.71000 +1\.30000  13$", lines[4]);
    }

    [Theory]
    [InlineData("metrics.auc_ovo_macro > 0.94 and params.forest.max_depth = 13", "plain")]
    [InlineData("params.forest.max_depth < 13", "shallow")]
    [InlineData("params.forest.max_depth = null", "broken deep")]
    [InlineData("params.forest.max_depth != null", "shallow plain")]
    [InlineData("metrics.auc_ovo_macro = null", "broken")]
    [InlineData("metrics.auc_ovo_macro != null and params.forest.max_depth = null", "deep")]
    [InlineData("status = FAILED", "broken")]
    [InlineData("command = train and run_name LIKE '%low'", "shallow")]
    [InlineData("start_time >= '2026-01-02T13:30'", "broken deep")]
    [InlineData("attributes.start_time < '2026-01-02 14:00:00+01:00'", "plain")]
    [InlineData("duration = 90", "broken deep shallow plain")]
    [InlineData("tags.songgenre.git.branch = main and user_id = ada", "broken deep shallow plain")]
    public async Task Runs_are_chosen_as_a_reader_expects(string filter, string expected)
    {
        Fill();
        Assert.Equal(expected, string.Join(' ', await Names("--where", filter)));
    }

    [Theory]
    [InlineData("metrics.auc_ovo_macro", "deep plain shallow broken")]
    [InlineData("metrics.auc_ovo_macro:asc", "shallow plain deep broken")]
    [InlineData("metrics.log_loss", "shallow deep plain broken")]
    [InlineData("metrics.log_loss:desc", "plain deep shallow broken")]
    [InlineData("params.forest.max_depth", "shallow plain broken deep")]
    [InlineData("name:desc", "shallow plain deep broken")]
    [InlineData("start_time", "plain shallow deep broken")]
    public async Task Runs_are_sorted_the_best_first_and_those_without_the_value_last(string sort, string expected)
    {
        Fill();
        Assert.Equal(expected, string.Join(' ', await Names("--sort", sort)));
    }

    [Fact]
    public async Task What_is_not_shown_is_counted()
    {
        Fill();
        Assert.EndsWith("\n\n1 of 4 runs; --limit shows more\n", (await Run("--limit", "1")).Output,
            StringComparison.Ordinal);
        Assert.EndsWith("\n\n1 of 2 chosen of 4 runs; --limit shows more\n",
            (await Run("--limit", "1", "--where", "params.forest.max_depth = null")).Output, StringComparison.Ordinal);
        var none = await Run("--where", "metrics.auc_ovo_marco > 0.9");
        Assert.Equal("0 chosen of 4 runs\n", none.Output);
        Assert.Equal("note: no run has metrics.auc_ovo_marco. Did you mean metrics.auc_ovo_macro?\n", none.Error);
    }

    [Theory]
    [InlineData(
        "error: --where: 'auc' is no attribute of a run, which are run_id, run_name, status,",
        "--where", "auc > 1")]
    [InlineData(
        "error: --where: The filter has 'done' at character 10, where one of running, scheduled,",
        "--where", "status = done")]
    [InlineData(
        "error: --where: The filter has 'soon' at character 14, where a time such as",
        "--where", "start_time > soon")]
    [InlineData("error: --sort: 'figures.auc' names nothing of a run;", "--sort", "figures.auc:asc")]
    [InlineData("error: --limit 0: give a number from 1", "--limit", "0")]
    [InlineData("error: --json and --csv: choose one", "--json", "--csv")]
    public async Task What_cannot_be_meant_is_one_line_and_exit_code_2(string error, params string[] args)
    {
        var said = await Refused(2, args);
        Assert.StartsWith(error, said, StringComparison.Ordinal);
        Assert.Equal(said.Length - 1, said.IndexOf('\n'));
    }

    [Fact]
    public async Task Json_and_csv_hold_every_value()
    {
        Fill();
        var json = (await Run("--json", "--sort", "metrics.auc_ovo_macro")).Json;
        Assert.Equal("forest.max_depth", (string)Assert.Single(json["differing_parameters"]!.AsArray())!);
        var best = json["runs"]![0]!;
        Assert.Equal((0.96, "null", 90.0, "finished"), ((double)best["metrics"]!["auc_ovo_macro"]!,
            (string)best["parameters"]!["forest.max_depth"]!, (double)best["seconds"]!, (string)best["status"]!));
        var csv = (await Run("--csv", "--sort", "start_time")).Output.Split('\n');
        Assert.StartsWith("id,name,command,start,seconds,status,metrics.accuracy,", csv[0], StringComparison.Ordinal);
        Assert.Contains(",\"[1, 1]\",", csv[1], StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32},plain,train,2026-01-02T12:00:00.0000000Z,90,finished,0.71,0.95,", csv[1]);
    }

    [Fact]
    public async Task Parts_of_a_run_are_listed_on_request_and_found_by_their_id()
    {
        var whole = Add("whole", 0.95, 0.71, 1.3, "13");
        var part = _store.Add("evaluate", tags: new Dictionary<string, string> { ["mlflow.parentRunId"] = whole });
        Assert.Equal(["whole"], await Names());
        Assert.Equal(["evaluate", "whole"], await Names("--all"));
        Assert.Equal(part, (string)(await Run("show", part, "--json")).Json["id"]!);
        await Run("delete", "evaluate");
        Assert.Empty(await Names("--deleted"));
        Assert.Equal(["evaluate"], await Names("--deleted", "--all"));
        Assert.Equal($"restored evaluate ({part})\n", (await Run("restore", part[..8])).Error);
    }

    [Fact]
    public async Task Rows_of_another_split_than_the_parameters_have_a_column_and_else_there_is_none()
    {
        Add("own", 0.95, 0.71, 1.3, "13");
        Assert.DoesNotContain("scored rows", (await Run()).Output, StringComparison.Ordinal);
        Add("other", 0.97, 0.72, 1.2, "13", new() { ["songgenre.split.kind"] = "random" });
        var lines = (await Run()).Output.Split('\n');
        Assert.EndsWith("log_loss  scored rows", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("1.20000  split.kind=random", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("1.30000", lines[2].TrimEnd(), StringComparison.Ordinal);
        Add("anew", 0.97, 0.72, 1.2, "13", new() { ["songgenre.trained.split.kind"] = "track" });
        Assert.EndsWith("log_loss  trained rows      scored rows", (await Run()).Output.Split('\n')[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_tells_all_of_a_run_and_marks_what_was_overridden()
    {
        var id = Add("deep\u001b[2J", 0.96, 0.7, 1.1, "null", new() { ["mlflow.note.content"] = "no\nlimit" });
        _store.Write(store =>
        {
            var at = DateTimeOffset.UnixEpoch;
            store.LogBatch(id, [new("loss", 3, at, 10), new("loss", 1, at, 20), new("loss", 2, at, 300)]);
            store.LogInputs(id, [new(new()
            {
                Name = "train", Digest = "77", SourceType = "local", Source = """{"uri":"songs.parquet"}""",
            }, "training")]);
            var model = store.CreateModel(new() { ExperimentId = "1", Name = "forest", SourceRunId = id });
            store.FinishModel(model.Id, LoggedModelStatus.Ready);
            store.LogModelOutput(id, new(model.Id, 0));
            store.LogArtifact(store.GetRun(id).Info.ArtifactUri, "report/a.csv", new MemoryStream(new byte[1500]));
            return model;
        });
        var shown = (await Run("show", id[..6])).Output;
        Assert.StartsWith($"deep?[2J  {id}\n  command  train\n  status   finished\n", shown, StringComparison.Ordinal);
        Assert.Contains("\n  notes    no limit\n", shown, StringComparison.Ordinal);
        Assert.Matches(@"\nforest\.max_depth +null +overridden\n", shown);
        Assert.Matches(@"\nforest\.criterion +gini\n", shown);
        Assert.Matches(@"\nloss +2\.00000 +3 +10–300 +3\.00000 +1\.00000 +3\.00000\n", shown);
        Assert.Contains("\ntrain  77      training  songs.parquet\n", shown, StringComparison.Ordinal);
        Assert.Matches(@"\nm-[0-9a-f]{32}  forest        made  ready\n", shown);
        Assert.Contains("\nreport/a.csv  1.5 kB\n", shown, StringComparison.Ordinal);
        var json = (await Run("show", id, "--json")).Json;
        Assert.Equal("forest.max_depth", (string)Assert.Single(json["overridden"]!.AsArray())!);
        Assert.Equal([3, 1, 2], json["history"]!["loss"]!.AsArray().Select(value => (double)value!["value"]!));
        Assert.Equal("report/a.csv", (string)json["files"]![0]!["path"]!);
    }

    [Fact]
    public async Task Delete_and_restore_say_what_they_did_and_may_be_repeated()
    {
        Fill();
        var id = (string)(await Run("--json", "--where", "name = deep")).Json["runs"]![0]!["id"]!;
        Assert.Equal($"deleted deep ({id})\n", (await Run("delete", id[..8], "deep")).Error);
        Assert.Equal($"deep ({id}) is deleted already\n", (await Run("delete", id)).Error);
        Assert.Equal(["broken", "shallow", "plain"], await Names());
        Assert.Equal(["deep"], await Names("--deleted"));
        Assert.Equal($"restored deep ({id})\n", (await Run("restore", id[..8])).Error);
        Assert.Equal($"deep ({id}) isn't deleted\n", (await Run("restore", "deep")).Error);
        Assert.Equal("error: 'flat' is no run's id or name; 'songgenre runs' lists them.\n",
            await Refused(1, "delete", "shallow", "flat"));
        Assert.Equal(["broken", "deep", "shallow", "plain"], await Names());
        Assert.StartsWith("error: Required argument", await Refused(2, "delete"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_of_several_runs_lists_them_and_so_does_a_name()
    {
        string[] ids = [.. Enumerable.Range(0, 17).Select(_ => Add("same", 0.9, 0.7, 1, "13"))];
        // Of seventeen ids two begin with the same of sixteen digits.
        var (digit, some) = ids.GroupBy(id => id[..1]).First(same => same.Count() > 1) is var group
            ? (group.Key, group.Order(StringComparer.Ordinal).ToList()) : default;
        Assert.StartsWith($"error: {digit}: more than one run begins so ({some[0]}", await Refused(1, "show", digit),
            StringComparison.Ordinal);
        Assert.StartsWith("error: 'same' is the name of 17 runs (", await Refused(1, "show", "same"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_runs_of_a_deleted_experiment_are_seen_on_request()
    {
        Fill();
        Sqlite("UPDATE experiments SET lifecycle_stage = 'deleted' WHERE name = 'song-genre'; "
            + "UPDATE runs SET lifecycle_stage = 'deleted'");
        Assert.Equal(
            "error: The experiment 'song-genre' is deleted; bring it back with MLflow, or see its runs by --deleted.\n",
            await Refused(1));
        Assert.Equal(["broken", "deep", "shallow", "plain"], await Names("--deleted"));
    }

    [Fact]
    public async Task A_store_that_a_newer_MLflow_has_migrated_is_read()
    {
        Fill();
        Sqlite("UPDATE alembic_version SET version_num = 'ffffffffffff'; CREATE TABLE spans (id INTEGER PRIMARY KEY); "
            + "ALTER TABLE runs ADD COLUMN workspace VARCHAR(63) NOT NULL DEFAULT 'default'");
        Assert.Equal(["broken", "deep", "shallow", "plain"], await Names());
    }

    [Fact]
    public async Task A_notebook_that_nobody_reads_shows_no_record()
    {
        var library = Path.Combine(RepositoryFolder.Root, "artifacts", "bin", "SongGenre", "SongGenre.dll");
        using var folder = new NotebookFolder(
            $"#r \"{library}\"\nSongGenre.Tracking.Review.RunHistory.Show();\nConsole.WriteLine(\"end\");");
        await CommandRun.Successful("notebooks", "run", folder.Notebook, "--out", folder.Out);
        Assert.Equal("end\n", Assert.IsType<StreamOutput>(Assert.Single(folder.Executed.Cells[0].Outputs)).Text);
    }

    private void Fill()
    {
        Add("plain", 0.95, 0.71, 1.3, "13");
        Add("shallow", 0.93, 0.6, 1.0, "5");
        Add("deep", 0.96, 0.7, 1.1, "null");
        _store.Add("broken", overrides: ["forest.max_depth=null"], status: RunStatus.Failed);
    }

    private string Add(
        string name, double auc, double accuracy, double loss, string depth, Dictionary<string, string>? tags = null) =>
        _store.Add(name, new Dictionary<string, double>
        {
            ["auc_ovo_macro"] = auc,
            ["accuracy"] = accuracy,
            ["log_loss"] = loss,
        }, [$"forest.max_depth={depth}"], tags: tags);

    private void Sqlite(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_store.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private async Task<string[]> Names(params string[] args) =>
        [.. (await Run([.. args, "--json"])).Json["runs"]!.AsArray().Select(run => (string)run!["name"]!)];

    private Task<CommandRun> Run(params string[] args) =>
        CommandRun.Successful(["runs", .. args, "--store", _store.File]);

    private async Task<string> Refused(int code, params string[] args)
    {
        var run = await CommandRun.Of(["runs", .. args, "--store", _store.File]);
        Assert.Equal(code, run.ExitCode);
        return run.Error;
    }
}
