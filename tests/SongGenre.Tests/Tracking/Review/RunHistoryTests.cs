using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Review;

namespace SongGenre.Tests.Tracking.Review;

public sealed class RunHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private int _runs;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_record_it_is_empty_and_says_so()
    {
        var history = RunHistory.Read(store: _folder["mlflow.db"]);
        Assert.Empty(history.Last);
        Assert.Null(history.Best);
        Assert.Contains("No run is on record yet", history.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, history.ToDataFrame().Rows.Count);
        Assert.False(File.Exists(_folder["mlflow.db"]));
    }

    [Fact]
    public void The_best_of_all_finished_runs_is_found_and_what_changed_since()
    {
        Add("first", 0.95, "13");
        Add("best", 0.97, "20");
        Add("failed", 0.99, "20", RunStatus.Failed);
        Add("contaminated", 0.98, "20", split: "as-published");
        Add("latest", 0.96, "null");
        var history = RunHistory.Read(count: 4, store: _folder["mlflow.db"]);
        Assert.Equal(["latest", "contaminated", "best", "first"], history.Last.Select(run => run.Info.Name));
        Assert.Equal("best", history.Best!.Info.Name);
        var changes = history.Changes();
        Assert.Equal(["", "best: best", "latest: latest"], changes.Headers);
        Assert.Equal(
            ["forest.max_depth 20 null", "auc_ovo_macro 0.9700 0.9600"],
            changes.Rows.Select(row => string.Join(' ', row)));
        var table = history.ToTable();
        Assert.Equal(["run", "start", "command", "auc_ovo_macro", "forest.max_depth", ""], table.Headers);
        Assert.Equal(["best", "2026-01-02 13:00Z", "train", "0.9700", "20", "best"], table.Rows[2]);
        var frame = history.ToDataFrame();
        Assert.Equal(
            ["run", "id", "start", "command", "auc_ovo_macro", "forest.max_depth"], frame.Columns.Select(c => c.Name));
        Assert.Equal(0.96, frame["auc_ovo_macro"][0]);
    }

    [Fact]
    public void The_lowest_loss_is_the_best_and_the_latest_run_may_be_it()
    {
        Add("first", 0.5, "13");
        Add("second", 0.4, "13");
        var history = RunHistory.Read(metric: "log_loss", store: _folder["mlflow.db"]);
        Assert.Equal("second", history.Best!.Info.Name);
        history = RunHistory.Read(metric: "accuracy", store: _folder["mlflow.db"]);
        Assert.Equal("The latest run is the best", history.Changes().Caption);
    }

    [Fact]
    public void A_part_of_a_run_is_neither_the_best_nor_the_latest()
    {
        var best = Add("best", 0.97, "20");
        Add("evaluate", 0.99, null, parent: best);
        Add("latest", 0.96, "13");
        Add("evaluate", 0.96, null, parent: best);
        var history = RunHistory.Read(store: _folder["mlflow.db"]);
        Assert.Equal(["latest", "best"], history.Last.Select(run => run.Info.Name));
        Assert.Equal("best", history.Best!.Info.Name);
        Assert.Equal(
            ["forest.max_depth 20 13", "auc_ovo_macro 0.9700 0.9600"],
            history.Changes().Rows.Select(row => string.Join(' ', row)));
    }

    private string Add(
        string name, double score, string? depth, RunStatus status = RunStatus.Finished, string split = "track",
        string? parent = null)
    {
        using var store = MlflowStore.Open(_folder["mlflow.db"]);
        var start = Noon.AddHours(_runs++);
        var run = store.StartRun(new()
        {
            ExperimentId = store.FindOrCreateExperiment("song-genre").Id,
            User = "ada",
            Start = start,
            Source = new(SourceType.Local, "songgenre train"),
            Name = name,
        });
        string[] metrics = score > 0.9 ? ["auc_ovo_macro"] : ["log_loss", "accuracy"];
        Dictionary<string, string> tags = new() { ["songgenre.command"] = "train", ["songgenre.split"] = split };
        if (parent is not null) tags["mlflow.parentRunId"] = parent;
        store.LogBatch(
            run.Id,
            [.. metrics.Select(metric => new Metric(metric, metric == "accuracy" ? 1 - score : score, start))],
            depth is null ? null : new Dictionary<string, string>
            {
                ["forest.max_depth"] = depth,
                ["forest.criterion"] = "gini",
            },
            tags);
        store.UpdateRun(run.Id, status, start.AddMinutes(1));
        return run.Id;
    }
}
