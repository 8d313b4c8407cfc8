using System.Diagnostics;
using System.Globalization;
using System.Text;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

public sealed class MlflowServerFailureTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeMlflow _server = new();
    private readonly List<string> _said = [];
    private MlflowServer _store;
    private readonly ExperimentInfo _experiment;

    public MlflowServerFailureTests()
    {
        _store = ServerStore.Open(_server.Address, _said.Add);
        _experiment = _store.FindOrCreateExperiment("songs");
    }

    /// <summary>Calls whose second coming would leave something twice, or be refused.</summary>
    public static TheoryData<string> Delicate =>
    [
        "experiments/create", "runs/create", "logged-models", "model-versions/create", "runs/outputs", "runs/log-batch",
    ];

    public void Dispose()
    {
        _store.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void The_pause_that_a_busy_server_asks_for_is_kept()
    {
        _server.Fail("runs/create", LoopbackServer.Answer("429 Too Many Requests", [], "Retry-After: 1"));
        var watch = Stopwatch.StartNew();
        Start();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.95, 4);
        Assert.Single(_server.AllRuns);
    }

    [Fact]
    public void A_pause_that_is_longer_than_the_patience_ends_it()
    {
        _server.Fail("runs/create", LoopbackServer.Answer("429 Too Many Requests", [], "Retry-After: 3600"));
        var message = OneLine.ErrorOf(() => Start());
        Assert.Equal(
            $"{_server.Address}: mlflow/runs/create fails: the server answers 429 (Too Many Requests).", message);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void A_server_that_fails_now_and_then_is_asked_again(int status)
    {
        var answer = LoopbackServer.Answer(status.ToString(CultureInfo.InvariantCulture) + " No", "<html>"u8.ToArray());
        for (var i = 0; i < 3; i++) _server.Fail("runs/get", answer);
        var run = Start();
        Assert.Equal(run, _store.GetRun(run.Id).Info);
        Assert.Equal(4, _server.Count("runs/get"));
    }

    [Fact]
    public void A_server_that_always_fails_is_said_in_one_line()
    {
        for (var i = 0; i < 20; i++) _server.Fail("runs/get", LoopbackServer.Answer("500 Internal Server Error", []));
        var run = Start().Id;
        Assert.Equal(
            $"{_server.Address}: mlflow/runs/get fails: the server answers 500 (Internal Server Error).",
            OneLine.ErrorOf(() => _store.GetRun(run)));
    }

    [Theory]
    [MemberData(nameof(Delicate))]
    public void A_reset_in_the_middle_of_an_answer_leaves_nothing_twice(string call)
    {
        Everything(() => _server.Reset(call));
        AssertEverythingIsThereOnce();
    }

    [Theory]
    [MemberData(nameof(Delicate))]
    public void An_answer_that_comes_too_late_leaves_nothing_twice(string call)
    {
        BeHasty();
        Everything(() => _server.Fail(call, answer: null, isDone: true));
        AssertEverythingIsThereOnce();
    }

    [Theory]
    [MemberData(nameof(Delicate))]
    public void An_error_after_the_work_leaves_nothing_twice(string call)
    {
        Everything(() => _server.Fail(call, LoopbackServer.Answer("502 Bad Gateway", []), isDone: true));
        AssertEverythingIsThereOnce();
    }

    [Theory]
    [MemberData(nameof(Delicate))]
    public void An_error_before_the_work_leaves_nothing_out(string call)
    {
        Everything(() => _server.Fail(call, LoopbackServer.Answer("503 Service Unavailable", [])));
        AssertEverythingIsThereOnce();
    }

    [Fact]
    public void Artifacts_come_whole_through_resets()
    {
        var uri = Start().ArtifactUri;
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        var call = $"mlflow-artifacts/artifacts/{uri["mlflow-artifacts:/".Length..]}/model.onnx";
        _server.Reset(call);
        using var content = new MemoryStream(bytes);
        content.Position = 100;
        _store.LogArtifact(uri, "model.onnx", content);
        Assert.Equal(bytes[100..], _server.AllArtifacts.Values.Single());
        _server.Reset(call);
        using var read = _store.OpenArtifact(uri, "model.onnx");
        var copy = new byte[bytes.Length - 100];
        read.ReadExactly(copy);
        Assert.Equal(bytes[100..], copy);
        Assert.Equal(-1, read.ReadByte());
        Assert.Equal(4, _server.Calls.Count(each => each.EndsWith("model.onnx", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_server_that_is_always_too_slow_is_said_in_one_line()
    {
        BeHasty();
        for (var i = 0; i < 20; i++) _server.Fail("runs/get", answer: null);
        var run = Start().Id;
        Assert.Contains("the server is silent for 0.5 s", OneLine.ErrorOf(() => _store.GetRun(run)));
    }

    [Fact]
    public void A_server_that_is_gone_is_said_in_one_line_and_found_again()
    {
        var run = Start();
        _server.Stop();
        Assert.StartsWith(
            $"{_server.Address}: mlflow/runs/get fails: no connection", OneLine.ErrorOf(() => _store.GetRun(run.Id)),
            StringComparison.Ordinal);
        _server.Start();
        Assert.Equal(run, _store.GetRun(run.Id).Info);
    }

    [Fact]
    public void An_older_server_is_served_without_the_calls_that_it_lacks_and_that_is_said_once()
    {
        _server.IsOld = true;
        var run = Start();
        var model = _store.CreateModel(Model(run.Id));
        Assert.Equal($"{run.ArtifactUri}/forest", model.ArtifactUri);
        _store.LogModelOutput(run.Id, new(model.Id, 0));
        _store.LogModelInput(run.Id, model.Id);
        _store.FinishModel(model.Id, LoggedModelStatus.Ready);
        Assert.Equal(LoggedModelStatus.Ready, _store.GetModel(model.Id).Status);
        _store.LogModelHistory(run.Id, new() { ["artifact_path"] = "forest" });
        _store.CreateModel(Model(run.Id));
        var version = _store.RegisterModel("song-genre", $"models:/{model.Id}");
        Assert.Equal((1, run.Id, model.ArtifactUri), (version.Version, version.RunId, version.ArtifactUri));
        _server.Fail("runs/log-inputs", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        _store.LogModelInput(run.Id, "m-" + new string('0', 32));
        Assert.Equal(
            [$"{_server.Address} is older than MLflow 3: models stand with their runs' artifacts only"], _said);
    }

    [Theory]
    [InlineData("<html>Log in</html>")]
    [InlineData("[]")]
    [InlineData("")]
    public void An_answer_that_isnt_MLflows_is_said_in_one_line(string body)
    {
        _server.Fail("experiments/get-by-name", LoopbackServer.Answer("200 OK", Encoding.UTF8.GetBytes(body)));
        Assert.Contains("check MLFLOW_TRACKING_URI", OneLine.ErrorOf(() => _store.FindExperiment("songs")));
    }

    [Fact]
    public void A_server_that_sends_elsewhere_isnt_followed()
    {
        _server.Fail("runs/create", LoopbackServer.Answer("302 Found", [], "Location: http://127.0.0.1:1/"));
        Assert.Contains("answers 302", OneLine.ErrorOf(() => Start()));
    }

    private void BeHasty()
    {
        _store.Dispose();
        _store = ServerStore.Hasty(_server.Address);
    }

    private RunInfo Start() => _store.StartRun(StoreProcess.NewRun(_experiment));

    private NewLoggedModel Model(string run) =>
        new() { ExperimentId = _experiment.Id, Name = "forest", SourceRunId = run };

    private void Everything(Action fail)
    {
        fail();
        var experiment = _store.FindOrCreateExperiment("others");
        var run = _store.StartRun(StoreProcess.NewRun(experiment)).Id;
        var model = _store.CreateModel(Model(run) with { ExperimentId = experiment.Id });
        _store.LogModelOutput(run, new(model.Id, 1));
        _store.LogBatch(run, [new("odd", double.NaN, Noon, 1), new("odd", double.NaN, Noon, 2)]);
        _store.LogBatch(run, [new("auc", 0.5, Noon, 1)]);
        Assert.Equal(1, _store.RegisterModel("song-genre", $"models:/{model.Id}").Version);
    }

    private void AssertEverythingIsThereOnce()
    {
        Assert.Equal(["songs", "others"], _server.AllExperiments);
        var run = Assert.Single(_server.AllRuns);
        Assert.Single(run.ModelOutputs);
        Assert.Equal(["NaN", "NaN", "0.5"], run.Metrics.Select(metric => metric.Value));
        Assert.Equal((1, 1), (_server.ModelCount, _server.VersionCount));
    }
}
