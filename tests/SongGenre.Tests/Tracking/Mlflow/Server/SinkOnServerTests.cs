using System.Globalization;
using SongGenre.Tests.Data;
using SongGenre.Tests.Tracking.Journal;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

/// <summary>What a run's delivery does where a server fails in the middle of it.</summary>
public sealed class SinkOnServerTests : IDisposable
{
    private const string Batch = "runs/log-batch";

    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    // As nginx answers by itself.
    private static readonly byte[] TooLarge = LoopbackServer.Answer(
        "413 Request Entity Too Large", "<html><h1>413 Request Entity Too Large</h1></html>"u8.ToArray());

    // Neither tried again at once nor taken for a refusal of what was sent.
    private static readonly byte[] Forbidden = LoopbackServer.Answer("403 Forbidden", []);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeMlflow _server = new();
    private readonly List<string> _said = [];
    private readonly RunJournal _journal;
    private readonly MlflowSink _sink;

    public SinkOnServerTests()
    {
        _journal = RunJournal.Create(_folder.Path, RunJournalTests.Started("a"));
        _sink = new(() => ServerStore.Open(_server.Address, _said.Add), _said.Add);
    }

    private FakeMlflow.FakeRun Run => Assert.Single(_server.AllRuns);

    public void Dispose()
    {
        _sink.Dispose();
        _journal.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parameters_of_a_batch_that_failed_in_its_middle_come_again(bool isHalfDone)
    {
        // More than one request takes, which is 100.
        Set(Numbered("p", 130));
        _server.Fail(Batch, Forbidden, isHalfDone);

        Assert.Throws<SongGenreException>(Deliver);
        Assert.Equal(isHalfDone ? 100 : 0, Run.Parameters.Count);
        Deliver();

        Assert.Equal(Numbered("p", 130), Run.Parameters);
        Assert.Empty(_said);
    }

    [Fact]
    public void A_parameter_keeps_its_value_also_where_a_failure_lies_between()
    {
        Set(new() { ["depth"] = "13" });
        _journal.Append(new DataUsed(Time, [StoreProcess.Data("songs", "d1", "training")]));
        Set(new() { ["depth"] = "7", ["trees"] = "10" });
        _server.Fail("runs/log-inputs", Forbidden);

        Assert.Throws<SongGenreException>(Deliver);
        Deliver();

        Assert.Equal(new Dictionary<string, string> { ["depth"] = "13", ["trees"] = "10" }, Run.Parameters);
        Assert.Empty(_said);
    }

    [Fact]
    public void A_run_ends_first_by_its_status_then_by_its_error_and_its_console()
    {
        _journal.Append(new OutputWritten(Time, IsError: false, "hello\n"));
        Deliver();
        var before = _server.Calls.Count;
        _journal.Append(new RunEnded(Time, RunStatus.Failed, "no rows"));
        Deliver();

        // Nothing of it is sent twice; what comes before is that the run goes on being known.
        Assert.Equal(
            ["POST runs/update", $"POST {Batch}", $"PUT {Artifact("console.log")}"], _server.Calls.TakeLast(3));
        Assert.DoesNotContain("runs/create", string.Join(' ', _server.Calls.Skip(before)), StringComparison.Ordinal);
        Assert.Equal(("FAILED", "no rows"), (Run.Status, Run.Tags["songgenre.error"]));
    }

    [Fact]
    public void A_run_whose_console_cannot_be_sent_does_not_seem_to_go_on()
    {
        _journal.Append(new OutputWritten(Time, IsError: false, "hello\n"));
        Deliver();
        _journal.Append(new RunEnded(Time, RunStatus.Failed, "no rows"));
        _server.Fail(Artifact("console.log"), Forbidden);

        Assert.Throws<SongGenreException>(Deliver);

        Assert.Equal(("FAILED", "no rows"), (Run.Status, Run.Tags["songgenre.error"]));
        Deliver();
        Assert.Equal("FAILED", Run.Status);
        Assert.Equal("hello\n"u8.ToArray(), _server.AllArtifacts[$"1/{Run.Id}/artifacts/console.log"]);
    }

    [Fact]
    public void A_batch_that_is_too_large_for_what_stands_before_the_server_is_sent_in_pieces()
    {
        Set(Numbered("p", 3));
        _journal.Append(new MetricsLogged(Time, 0, new Dictionary<string, double> { ["auc"] = 0.5, ["loss"] = 1 }));
        _journal.Append(new TagsSet(Time, Numbered("t", 2)));
        Deliver();
        _server.Fail(Batch, TooLarge);
        Set(Numbered("q", 3));
        _journal.Append(new MetricsLogged(Time, 1, new Dictionary<string, double> { ["auc"] = 0.75, ["loss"] = 0.5 }));
        _journal.Append(new TagsSet(Time, Numbered("u", 2)));

        Deliver();

        Assert.Equal(Numbered("p", 3).Keys.Concat(Numbered("q", 3).Keys), Run.Parameters.Keys);
        Assert.Equal(["0.5", "1", "0.75", "0.5"], Run.Metrics.Select(metric => metric.Value));
        Assert.Equal("0", Run.Tags["u0"]);
        Assert.Equal("1", Run.Tags["u1"]);
        Assert.Empty(_said);
    }

    [Fact]
    public void What_is_too_large_alone_too_is_left_out_and_said_and_keeps_nothing_else_out()
    {
        _journal.Keep("predictions.csv", file => File.WriteAllText(file, "row,genre\n"));
        _journal.Keep("importances.csv", file => File.WriteAllText(file, "feature,importance\n"));
        Deliver();
        _journal.Append(new FileLogged(Time, "predictions.csv"));
        _journal.Append(new FileLogged(Time, "importances.csv"));
        _journal.Append(new TagsSet(Time, new Dictionary<string, string> { ["note"] = "x" }));
        _journal.Append(new MetricsLogged(Time, 0, new Dictionary<string, double> { ["auc"] = 0.5 }));
        _journal.Append(new RunEnded(Time, RunStatus.Finished, null));
        _server.Fail(Artifact("predictions.csv"), TooLarge);
        // All at once, then the tag alone.
        _server.Fail(Batch, TooLarge);
        _server.Fail(Batch, TooLarge);

        _sink.Deliver(_journal, _journal.Events(1));

        Assert.Equal(("FINISHED", "0.5"), (Run.Status, Assert.Single(Run.Metrics).Value));
        Assert.DoesNotContain("note", Run.Tags.Keys);
        Assert.Equal([$"1/{Run.Id}/artifacts/importances.csv"], _server.AllArtifacts.Keys);
        Assert.Equal(2, _said.Count);
        Assert.All(_said, line => Assert.EndsWith(
            "it is too large; let the server take larger requests.", line, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Numbered(string name, int count) => Enumerable.Range(0, count)
        .Select(i => i.ToString(CultureInfo.InvariantCulture)).ToDictionary(i => name + i);

    private void Set(Dictionary<string, string> parameters) => _journal.Append(new ParametersLogged(Time, parameters));

    private string Artifact(string path) => $"mlflow-artifacts/artifacts/1/{Run.Id}/artifacts/{path}";

    private void Deliver() => _sink.Deliver(_journal, _journal.Events(0));
}
