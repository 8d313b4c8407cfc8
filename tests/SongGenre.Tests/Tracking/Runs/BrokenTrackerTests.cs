using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SongGenre.Tests.Tracking.Journal;
using SongGenre.Tracking;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Runs;

public sealed class BrokenTrackerTests : IDisposable
{
    private readonly RecordFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_locked_database_is_said_once_and_gets_the_run_later()
    {
        MlflowStore.Open(_folder.Store).Dispose();
        using (var connection = new SqliteConnection($"Data Source={_folder.Store};Pooling=False"))
        {
            connection.Open();
            using var lockIt = connection.CreateCommand();
            lockIt.CommandText = "BEGIN EXCLUSIVE";
            lockIt.ExecuteNonQuery();
            var clock = Stopwatch.StartNew();
            using (var run = Run(new MlflowSink(OpenWithoutWaiting, _folder.Say)))
            {
                run.Metric("auc", 0.5);
                run.Finish();
            }

            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }

        Assert.Contains("mlflow doesn't take the run's record", Assert.Single(_folder.Said), StringComparison.Ordinal);
        // The run's own last try may still be waiting for the database.
        for (var i = 0; i < 100 && Directory.GetDirectories(_folder.Journals).Length > 0; i++)
        {
            Thread.Sleep(100);
            TrackedRun.SendLeft(_folder.Options, Assert.Fail);
        }

        Assert.Equal(["FINISHED|0.5"], _folder.Sql("SELECT status, value FROM runs JOIN metrics USING (run_uuid)"));
        Assert.Empty(Directory.GetDirectories(_folder.Journals));
    }

    [Fact]
    public void A_tracker_that_hangs_holds_up_neither_the_run_nor_the_others()
    {
        using var release = new ManualResetEventSlim();
        var clock = Stopwatch.StartNew();
        using (var run = Run(new Sink("hanging", () => release.Wait()), _folder.Mlflow))
        {
            run.Metric("auc", 0.5);
            run.Finish();
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(["FINISHED"], _folder.Sql("SELECT status FROM runs"));
        Assert.Single(Directory.GetDirectories(_folder.Journals));
        release.Set();
    }

    [Fact]
    public void A_tracker_that_throws_anything_fails_nothing()
    {
        using (var run = Run(new Sink("wild", () => throw new InvalidOperationException("two\nlines")), _folder.Mlflow))
        {
            run.Metric("auc", 0.5);
            run.Finish();
        }

        Assert.Equal(["FINISHED"], _folder.Sql("SELECT status FROM runs"));
        Assert.StartsWith(
            "wild doesn't take the run's record: two lines; the run goes on", Assert.Single(_folder.Said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_in_a_place_that_cannot_be_written_is_said_once_and_the_run_is_kept_elsewhere()
    {
        // A file where a folder is needed can't be written by anyone, not even by root.
        File.WriteAllText(_folder["taken"], "");
        var said = new List<string>();
        var options = new TrackingOptions { Store = "sqlite:///" + _folder["taken/mlflow.db"] };
        using var run = new TrackedRun(
            _folder.Journals, _folder.Started with { Store = options.Store },
            [new MlflowSink(() => RunStore.Open(options.Store), said.Add)], said.Add, TimeSpan.FromSeconds(2));
        run.Metric("auc", 0.5);
        run.Finish();

        Assert.Contains("mlflow doesn't take the run's record", Assert.Single(said), StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(_folder.Journals));
    }

    [Fact]
    public void What_keeps_a_file_from_being_recorded_is_said_and_the_run_goes_on()
    {
        using (var run = _folder.Start())
        {
            run.Folder("report", _ => throw new InvalidOperationException("no page"));
            run.Model(folder => File.WriteAllText(Path.Combine(folder, "missing", "a"), ""));
            run.Metric("auc", 0.5);
            run.Finish();
        }

        Assert.Contains("no page; the run goes on", Assert.Single(_folder.Said), StringComparison.Ordinal);
        Assert.Equal(["FINISHED|0.5"], _folder.Sql("SELECT status, value FROM runs JOIN metrics USING (run_uuid)"));
    }

    [Fact]
    public void A_tracker_that_is_away_is_asked_once_for_many_runs()
    {
        var asked = 0;
        foreach (var letter in new[] { "a", "b", "c" })
            RunJournal.Create(_folder.Journals, RunJournalTests.Started(letter)).Dispose();

        RunDelivery.SendLeft(
            _folder.Journals,
            _ => [new Sink("away", () =>
            {
                asked++;
                throw new SongGenreException("no answer");
            })],
            _folder.Say);

        Assert.Equal(1, asked);
        Assert.Equal(
            ["away: no answer", "keeps 3 runs until they can be sent"],
            _folder.Said.Select(line => line[(line.LastIndexOf("kept: ", StringComparison.Ordinal) is >= 0 and var at
                ? at + 6
                : line.IndexOf("keeps", StringComparison.Ordinal))..]));
    }

    [Fact]
    public void A_run_of_another_server_waits_until_its_server_is_named_again()
    {
        RunJournal.Create(_folder.Journals, _folder.Started with { Store = "http://127.0.0.1:1" }).Dispose();

        TrackedRun.SendLeft(_folder.Options, _folder.Say);

        Assert.Contains(
            "http://127.0.0.1:1: the run belongs there", Assert.Single(_folder.Said), StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(_folder.Journals));
    }

    [Fact]
    public void What_cannot_even_be_said_fails_nothing()
    {
        var broken = new Sink("wild", () => throw new InvalidOperationException("broken"));
        using (var run = new TrackedRun(
            _folder.Journals, _folder.Started, [broken, _folder.Mlflow],
            _ => throw new IOException("No space left on device"), TimeSpan.FromSeconds(2)))
        {
            run.Folder("report", _ => throw new InvalidOperationException("no page"));
            run.Finish();
        }

        Assert.Equal(["FINISHED"], _folder.Sql("SELECT status FROM runs"));
    }

    private TrackedRun Run(params IRunSink[] sinks) =>
        new(_folder.Journals, _folder.Started, sinks, _folder.Say, TimeSpan.FromSeconds(4));

    private MlflowStore OpenWithoutWaiting() => throw new SongGenreException(
        "locked", Assert.Throws<SqliteException>(() =>
        {
            using var connection = new SqliteConnection($"Data Source={_folder.Store};Pooling=False;Default Timeout=1");
            connection.Open();
            using var read = connection.CreateCommand();
            read.CommandText = "SELECT count(*) FROM runs";
            read.ExecuteScalar();
        }));

    private sealed class Sink(string name, Action act) : IRunSink
    {
        public string Name => name;

        public void Deliver(RunJournal journal, IReadOnlyList<RunEvent> events) => act();
    }
}
