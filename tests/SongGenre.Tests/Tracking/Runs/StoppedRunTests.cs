using System.Diagnostics;
using SongGenre.Tests.Onnx;
using SongGenre.Tests.Tracking.Mlflow;
using SongGenre.Tests.Tracking.Wandb;
using SongGenre.Tracking;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Runs;

public sealed class StoppedRunTests : IDisposable
{
    private readonly RecordFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_process_killed_at_any_moment_loses_no_run_that_had_ended_and_leaves_the_others_as_killed()
    {
        // SONGGENRE_TESTS_KILLS=100 makes it as sure as an hour's patience allows.
        var kills = int.Parse(Environment.GetEnvironmentVariable("SONGGENRE_TESTS_KILLS") ?? "4", null);
        var random = new Random(11);
        var ended = new HashSet<string>();
        for (var kill = 0; kill < kills; kill++)
        {
            using var process = RunProcess.Start(_folder.Path, RunProcess.Endless);
            // One in three before the first run has ended.
            if (random.Next(3) > 0) ended.Add(process.StandardOutput.ReadLine()!);
            Thread.Sleep(random.Next(300));
            process.Kill();
            ended.UnionWith(process.StandardOutput.ReadToEnd().Split('\n').Where(line => line.Length == 32));
            process.WaitForExit();

            TrackedRun.SendLeft(_folder.Options, _folder.Say);
            using var store = MlflowStore.Open(_folder.Store);
            var runs = store.FindExperiment("song-genre") is { } experiment
                ? store.SearchRuns(experiment.Id).ToDictionary(run => run.Info.Id)
                : [];
            Assert.All(ended, id => Assert.Equal(RunStatus.Finished, runs[id].Info.Status));
            Assert.All(ended, id => Assert.Equal(
                Enumerable.Range(1, RunProcess.Steps).Select(step => (long)step),
                store.GetMetricHistory(id, "auc").Select(metric => metric.Step)));
            Assert.All(ended, id => Assert.Equal(
                ["note.txt"], store.ListArtifacts(runs[id].Info.ArtifactUri).Select(entry => entry.Path).Where(p => p[0] == 'n')));
            Assert.All(runs.Values, run =>
                Assert.True(run.Info.Status is RunStatus.Finished or RunStatus.Killed && run.Info.End is not null, run.Info.Id));
        }

        Assert.Empty(_folder.Said);
        Assert.Empty(Directory.GetDirectories(_folder.Journals));
        SqliteShell.AssertWhole(_folder.Store);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_process_that_is_asked_to_end_marks_its_run_as_killed_everywhere(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by Linux's commands.");
        using var process = RunProcess.Start(_folder.Path, RunProcess.Waiting);
        var id = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"])) kill.WaitForExit();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal([$"{id}|KILLED|SIG{signal}"], _folder.Sql(
            "SELECT run_uuid, status, value FROM runs JOIN tags USING (run_uuid) WHERE key = 'songgenre.error'"));
        var offline = Assert.Single(Directory.GetDirectories(_folder["wandb"]));
        var exit = Assert.Single(WandbFile.OfKind(WandbFile.RecordsIn(offline), 18));
        Assert.NotEqual(0, ProtoFields.Integer(exit, 1));
    }

    [Fact]
    public void A_run_that_went_on_in_a_process_that_died_is_killed_at_the_next_look()
    {
        string id;
        using (var store = MlflowStore.Open(_folder.Store))
        {
            id = store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("songs"))).Id;
            store.UpdateRun(id, RunStatus.Finished, DateTimeOffset.UtcNow);
        }

        // Disposing leaves the run without an end, as death does.
        using (var store = MlflowStore.Open(_folder.Store)) Attach(store, id);
        using var next = MlflowStore.Open(_folder.Store);
        Assert.Equal(RunStatus.Killed, next.GetRun(id).Info.Status);
    }

    [Fact]
    public async Task A_run_that_goes_on_while_others_look_for_dead_ones_runs()
    {
        string id;
        using (var store = MlflowStore.Open(_folder.Store))
            id = store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("songs"))).Id;
        for (var round = 0; round < 10; round++)
        {
            using var store = MlflowStore.Open(_folder.Store);
            using var start = new Barrier(4);
            var cancel = TestContext.Current.CancellationToken;
            var looks = Enumerable.Range(0, 3).Select(_ => Task.Run(
                () =>
                {
                    start.SignalAndWait(cancel);
                    using var looking = MlflowStore.Open(_folder.Store);
                },
                cancel)).ToArray();
            start.SignalAndWait(cancel);
            Attach(store, id);
            await Task.WhenAll(looks);
            using var last = MlflowStore.Open(_folder.Store);
            Assert.Equal(RunStatus.Running, last.GetRun(id).Info.Status);
        }
    }

    private static void Attach(MlflowStore store, string id) =>
        store.StartRun(StoreProcess.NewRun(store.FindOrCreateExperiment("songs")) with { RunId = id });
}
