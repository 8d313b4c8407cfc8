using System.Security.Cryptography;
using System.Text;
using SongGenre.Forest;
using SongGenre.Onnx;

namespace SongGenre.Tracking.Mlflow;

/// <summary>
/// A model's folder as one of MLflow's: beside the files of <see cref="GenreModel.Save(string)"/> it holds
/// <c>MLmodel</c>, which describes it. A complete one also holds the model as an ONNX graph, so that Python's
/// <c>mlflow.pyfunc.load_model</c> needs no .NET: it takes a data frame with the data set's columns and gives one with
/// the column <c>genre</c> and a column for each genre's probability. The graph takes longer to write than all the rest
/// of a run's record, and few models are ever used outside, so it is written when a model is registered.
/// </summary>
public static partial class MlflowModel
{
    /// <summary>What a run calls its model, and the folder that it is in.</summary>
    public const string Name = "model";

    private const string DigestTag = "songgenre.model.sha256";
    private const string HistoryTag = "mlflow.log-model.history";
    private const string Description = "MLmodel";
    private const string Graph = "model.onnx";
    private const string Example = "input_example.json";
    private const string ServingExample = "serving_input_example.json";
    private const string Requirements = "requirements.txt";
    private const string Conda = "conda.yaml";
    private const string PythonEnvironment = "python_env.yaml";

    /// <summary>The files that make a model's folder one of MLflow's.</summary>
    internal static IReadOnlyList<string> Files { get; } =
        [Description, Graph, Example, ServingExample, Requirements, Conda, PythonEnvironment];

    /// <summary>
    /// Writes a model's folder, which <see cref="GenreModel.Load"/> reads too; it appears whole or not at all. The same
    /// model gives the same bytes.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder to make; a model in its place is replaced, anything else is left alone.</param>
    /// <exception cref="SongGenreException">As by <see cref="GenreModel.Save(string)"/>.</exception>
    public static void Save(GenreModel model, string folder) => model.Save(folder, made => Describe(model, made));

    /// <summary>As <see cref="Save"/>, with the graph for Python.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder to make; a model in its place is replaced, anything else is left alone.</param>
    /// <exception cref="SongGenreException">
    /// As by <see cref="GenreModel.Save(string)"/> and <see cref="OnnxFile.Write(GenreModel, string)"/>.
    /// </exception>
    public static void SaveComplete(GenreModel model, string folder) => model.Save(folder, made =>
    {
        Describe(model, made);
        OnnxFile.WriteColumns(model, Path.Combine(made, Graph));
        WriteEnvironment(made);
        WriteText(made, Description, WithGraph(made));
    });

    /// <summary>
    /// Logs a folder that <see cref="Save"/> wrote as the model of a run. What an interrupted call began is taken up
    /// again; what is logged already stays as it is.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="runId">The run that made the model.</param>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="SongGenreException">The folder is no such folder, or the store doesn't take it.</exception>
    public static LoggedModel Log(IRunStore store, string runId, string folder)
    {
        Require(folder);
        var run = store.GetRun(runId);
        var digest = Digest(folder);
        var model = run.ModelOutputs.Select(output => store.GetModel(output.ModelId))
            .FirstOrDefault(made => made.Tags.GetValueOrDefault(DigestTag) == digest);
        if (model is null)
        {
            model = store.CreateModel(New(run.Info.ExperimentId, digest) with { SourceRunId = run.Info.Id });
            store.LogModelOutput(run.Info.Id, new(model.Id, Step: 0));
        }

        if (model.Status == LoggedModelStatus.Ready) return model;
        Upload(store, model, folder);
        var history = History(model);
        var known = run.Tags.GetValueOrDefault(HistoryTag, "");
        if (!known.Contains((string)history["model_uuid"]!, StringComparison.Ordinal))
            store.LogModelHistory(run.Info.Id, history);
        store.FinishModel(model.Id, LoggedModelStatus.Ready);
        return model with { Status = LoggedModelStatus.Ready };
    }

    /// <summary>
    /// Logs a folder that <see cref="GenreModel.Save(string)"/> or <see cref="Save"/> wrote as a model that no run is
    /// known to have made.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="experiment">The name of the experiment that it belongs to, created when there is none.</param>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="SongGenreException">The folder holds no model, or the store doesn't take it.</exception>
    public static LoggedModel LogFolder(IRunStore store, string experiment, string folder)
    {
        using var made = ModelFolder.Temporary();
        Save(GenreModel.Load(folder), made.Path);
        var model = store.CreateModel(New(store.FindOrCreateExperiment(experiment).Id, Digest(made.Path)));
        Upload(store, model, made.Path);
        store.FinishModel(model.Id, LoggedModelStatus.Ready);
        return model with { Status = LoggedModelStatus.Ready };
    }

    private static void Describe(GenreModel model, string folder)
    {
        var columns = InputsOf(model);
        WriteExamples(folder, columns);
        WriteText(folder, Description, Yaml(Described(Digest(folder), Schema(columns), Schema(OutputsOf(model)))));
    }

    private static string WithGraph(string folder) => With(
        File.ReadAllText(Path.Combine(folder, Description)),
        new() { ["flavors"] = Flavors(isComplete: true) });

    private static NewLoggedModel New(string experimentId, string digest) => new()
    {
        ExperimentId = experimentId,
        Name = Name,
        ModelType = ForestOptions.RandomForestTrainer,
        Tags = new Dictionary<string, string> { [DigestTag] = digest },
    };

    private static void Upload(IRunStore store, LoggedModel model, string folder) => Upload(
        store,
        ModelLocation.Of(model),
        folder,
        With(File.ReadAllText(Path.Combine(folder, Description)), Facts(model)));

    // The description comes last: a folder without one is no model.
    private static void Upload(IRunStore store, ModelLocation to, string folder, string description)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(file) is var name && name == Description) continue;
            using var content = File.OpenRead(file);
            store.LogArtifact(to.ArtifactUri, to.PathOf(name), content);
        }

        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(description));
        store.LogArtifact(to.ArtifactUri, to.PathOf(Description), bytes);
    }

    private static void Require(string folder)
    {
        foreach (var name in (string[])[GenreModel.ModelFile, Description])
        {
            if (!File.Exists(Path.Combine(folder, name)))
            {
                throw new SongGenreException(
                    $"{folder}: holds no {name}, so it can't be logged; save the model again.");
            }
        }
    }

    /// <summary>What identifies a model's content: its first file names the digests of the others.</summary>
    /// <exception cref="SongGenreException">That file can't be read.</exception>
    internal static string Digest(string folder)
    {
        var file = Path.Combine(folder, GenreModel.ModelFile);
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException(
                $"{file}: can't be read, so which model it is isn't known: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
