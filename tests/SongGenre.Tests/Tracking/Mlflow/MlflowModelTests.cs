using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SongGenre.Data;
using SongGenre.Features;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;
using SmallSongs = SongGenre.Tests.Features.SmallSongs;

namespace SongGenre.Tests.Tracking.Mlflow;

public sealed class MlflowModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MlflowStore _store;
    private readonly RunInfo _run;

    public MlflowModelTests()
    {
        _store = MlflowStore.Open(_folder["mlflow.db"]);
        _run = _store.StartRun(new()
        {
            ExperimentId = _store.FindOrCreateExperiment("songs").Id,
            User = "tester",
            Start = DateTimeOffset.UnixEpoch,
            Source = new(SourceType.Local, "songgenre train"),
        });
    }

    public static TheoryData<string> Sets =>
        [FeatureOptions.Audio, FeatureOptions.AudioAndSongName, FeatureOptions.All];

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_description_says_what_MLflow_documents()
    {
        var model = Logged(FeatureOptions.AudioAndSongName);
        MlflowModel.Register(_store, ModelLocation.Find(_store, $"models:/{model.Id}"), "song-genre");
        var json = PythonYaml.Read(Path.Combine(FolderOf(model), "MLmodel"));
        Assert.Equal(model.Id, (string?)json["model_id"]);
        Assert.Equal(_run.Id, (string?)json["run_id"]);
        Assert.Equal("model", (string?)json["artifact_path"]);
        Assert.Equal(model.Id[2..], (string?)json["model_uuid"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$", (string?)json["utc_time_created"]);
        Assert.Equal("mlflow.onnx", (string?)json["flavors"]!["python_function"]!["loader_module"]);
        Assert.Equal("model.onnx", (string?)json["flavors"]!["python_function"]!["data"]);
        Assert.Equal("model.onnx", (string?)json["flavors"]!["onnx"]!["data"]);
        var signature = json["signature"]!;
        string[] inputs =
        [
            """{"type":"double","name":"tempo","required":true}""", """{"type":"long","name":"key","required":true}""",
        ];
        Assert.All(inputs, input => Assert.Contains(input, (string?)signature["inputs"], StringComparison.Ordinal));
        Assert.EndsWith(
            """{"type":"string","name":"song_name","required":true}]""",
            (string?)signature["inputs"],
            StringComparison.Ordinal);
        Assert.Equal(
            """[{"type":"string","name":"genre","required":true},{"type":"float","name":"a","required":true},"""
            + """{"type":"float","name":"b","required":true}]""",
            (string?)signature["outputs"]);
        var example = json["saved_input_example_info"]!;
        Assert.Equal(("dataframe", "split"), ((string?)example["type"], (string?)example["pandas_orient"]));
        foreach (var name in (string[])[(string)example["artifact_path"]!, (string)example["serving_input_path"]!])
            Assert.True(File.Exists(Path.Combine(FolderOf(model), name)), name);
        foreach (var name in (string[])["conda.yaml", "python_env.yaml"])
            Assert.NotNull(PythonYaml.Read(Path.Combine(FolderOf(model), name)));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_graph_takes_a_data_frames_columns_and_gives_columns(string set)
    {
        var logged = Logged(set);
        MlflowModel.Register(_store, ModelLocation.Find(_store, $"models:/{logged.Id}"), "song-genre");
        var description = PythonYaml.Read(Path.Combine(FolderOf(logged), "MLmodel"));
        var example = JsonNode.Parse(File.ReadAllText(Path.Combine(FolderOf(logged), "input_example.json")))!;
        var types = Schema("inputs");
        Assert.Equal(types.Select(type => type.Name), example["columns"]!.AsArray().Select(name => (string)name!));

        // What mlflow.onnx does with a data frame: each column is an input, of one dimension, by its name.
        using var session = new InferenceSession(Path.Combine(FolderOf(logged), "model.onnx"));
        var rows = example["data"]!.AsArray();
        using var results = session.Run([.. types.Select((type, c) => Column(type, [.. rows.Select(row => row![c])]))]);
        Assert.Equal(Schema("outputs").Select(type => type.Name), results.Select(result => result.Name));
        Assert.Equal(types.Select(type => type.Name).Order(), session.InputNames.Order());

        var table = SongData.One([.. types.Select((type, c) => $"{type.Name}={rows[0]![c]}")]).Clean().Table;
        var model = ModelFolder.Load($"models:/{logged.Id}", () => MlflowStore.Open(_folder["mlflow.db"]));
        var expected = model.Predict(table, [0], TestContext.Current.CancellationToken);
        Assert.Equal(rows.Count, results[0].AsTensor<string>().Length);
        Assert.Equal(model.Genres[expected.Predicted(0)], results[0].AsTensor<string>()[0]);
        for (var g = 0; g < model.Genres.Count; g++)
        {
            Assert.Equal([rows.Count], results[g + 1].AsTensor<float>().Dimensions.ToArray());
            Assert.Equal(expected[0, g], results[g + 1].AsTensor<float>()[0], 1e-6);
        }

        (string Type, string Name)[] Schema(string part) =>
        [
            .. JsonNode.Parse((string)description["signature"]![part]!)!.AsArray()
                .Select(column => ((string)column!["type"]!, (string)column["name"]!)),
        ];
    }

    [Fact]
    public void The_same_model_gives_the_same_folder_which_is_a_model_of_ours_too()
    {
        var model = Fitted();
        MlflowModel.Save(model, _folder["one"]);
        model.Save(_folder["two"]);
        MlflowModel.Save(model, _folder["two"]);
        string[] names = [.. Directory.EnumerateFiles(_folder["one"]).Select(file => Path.GetFileName(file)!)];
        Assert.Equal(names.Order(), Directory.EnumerateFiles(_folder["two"]).Select(Path.GetFileName).Order());
        foreach (var name in names)
            Assert.Equal(File.ReadAllBytes(_folder["one/" + name]), File.ReadAllBytes(_folder["two/" + name]));
        Assert.Equal(model.Genres, GenreModel.Load(_folder["one"]).Genres);
    }

    [Fact]
    public void A_model_is_logged_once_however_often_it_is_said()
    {
        MlflowModel.Save(Fitted(), _folder["model"]);
        var first = MlflowModel.Log(_store, _run.Id, _folder["model"]);
        Assert.Equal(first.Id, MlflowModel.Log(_store, _run.Id, _folder["model"]).Id);
        // As if the process had died before the last step.
        _store.FinishModel(first.Id, LoggedModelStatus.Pending);
        File.Delete(Path.Combine(FolderOf(first), "trees.bin"));
        Assert.Equal(first.Id, MlflowModel.Log(_store, _run.Id, _folder["model"]).Id);
        Assert.Equal(LoggedModelStatus.Ready, _store.GetModel(first.Id).Status);
        GenreModel.Load(FolderOf(first));
        var run = _store.GetRun(_run.Id);
        Assert.Equal([new ModelOutput(first.Id, 0)], run.ModelOutputs);
        var history = Assert.Single(JsonNode.Parse(run.Tags["mlflow.log-model.history"])!.AsArray())!;
        Assert.Equal(
            ["run_id", "artifact_path", "utc_time_created", "model_uuid", "flavors"],
            history.AsObject().Select(member => member.Key));
    }

    [Fact]
    public void Every_address_of_a_model_finds_it()
    {
        var logged = Logged(FeatureOptions.All);
        var location = ModelLocation.OfRun(_store, _run.Id[..8]);
        Assert.Equal(1, MlflowModel.Register(_store, location, "song-genre", "champion").Version);
        Assert.Equal(2, MlflowModel.Register(_store, location, "song-genre").Version);
        var copy = _store.RegisterModel("copy", "models:/song-genre/2");
        Assert.Equal(1, copy.Version);
        string[] addresses =
        [
            $"models:/{logged.Id}", "models:/song-genre@champion", "models:/song-genre/1", "models:/song-genre/2",
            "models:/copy/1", $"runs:/{_run.Id}/model", $"runs:/{_run.Id[..6]}/model/",
        ];
        Assert.All(addresses, address => Assert.Equal(logged.Id, ModelLocation.Find(_store, address).Model?.Id));
        Assert.All(addresses, address => Assert.True(ModelLocation.IsOne(address)));
        Assert.Equal($"models:/{logged.Id}", _store.GetModelVersion("song-genre", "champion").Source);
    }

    [Fact]
    public void A_model_that_is_not_there_is_named_in_one_line()
    {
        var logged = Logged(FeatureOptions.All);
        MlflowModel.Register(_store, ModelLocation.Find(_store, $"models:/{logged.Id}"), "song-genre", "champion");
        Assert.Contains("names no model; write models:/NAME@ALIAS", Error("models:/song-genre"));
        Assert.Contains("names no model", Error("models:/song-genre/latest"));
        Assert.Contains("names no model", Error("runs:/abc"));
        Assert.Contains("song-genre with version 7", Error("models:/song-genre/7"));
        Assert.Contains("song-genre with alias best", Error("models:/song-genre@best"));
        Assert.Contains("others with alias champion", Error("models:/others@champion"));
        Assert.Contains("has no model m-0", Error("models:/m-0"));
        Assert.Contains("has no model 'other'", Error($"runs:/{_run.Id}/other"));
        _store.FinishModel(logged.Id, LoggedModelStatus.Pending);
        Assert.Contains("was never completed", Error("models:/song-genre@champion"));
        _store.FinishModel(logged.Id, LoggedModelStatus.Ready);
        Directory.Delete(FolderOf(logged), recursive: true);
        Assert.Contains("is gone", Error("models:/song-genre@champion"));
        Assert.Contains("holds no MLmodel", OneLine.ErrorOf(() =>
        {
            Fitted().Save(_folder["plain"]);
            MlflowModel.Log(_store, _run.Id, _folder["plain"]);
        }));

        string Error(string address) => OneLine.ErrorOf(() =>
            ModelFolder.Load(address, () => MlflowStore.Open(_folder["mlflow.db"])));
    }

    [Fact]
    public void A_refused_name_or_alias_registers_nothing()
    {
        var location = ModelLocation.Of(Logged(FeatureOptions.Audio));
        OneLine.ErrorOf(() => MlflowModel.Register(_store, location, "song/genre"));
        OneLine.ErrorOf(() => MlflowModel.Register(_store, location, "song-genre", "v1"));
        Assert.Equal(1, MlflowModel.Register(_store, location, "song-genre", "first").Version);
    }

    private static GenreModel Fitted(string set = FeatureOptions.All) => GenreModel.Fit(
        SmallSongs.Create(),
        [0, 1, 2, 3, 4, 5],
        new() { Features = new() { Set = set }, Forest = new() { Trees = 5, OobScore = false } },
        cancel: TestContext.Current.CancellationToken);

    private static NamedOnnxValue Column((string Type, string Name) type, JsonNode?[] values) => type.Type switch
    {
        "string" => Tensor(type.Name, Array.ConvertAll(values, value => (string)value!)),
        "long" => Tensor(type.Name, Array.ConvertAll(values, value => (long)value!)),
        _ => Tensor(type.Name, Array.ConvertAll(values, value => (double?)value ?? double.NaN)),
    };

    private static NamedOnnxValue Tensor<T>(string name, T[] values) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values, [values.Length]));

    private static string FolderOf(LoggedModel model) => LocalArtifacts.Folder(model.ArtifactUri)!;

    private LoggedModel Logged(string set)
    {
        MlflowModel.Save(Fitted(set), _folder["model"]);
        return MlflowModel.Log(_store, _run.Id, _folder["model"]);
    }
}
