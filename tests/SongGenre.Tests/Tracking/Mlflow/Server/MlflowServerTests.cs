using System.Text;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

public sealed class MlflowServerTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeMlflow _server = new();
    private readonly MlflowServer _store;
    private readonly ExperimentInfo _experiment;

    public MlflowServerTests()
    {
        _store = ServerStore.Open(_server.Address);
        _experiment = _store.FindOrCreateExperiment("songs & more");
    }

    public void Dispose()
    {
        _store.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void Experiments_are_created_once()
    {
        Assert.Equal(new("1", "songs & more", "mlflow-artifacts:/1", IsDeleted: false), _experiment);
        Assert.Equal(_experiment, _store.FindOrCreateExperiment("songs & more"));
        Assert.Null(_store.FindExperiment("none"));
        Assert.Equal(1, _server.Count("experiments/create"));
    }

    [Fact]
    public void A_run_begins_goes_on_and_ends()
    {
        var run = _store.StartRun(StoreProcess.NewRun(_experiment) with
        {
            Name = "calm-bass-7",
            Start = Noon,
            Source = new(SourceType.Notebook, "03-training.ipynb", "abc"),
            Tags = new Dictionary<string, string> { ["mlflow.note.content"] = "first" },
        });
        _store.UpdateRun(run.Id, RunStatus.Finished, Noon.AddSeconds(90));
        var read = _store.GetRun(run.Id);
        Assert.Equal(run with { Status = RunStatus.Finished, End = Noon.AddSeconds(90) }, read.Info);
        Assert.Equal(("calm-bass-7", "ada", Noon, "1"), (run.Name, run.User, run.Start, run.ExperimentId));
        Assert.Equal($"mlflow-artifacts:/1/{run.Id}/artifacts", run.ArtifactUri);
        Assert.Equal(
            [
                "mlflow.note.content=first", "mlflow.runName=calm-bass-7", "mlflow.source.git.commit=abc",
                "mlflow.source.name=03-training.ipynb", "mlflow.source.type=NOTEBOOK", "mlflow.user=ada",
            ],
            read.Tags.Where(tag => tag.Key != "songgenre.run").Select(tag => $"{tag.Key}={tag.Value}"));
    }

    [Fact]
    public void A_run_of_the_same_key_begins_once()
    {
        var run = StoreProcess.NewRun(_experiment) with
        {
            Tags = new Dictionary<string, string> { ["songgenre.run"] = "12ab" },
        };
        Assert.Equal(_store.StartRun(run), _store.StartRun(run));
        Assert.Single(_server.AllRuns);
    }

    [Fact]
    public void What_is_too_much_for_one_request_comes_whole_all_the_same()
    {
        var run = Start().Id;
        var metrics = Enumerable.Range(0, 2500).Select(step => new Metric("auc", step / 2500.0, Noon, step)).ToList();
        // With these values 100 parameters have more than 1 MB.
        var parameters = Enumerable.Range(0, 250).ToDictionary(
            i => FormattableString.Invariant($"p{i}"), i => new string((char)('é' + (i % 20)), 6000));
        var tags = Enumerable.Range(0, 120).ToDictionary(
            i => FormattableString.Invariant($"t{i}"), _ => new string('"', 8000));
        _store.LogBatch(run, metrics, parameters, tags);
        var read = _store.GetRun(run);
        Assert.Equal(parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal), read.Parameters);
        Assert.Equal(120, read.Tags.Count(tag => tag.Key[0] == 't' && tag.Value == new string('"', 8000)));
        Assert.Equal(metrics, _store.GetMetricHistory(run, "auc"));
        Assert.Equal(metrics[^1], read.Metrics["auc"]);
    }

    [Fact]
    public void Few_values_are_one_request()
    {
        var run = Start().Id;
        var pairs = Enumerable.Range(0, 100).ToDictionary(i => FormattableString.Invariant($"k{i}"), _ => "v");
        _store.LogBatch(run, [.. Enumerable.Range(0, 800).Select(i => new Metric("a", i, Noon, i))], pairs, pairs);
        Assert.Equal(1, _server.Count("runs/log-batch"));
        _store.LogBatch(run);
        Assert.Equal(1, _server.Count("runs/log-batch"));
    }

    [Fact]
    public void Numbers_that_JSON_has_none_for_arrive_and_NaN_may_come_twice()
    {
        var run = Start().Id;
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.1];
        List<Metric> metrics = [.. values.Select((value, step) => new Metric("odd", value, Noon.AddTicks(7), step))];
        _store.LogBatch(run, metrics);
        _store.LogBatch(run, [.. metrics, metrics[0], new("odd", double.NaN, Noon, 9)]);
        Assert.Equal(
            ["-Infinity", "0.1", "Infinity", "NaN", "NaN"],
            _server.AllRuns[0].Metrics.Select(metric => metric.Value).Order(StringComparer.Ordinal));
        Assert.Equal(
            [.. values, double.NaN], _store.GetMetricHistory(run, "odd").Select(metric => metric.Value));
    }

    [Fact]
    public void A_parameter_keeps_its_value()
    {
        var run = Start().Id;
        _store.LogBatch(run, parameters: new Dictionary<string, string> { ["seed"] = "7" });
        _store.LogBatch(run, parameters: new Dictionary<string, string> { ["seed"] = "7" });
        Assert.Equal(
            $"The parameter seed of the run {run} is '7' and can't become '8'; start a new run.",
            OneLine.ErrorOf(() => _store.LogBatch(
                run, parameters: new Dictionary<string, string> { ["other"] = "1", ["seed"] = "8" })));
    }

    [Fact]
    public void What_a_server_would_cut_is_refused_before_it_is_sent()
    {
        var run = Start().Id;
        var calls = _server.Calls.Count;
        OneLine.ErrorOf(() => _store.LogBatch(run, parameters: new Dictionary<string, string> { ["a"] = new('x', 6001) }));
        OneLine.ErrorOf(() => _store.LogBatch(run, tags: new Dictionary<string, string> { ["a"] = new('x', 8001) }));
        OneLine.ErrorOf(() => _store.LogBatch(run, [new(new('x', 251), 1, Noon)]));
        OneLine.ErrorOf(() => _store.LogInputs(run, [StoreProcess.Data("a b", "1", null)]));
        OneLine.ErrorOf(() => _store.FindOrCreateExperiment(new('x', 501)));
        Assert.Equal(calls, _server.Calls.Count);
    }

    [Fact]
    public void Runs_are_found_on_all_pages_by_the_beginning_of_their_id_and_in_the_bin()
    {
        List<string> ids = [.. Enumerable.Range(0, 5).Select(i => Start(Noon.AddSeconds(i)).Id)];
        Assert.Equal(Enumerable.Reverse(ids), _store.SearchRuns("1").Select(run => run.Info.Id));
        Assert.Equal(ids[3], _store.GetRun(ids[3][..12]).Info.Id);
        _store.DeleteRun(ids[0]);
        Assert.Equal([ids[0]], _store.SearchRuns("1", deleted: true).Select(run => run.Info.Id));
        Assert.Equal(4, _store.SearchRuns("1").Count);
        _store.RestoreRun(ids[0]);
        Assert.Equal(5, _store.SearchRuns("1").Count);
        // Of 17 ids two at least begin with the same of 16 digits.
        ids.AddRange(Enumerable.Range(0, 12).Select(_ => Start().Id));
        var digit = ids.GroupBy(id => id[..1]).First(group => group.Count() > 1).Key;
        Assert.Contains("more than one", OneLine.ErrorOf(() => _store.GetRun(digit)), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_sets_are_inputs_with_a_context()
    {
        var run = Start().Id;
        DatasetInput[] inputs =
            [StoreProcess.Data("clean", "12", "training"), StoreProcess.Data("raw", "5", null)];
        _store.LogInputs(run, inputs);
        _store.LogInputs(run, inputs);
        Assert.Equal(inputs, _store.GetRun(run).Inputs);
    }

    [Fact]
    public void A_model_is_made_by_a_run_registered_and_found_by_its_alias()
    {
        var (run, user) = (Start().Id, Start().Id);
        var model = _store.CreateModel(new()
        {
            ExperimentId = _experiment.Id,
            Name = "forest",
            SourceRunId = run,
            ModelType = "classifier",
            Parameters = new Dictionary<string, string> { ["trees"] = "100" },
        });
        Assert.Equal((LoggedModelStatus.Pending, run, "classifier"), (model.Status, model.SourceRunId, model.ModelType));
        _store.LogModelOutput(run, new(model.Id, 100));
        _store.LogModelOutput(run, new(model.Id, 100));
        _store.LogModelInput(user, model.Id);
        _store.FinishModel(model.Id, LoggedModelStatus.Ready);
        Assert.Equal(LoggedModelStatus.Ready, _store.GetModel(model.Id).Status);
        Assert.Equal("100", _store.GetModel(model.Id).Parameters["trees"]);
        Assert.Equal([new ModelOutput(model.Id, 100)], _store.GetRun(run).ModelOutputs);
        Assert.Equal([model.Id], _store.GetRun(user).ModelInputs);
        _store.LogModelHistory(run, new() { ["artifact_path"] = "model" });
        _store.LogModelHistory(run, new() { ["artifact_path"] = "second" });
        _store.LogModelHistory(run, new() { ["artifact_path"] = "second" });
        Assert.Equal(
            """[{"artifact_path":"model"},{"artifact_path":"second"}]""",
            _store.GetRun(run).Tags["mlflow.log-model.history"]);

        Assert.Equal(1, _store.RegisterModel("song-genre", $"models:/{model.Id}").Version);
        var version = _store.RegisterModel("song-genre", $"models:/{model.Id}");
        Assert.Equal((2, run, model.ArtifactUri), (version.Version, version.RunId, version.ArtifactUri));
        _store.SetAlias("song-genre", "champion", 1);
        _store.SetAlias("song-genre", "champion", 2);
        Assert.Equal(2, _store.GetModelVersion("song-genre", "champion").Version);
        Assert.Equal(["champion"], _store.GetModelVersion("song-genre", 2).Aliases);
        Assert.Empty(_store.GetModelVersion("song-genre", 1).Aliases);
    }

    [Fact]
    public void Artifacts_go_through_the_server()
    {
        var run = Start();
        Log("model/ML model#1", "flavors");
        Log("model/ML model#1", "other");
        Log("roc.png", "");
        Assert.Equal([new("model", null), new("roc.png", 0)], _store.ListArtifacts(run.ArtifactUri));
        Assert.Equal([new("model/ML model#1", 5)], _store.ListArtifacts(run.ArtifactUri, "model"));
        Assert.Contains($"1/{run.Id}/artifacts/model/ML model#1", _server.AllArtifacts.Keys);
        using var reader = new StreamReader(_store.OpenArtifact(run.ArtifactUri, "model/ML model#1"));
        Assert.Equal("other", reader.ReadToEnd());
        Assert.Empty(_store.ListArtifacts(run.ArtifactUri, "none"));
        Assert.Contains("no artifact", OneLine.ErrorOf(() => _store.OpenArtifact(run.ArtifactUri, "model/none")));
        OneLine.ErrorOf(() => _store.OpenArtifact(run.ArtifactUri, "../x"));
        OneLine.ErrorOf(() => Log("../x", ""));
        Assert.Contains("--serve-artifacts", OneLine.ErrorOf(() => _store.ListArtifacts("s3://bucket/1/a/artifacts")));

        void Log(string path, string text)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            _store.LogArtifact(run.ArtifactUri, path, stream);
        }
    }

    [Fact]
    public void Artifacts_of_a_server_on_this_machine_may_be_in_a_folder()
    {
        using var folder = new TemporaryFolder();
        using var stream = new MemoryStream([1, 2]);
        _store.LogArtifact(folder["artifacts"], "a.bin", stream);
        Assert.Equal([new("a.bin", 2)], _store.ListArtifacts(folder["artifacts"]));
        using var read = _store.OpenArtifact(folder["artifacts"], "a.bin");
        Assert.Equal(1, read.ReadByte());
    }

    [Fact]
    public void What_isnt_there_is_said_in_one_line()
    {
        var none = new string('0', 32);
        var model = "m-" + none;
        Assert.Contains("has no run 000", OneLine.ErrorOf(() => _store.GetRun(none)));
        Assert.Contains("has no run 12", OneLine.ErrorOf(() => _store.GetRun("12")));
        Assert.Contains("has no run x", OneLine.ErrorOf(() => _store.GetRun("x'y")));
        Assert.Contains("has no run", OneLine.ErrorOf(() => _store.LogBatch(none, [new("auc", 1, Noon)])));
        Assert.Contains("has no run", OneLine.ErrorOf(() => _store.GetMetricHistory(none, "auc")));
        Assert.Contains("has no run", OneLine.ErrorOf(() => _store.DeleteRun(none)));
        Assert.Contains("has no model", OneLine.ErrorOf(() => _store.GetModel(model)));
        Assert.Contains("has no model", OneLine.ErrorOf(() => _store.FinishModel(model, LoggedModelStatus.Ready)));
        Assert.Contains("has no model", OneLine.ErrorOf(() => _store.RegisterModel("song-genre", "models:/" + model)));
        Assert.Contains("alias champion", OneLine.ErrorOf(() => _store.GetModelVersion("song-genre", "champion")));
        Assert.Contains("version 1", OneLine.ErrorOf(() => _store.GetModelVersion("song-genre", 1)));
        Assert.Contains("version 1", OneLine.ErrorOf(() => _store.SetAlias("song-genre", "champion", 1)));
    }

    private RunInfo Start(DateTimeOffset? start = null) =>
        _store.StartRun(StoreProcess.NewRun(_experiment) with { Start = start ?? Noon });
}
