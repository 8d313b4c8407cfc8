using System.Text;
using SongGenre.Tests.Data;
using SongGenre.Tests.Tracking.Journal;
using SongGenre.Tracking;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

public sealed class MlflowServerDeliveryTests : IDisposable
{
    private const string Password = "pa55-w0rd!ä";
    private const string Token = "t0ken-0123456789";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_was_offline_is_complete_once_the_server_is_back()
    {
        using var server = new FakeMlflow();
        server.Stop();
        // It began an hour ago, and nothing of it has arrived yet.
        var start = DateTimeOffset.UtcNow.AddHours(-1);
        using (var run = new TrackedRun(
            _folder.Path, RunJournalTests.Started("a") with { Time = start, Wandb = null }, [Sink(server)], Say))
        {
            Fill(run, _folder);
        }

        Assert.Contains(": no connection (", Assert.Single(_said), StringComparison.Ordinal);
        Assert.Empty(server.AllRuns);
        server.Start();
        SendLeft(server);

        AssertComplete(server);
        Assert.Equal(
            start.ToUnixTimeMilliseconds(), long.Parse((string)server.AllRuns[0].Info["start_time"]!, null));
        Assert.InRange(server.AllRuns[0].Metrics[0].Time, start.ToUnixTimeMilliseconds(), Now());
        Assert.Single(_said);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_is_complete_wherever_the_server_went_down(bool isDone)
    {
        using (var run = new TrackedRun(_folder.Path, RunJournalTests.Started("a"), [new Deaf()], Say))
            Fill(run, _folder);
        var calls = CallsOf(server => server);
        Assert.InRange(calls, 8, 40);
        for (var call = 1; call <= calls; call++) CallsOf(server => server.StopAt(call, isDone));
        // What was said once for each time is that it was gone.
        Assert.All(_said.Skip(1), line => Assert.Contains("fails: ", line, StringComparison.Ordinal));

        int CallsOf(Func<FakeMlflow, FakeMlflow> fail)
        {
            using var server = fail(new());
            var journals = Path.Combine(_folder.Path, "copy");
            Copy(Path.Combine(_folder.Path, RunJournalTests.Id("a")), Path.Combine(journals, RunJournalTests.Id("a")));
            File.WriteAllText(Path.Combine(journals, RunJournalTests.Id("a") + ".lock"), "");
            SendLeft(server, journals);
            if (Directory.Exists(Path.Combine(journals, RunJournalTests.Id("a"))))
            {
                server.Start();
                SendLeft(server, journals);
            }

            AssertComplete(server);
            return server.Calls.Count;
        }
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("bearer")]
    [InlineData("address")]
    public void Credentials_reach_no_message_and_no_file_whether_they_are_right_or_wrong(string kind)
    {
        using var server = new FakeMlflow
        {
            Authorization = kind == "bearer" ? $"Bearer {Token}" : $"Basic {Basic(Password)}",
        };
        using (var run = new TrackedRun(_folder.Path, RunJournalTests.Started("a"), [Sink(kind, "wr0ng-")], Say))
            Fill(run, _folder);
        Assert.Contains("it doesn't take the credentials", Assert.Single(_said), StringComparison.Ordinal);
        Assert.Empty(server.AllRuns);
        // A server may say what it was told, in whatever it says.
        var told = kind == "bearer" ? "wr0ng-" + Token : $"wr0ng-{Password} {Basic("wr0ng-" + Password)}";
        foreach (var status in new[] { "400 Bad Request", "500 You, " + told, "403 Forbidden" })
        {
            var echo = $$"""{"error_code": "BAD_REQUEST", "message": "no {{told}} here"}""";
            for (var i = 0; i < 8; i++)
                server.Fail("experiments/get-by-name", LoopbackServer.Answer(status, Encoding.UTF8.GetBytes(echo)));
            using var store = Open(kind, "wr0ng-");
            var error = Assert.Throws<SongGenreException>(() => store.FindExperiment("songs"));
            _said.Add(error.ToString());
            while (server.Forget("experiments/get-by-name")) { }
        }

        AssertNoSecret();
        RunDelivery.SendLeft(_folder.Path, _ => [Sink(kind, "")], Say);
        AssertComplete(server);

        MlflowServer Open(string kind, string wrong) => ServerStore.Open(
            kind == "address"
                ? $"http://ada:{Uri.EscapeDataString(wrong + Password)}@{server.Address["http://".Length..]}"
                : server.Address,
            Say,
            kind switch
            {
                "basic" => [("MLFLOW_TRACKING_USERNAME", "ada"), ("MLFLOW_TRACKING_PASSWORD", wrong + Password)],
                "bearer" => [("MLFLOW_TRACKING_TOKEN", wrong + Token)],
                _ => [],
            });

        MlflowSink Sink(string kind, string wrong) => new(() => Open(kind, wrong), Say);
    }

    private static string Basic(string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada:{password}"));

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static void Fill(TrackedRun run, TemporaryFolder folder)
    {
        run.Parameters(Enumerable.Range(0, 130).Select(i =>
            KeyValuePair.Create(FormattableString.Invariant($"p{i}"), "v")));
        for (var trees = 1; trees <= 5; trees++) run.Metric("auc", 1.0 / trees, trees);
        run.Metric("odd", double.NaN);
        run.Tag("note", "first");
        File.WriteAllText(folder["picture.png"], "png");
        run.File("plots/picture.png", folder["picture.png"]);
        File.Delete(folder["picture.png"]);
        run.Finish();
    }

    private static void AssertComplete(FakeMlflow server)
    {
        var run = Assert.Single(server.AllRuns);
        Assert.Equal("FINISHED", run.Status);
        Assert.Equal("calm-drum-1", (string)run.Info["run_name"]!);
        Assert.Equal(130, run.Parameters.Count);
        Assert.Equal("first", run.Tags["note"]);
        Assert.Equal(
            ["1=1", "2=0.5", "3=0.3333333333333333", "4=0.25", "5=0.2"],
            run.Metrics.Where(metric => metric.Key == "auc").OrderBy(metric => metric.Step)
                .Select(metric => FormattableString.Invariant($"{metric.Step}={metric.Value}")));
        Assert.Single(run.Metrics, metric => metric is { Key: "odd", Value: "NaN" });
        Assert.Equal("png", Encoding.UTF8.GetString(server.AllArtifacts[$"1/{run.Id}/artifacts/plots/picture.png"]));
    }

    private void AssertNoSecret()
    {
        var files = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories);
        var texts = files.Select(ReadShared).Concat(_said).ToList();
        foreach (var wrong in new[] { "", "wr0ng-" })
        {
            string[] secrets =
                [wrong + Password, wrong + Token, Uri.EscapeDataString(Password), Basic(wrong + Password)];
            foreach (var secret in secrets)
                Assert.All(texts, text => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void Say(string line)
    {
        lock (_said) _said.Add(line);
    }

    private MlflowSink Sink(FakeMlflow server) => new(() => ServerStore.Open(server.Address, Say), Say);

    private void SendLeft(FakeMlflow server, string? journals = null) =>
        RunDelivery.SendLeft(journals ?? _folder.Path, _ => [Sink(server)], Say);

    // Takes nothing, so that the journal stays.
    private sealed class Deaf : IRunSink
    {
        public string Name => "deaf";

        public void Deliver(RunJournal journal, IReadOnlyList<RunEvent> events) =>
            throw new SongGenreException("later");
    }
}
