using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow;

public sealed class MlflowStoreProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["mlflow.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Eight_processes_log_into_one_new_store_and_nothing_is_missing()
    {
        // SONGGENRE_TESTS_RUNS=200 makes it the size of a week's sweeps.
        var runs = int.Parse(Environment.GetEnvironmentVariable("SONGGENRE_TESTS_RUNS") ?? "10", null);
        var processes = Enumerable.Range(0, 8).Select(_ => StoreProcess.Start(File, runs)).ToList();
        var outputs = processes.ConvertAll(process => process.StandardOutput.ReadToEndAsync());
        var ids = outputs.SelectMany(output => output.GetAwaiter().GetResult().Split('\n')).Where(id => id.Length > 0);
        processes.ForEach(process => process.WaitForExit());
        Assert.All(processes, process => Assert.Equal(0, process.ExitCode));
        Assert.Equal(8 * runs, ids.Distinct().Count());
        Assert.Equal(
            [$"{8 * runs}|FINISHED|{StoreProcess.Metrics}|{StoreProcess.Metrics}|0.999"],
            SqliteShell.Run(
                File,
                """
                SELECT count(*), status, metrics, steps, latest FROM
                    (SELECT r.run_uuid, r.status, count(*) metrics, count(DISTINCT m.step) steps,
                        (SELECT value FROM latest_metrics l WHERE l.run_uuid = r.run_uuid) latest
                    FROM runs r JOIN metrics m USING (run_uuid) JOIN params p USING (run_uuid) GROUP BY r.run_uuid)
                GROUP BY 2, 3, 4, 5
                """));
        Assert.Equal(["0|Default", "1|together"], SqliteShell.Run(File, "SELECT experiment_id, name FROM experiments"));
        SqliteShell.AssertWhole(File);
        Assert.Empty(Directory.EnumerateFiles(_folder["mlruns"], "*.lock", SearchOption.AllDirectories));
        processes.ForEach(process => process.Dispose());
    }

    [Fact]
    public void A_process_that_is_killed_at_any_moment_leaves_a_whole_store_and_everything_that_was_finished()
    {
        // SONGGENRE_TESTS_KILLS=100 makes it as sure as an hour's patience allows.
        var kills = int.Parse(Environment.GetEnvironmentVariable("SONGGENRE_TESTS_KILLS") ?? "6", null);
        var random = new Random(7);
        var finished = new HashSet<string>();
        for (var kill = 0; kill < kills; kill++)
        {
            using var process = StoreProcess.Start(File, int.MaxValue);
            // One in three before the store is open for long, or there at all.
            if (random.Next(3) > 0) finished.Add(process.StandardOutput.ReadLine()!);
            Thread.Sleep(random.Next(200));
            process.Kill();
            finished.UnionWith(process.StandardOutput.ReadToEnd().Split('\n').Where(line => line.Length == 32));
            process.WaitForExit();

            using var store = MlflowStore.Open(File);
            var runs = store.SearchRuns(store.FindOrCreateExperiment("together").Id).ToDictionary(run => run.Info.Id);
            Assert.All(finished, id => Assert.Equal(RunStatus.Finished, runs[id].Info.Status));
            Assert.All(finished, id => Assert.Equal(StoreProcess.Metrics, store.GetMetricHistory(id, "auc").Count));
            Assert.All(runs.Values, run => Assert.NotNull(run.Info.End));
            Assert.All(runs.Values, run => Assert.Equal(0, store.GetMetricHistory(run.Info.Id, "auc").Count % 250));
            Assert.All(runs.Values, run =>
                Assert.True(run.Info.Status is RunStatus.Finished or RunStatus.Killed, run.Info.Id));
        }

        SqliteShell.AssertWhole(File);
    }

    [Fact]
    public void A_run_whose_process_died_is_killed_at_the_next_look_and_no_other_run_is()
    {
        using var process = StoreProcess.Start(File, 0);
        var dead = process.StandardOutput.ReadLine()!;
        using var store = MlflowStore.Open(File);
        var experiment = store.FindOrCreateExperiment("together");
        var live = store.StartRun(StoreProcess.NewRun(experiment)).Id;
        var other = _folder["mlruns/1/other/artifacts"];
        Directory.CreateDirectory(other);
        SqliteShell.Run(
            File,
            $"""
            INSERT INTO runs (run_uuid, name, status, start_time, lifecycle_stage, artifact_uri, experiment_id)
            VALUES ('other', 'of another program', 'RUNNING', 1, 'active', '{other}', 1)
            """);
        Assert.All(store.SearchRuns("1"), run => Assert.Equal(RunStatus.Running, run.Info.Status));

        process.Kill();
        process.WaitForExit();
        // Of two that look at once one marks it; both see it.
        using var second = MlflowStore.Open(File);
        foreach (var looking in new[] { store, second })
        {
            var runs = looking.SearchRuns(experiment.Id).ToDictionary(run => run.Info.Id, run => run.Info);
            Assert.Equal(RunStatus.Killed, runs[dead].Status);
            Assert.InRange(runs[dead].End!.Value, runs[dead].Start, DateTimeOffset.UtcNow);
            Assert.Equal(RunStatus.Running, runs[live].Status);
            Assert.Equal(RunStatus.Running, runs["other"].Status);
        }

        Assert.Equal(StoreProcess.Metrics, store.GetMetricHistory(dead, "auc").Count);
    }

    [Fact]
    public void A_killed_run_ends_with_its_last_sign_of_life()
    {
        var time = new SetTime(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
        string id;
        using (var store = MlflowStore.Open(File, time))
        {
            var run = StoreProcess.NewRun(store.FindOrCreateExperiment("songs")) with { Start = time.Now };
            id = store.StartRun(run).Id;
            time.Now = time.Now.AddMinutes(5);
            store.LogBatch(id, [new("auc", 1, time.Now)]);
        }

        time.Now = time.Now.AddDays(3);
        using var next = MlflowStore.Open(File, time);
        var info = next.GetRun(id).Info;
        Assert.Equal((RunStatus.Killed, TimeSpan.FromMinutes(5)), (info.Status, info.End!.Value - info.Start));
    }

    private sealed class SetTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
