using System.Text.Json.Nodes;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow;

public sealed class MlflowStoreEdgesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MlflowStore _store;
    private readonly ExperimentInfo _experiment;

    public MlflowStoreEdgesTests()
    {
        _store = MlflowStore.Open(File);
        _experiment = _store.FindOrCreateExperiment("songs");
    }

    private string File => _folder["mlflow.db"];

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Data_sets_are_edges_with_a_context()
    {
        var (first, second) = (Start().Id, Start().Id);
        DatasetInput[] inputs =
        [
            StoreProcess.Data("clean", "12", "training"), StoreProcess.Data("test", "34", "testing"),
            StoreProcess.Data("raw", "5", null),
        ];
        _store.LogInputs(first, inputs);
        _store.LogInputs(first, inputs);
        _store.LogInputs(second, [inputs[0] with { Context = "validation" }]);
        Assert.Equal(
            [
                "DATASET|RUN|clean|training", "DATASET|RUN|clean|validation", "DATASET|RUN|raw|",
                "DATASET|RUN|test|testing",
            ],
            SqliteShell.Run(
                File,
                """
                SELECT i.source_type, i.destination_type, d.name, t.value FROM inputs i
                JOIN datasets d ON d.dataset_uuid = i.source_id LEFT JOIN input_tags t USING (input_uuid)
                WHERE t.name IS NULL OR t.name = 'mlflow.data.context' ORDER BY 3, 4
                """));
        Assert.Equal(["3"], SqliteShell.Run(File, "SELECT count(*) FROM datasets"));
        Assert.Equal(inputs, _store.GetRun(first).Inputs);
        SqliteShell.AssertWhole(File);
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
        Assert.Matches("^m-[0-9a-f]{32}$", model.Id);
        _store.LogModelOutput(run, new(model.Id, 100));
        _store.LogModelInput(user, model.Id);
        _store.LogModelHistory(run, new() { ["run_id"] = run, ["artifact_path"] = "model" });
        _store.LogModelHistory(run, new() { ["artifact_path"] = "second" });
        _store.FinishModel(model.Id, LoggedModelStatus.Ready);
        Assert.Equal(
            [$"{model.Id}|forest|{_folder["mlruns"]}/1/models/{model.Id}/artifacts|2|active|{run}|trees|100"],
            SqliteShell.Run(
                File,
                """
                SELECT model_id, name, artifact_location, status, lifecycle_stage, source_run_id, param_key, param_value
                FROM logged_models JOIN logged_model_params USING (model_id)
                """));
        Assert.Equal(
            [$"RUN_INPUT|{user}|MODEL_INPUT|{model.Id}|0", $"RUN_OUTPUT|{run}|MODEL_OUTPUT|{model.Id}|100"],
            SqliteShell.Run(
                File, "SELECT source_type, source_id, destination_type, destination_id, step FROM inputs ORDER BY 1"));
        Assert.Equal([new ModelOutput(model.Id, 100)], _store.GetRun(run).ModelOutputs);
        Assert.Equal([model.Id], _store.GetRun(user).ModelInputs);
        var history = JsonNode.Parse(_store.GetRun(run).Tags["mlflow.log-model.history"])!;
        Assert.Equal("second", (string?)history[1]!["artifact_path"]);

        StoreContract.Registers(_store, model);
        Assert.Equal(
            """[{"name":"song-genre","version":1},{"name":"song-genre","version":2}]""",
            _store.GetModel(model.Id).Tags["mlflow.modelVersions"]);
        Assert.Equal(
            ["1|None|READY", "2|None|READY"],
            SqliteShell.Run(File, "SELECT version, current_stage, status FROM model_versions"));
        SqliteShell.AssertWhole(File);
    }

    [Fact]
    public void Artifacts_are_files_below_the_runs_folder()
    {
        var run = Start();
        Log("model/MLmodel", "flavors");
        Log("model/MLmodel", "other");
        Log("roc.png", "png");
        Assert.Equal([new("model", null), new("roc.png", 3)], _store.ListArtifacts(run.ArtifactUri));
        Assert.Equal([new("model/MLmodel", 5)], _store.ListArtifacts(run.ArtifactUri, "model"));
        Assert.Equal("other", System.IO.File.ReadAllText(Path.Combine(run.ArtifactUri, "model", "MLmodel")));
        using var reader = new StreamReader(_store.OpenArtifact(run.ArtifactUri, "model/MLmodel"));
        Assert.Equal("other", reader.ReadToEnd());
        Assert.Contains("no artifact", OneLine.ErrorOf(() => _store.OpenArtifact(run.ArtifactUri, "model/none")));
        Assert.Contains("this machine", OneLine.ErrorOf(() => _store.ListArtifacts("mlflow-artifacts:/1/a/artifacts")));

        void Log(string path, string text)
        {
            using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
            _store.LogArtifact(run.ArtifactUri, path, stream);
        }
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/x")]
    [InlineData("..\\x")]
    [InlineData("C:/x")]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("a\n")]
    [InlineData("x.")]
    public void No_artifacts_name_leads_out_of_the_folder(string path)
    {
        var root = Start().ArtifactUri;
        using var stream = new MemoryStream();
        OneLine.ErrorOf(() => _store.LogArtifact(root, path, stream));
        OneLine.ErrorOf(() => _store.OpenArtifact(root, path));
        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    private RunInfo Start() => _store.StartRun(StoreProcess.NewRun(_experiment));
}
