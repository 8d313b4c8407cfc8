using SongGenre.Tests.Tracking.Journal;
using SongGenre.Tracking;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking;

public sealed class TrackedRunTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tracked-run").FullName;
    private readonly List<string> _said = [];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Trackers_get_what_a_run_says_in_its_order_and_nothing_is_kept_then()
    {
        var (one, other) = (new Sink("one"), new Sink("other"));
        using (var run = Run(one, other))
        {
            run.Parameter("forest.max_depth", "13");
            for (var trees = 1; trees <= 2500; trees++) run.Metric("auc", 1.0 / trees, trees);
            run.Finish();
            run.Metric("late", 1);
        }

        Assert.Equal(2503, one.Taken.Count);
        Assert.IsType<RunStarted>(one.Taken[0]);
        Assert.Equal(Enumerable.Range(1, 2500), one.Taken.OfType<MetricsLogged>().Select(m => (int)m.Step));
        Assert.Equal(RunStatus.Finished, Assert.IsType<RunEnded>(one.Taken[^1]).Status);
        Assert.Equal(one.Taken, other.Taken);
        Assert.Empty(_said);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void A_broken_tracker_is_named_once_and_gets_everything_later()
    {
        var (broken, whole) = (new Sink("broken") { IsBroken = true }, new Sink("whole"));
        using (var run = Run(broken, whole))
        {
            run.Metric("auc", 0.9);
            run.Finish();
        }

        Assert.Equal(3, whole.Taken.Count);
        Assert.Equal(
            $"broken doesn't take the run's record: no answer; the run goes on, and "
            + $"{Path.Combine(_root, RunJournalTests.Id("a"))} keeps what it says for later",
            Assert.Single(_said));

        broken.IsBroken = false;
        RunDelivery.SendLeft(_root, started => [broken, whole], _said.Add);

        Assert.Equal(whole.Taken.Select(e => e.GetType()), broken.Taken.Select(e => e.GetType()));
        Assert.Equal(3, whole.Taken.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void What_a_dead_process_left_stays_until_every_tracker_has_it()
    {
        RunJournal.Create(_root, RunJournalTests.Started("a")).Dispose();
        var (sink, other) = (new Sink("broken") { IsBroken = true }, new Sink("whole"));

        RunDelivery.SendLeft(_root, _ => [sink, other], _said.Add);
        Assert.Equal(2, other.Taken.Count);
        Assert.Equal(
            $"{Path.Combine(_root, RunJournalTests.Id("a"))} is kept: broken: no answer", Assert.Single(_said));
        sink.IsBroken = false;
        RunDelivery.SendLeft(_root, _ => [sink, other], _said.Add);

        Assert.Equal(2, other.Taken.Count);
        Assert.Equal(RunStatus.Killed, Assert.IsType<RunEnded>(sink.Taken[^1]).Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void A_record_that_cannot_be_written_is_said_once_and_fails_nothing()
    {
        var file = Path.Combine(_root, "taken");
        File.WriteAllText(file, "");
        using (var run = new TrackedRun(file, RunJournalTests.Started("a"), [new Sink("one")], _said.Add))
        {
            run.Metric("auc", 1);
            run.File("plot.png", file);
            run.Finish();
        }

        Assert.EndsWith("; the run goes on without that part of its record", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void How_a_run_ended_is_on_record()
    {
        Assert.Equal(
            [
                (RunStatus.Failed, "no rows"), (RunStatus.Killed, "A task was canceled."),
                (RunStatus.Failed, "the run was left without an end"),
            ],
            new Action<TrackedRun>[]
            {
                run => run.Fail(new SongGenreException("no rows")),
                run => run.Fail(new TaskCanceledException()),
                _ => { },
            }.Select(end =>
            {
                var sink = new Sink("one");
                using (var run = Run(sink)) end(run);
                var ended = (RunEnded)sink.Taken[^1];
                return (ended.Status, ended.Error!.Split('\n')[0].Split(": ")[^1]);
            }));
    }

    private TrackedRun Run(params IRunSink[] sinks) =>
        new(_root, RunJournalTests.Started("a"), sinks, _said.Add);

    private sealed class Sink(string name) : IRunSink
    {
        public List<RunEvent> Taken { get; } = [];

        public volatile bool IsBroken;

        public string Name => name;

        public void Deliver(RunJournal journal, IReadOnlyList<RunEvent> events)
        {
            if (IsBroken) throw new SongGenreException("no answer");
            Taken.AddRange(events);
        }
    }
}
