using System.Text.Json;
using SongGenre.Data;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Onnx;

/// <summary>
/// A model as one ONNX graph (onnx.ai), from the table's columns to genre and probabilities, for every engine that runs
/// ONNX. The folder's README names inputs, outputs and operators.
/// </summary>
public static class OnnxFile
{
    /// <summary>The domain of ONNX's operators for classical machine learning.</summary>
    internal const string Learning = "ai.onnx.ml";

    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    internal const string Runtime = "com.microsoft";

    // IR 9 is the version that came with opset 20, the first with StringConcat and RegexFullMatch.
    // TreeEnsembleClassifier ends with version 4 of ai.onnx.ml.
    private const int IrVersion = 9;

    private static readonly Dictionary<string, int> s_versions = new(StringComparer.Ordinal)
    {
        [""] = 20,
        [Learning] = 4,
        [Runtime] = 1,
    };

    /// <summary>
    /// Writes a model. Its inputs are <c>rows × 1</c> and have the names of the columns: doubles with NaN for what is
    /// missing, and texts with "" for what is missing. Its outputs are <c>label</c> (<c>rows</c>, the genre) and
    /// <c>probabilities</c> (<c>rows × genres</c>, floats, in the order of <see cref="GenreModel.Genres"/>, which is
    /// also the file's metadata <c>genres</c>, a JSON list). The same model gives the same bytes.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="file">The file, which appears whole or not at all; one that exists is replaced.</param>
    /// <exception cref="SongGenreException">
    /// The model is no random forest, has an option that ONNX export doesn't know, or needs more than 2 GB; or the file
    /// can't be written.
    /// </exception>
    public static void Write(GenreModel model, string file) =>
        Write(Graph(model, OnnxFace.Matrices), Metadata(model), file);

    /// <summary>Writes a model whose inputs and outputs are columns: <see cref="OnnxFace.Columns"/>.</summary>
    /// <returns>The columns.</returns>
    internal static (IReadOnlyList<OnnxColumn> Inputs, IReadOnlyList<OnnxColumn> Outputs) WriteColumns(
        GenreModel model, string file)
    {
        var graph = Graph(model, OnnxFace.Columns);
        Write(graph, Metadata(model), file);
        return (graph.Inputs, graph.Outputs);
    }

    /// <summary>Writes a graph.</summary>
    internal static void Write(OnnxGraph graph, IReadOnlyList<(string Key, string Value)> metadata, string file) =>
        WholeFile.Write(file, temporary =>
        {
            var length = ProtoWriter.Write(() => File.Create(temporary), proto => WriteModel(proto, graph, metadata));
            if (length > ProtoWriter.LongestMessage)
            {
                var needs = FormattableString.Invariant($"{length / 1e9:0.0} GB");
                throw new SongGenreException(
                    $"{file}: the model needs {needs}, but an ONNX file holds 2 GB; use fewer or smaller trees.");
            }
        });

    private static OnnxGraph Graph(GenreModel model, OnnxFace face)
    {
        if (model.Classifier is not RandomForest forest)
        {
            var trainer = model.Experiment.Forest.Trainer;
            throw new SongGenreException(
                $"{trainer} can't be exported to ONNX; train {ForestOptions.RandomForestTrainer}.");
        }

        var json = model.Features.ToJson();
        ExportableOptions.Require(model.Experiment, json);
        var root = JsonPart.Root(json, "The features");
        var graph = new OnnxGraph("SongGenre");
        var inputs = new InputStage(graph, face);
        var features = FeatureStage.Add(graph, inputs, root);
        var (label, probabilities) = ForestStage.Add(graph, forest, model.Genres, features);
        if (model.Calibrator is { } calibrator)
            (label, probabilities) = CalibrationStage.Add(graph, calibrator, model.Genres, label, probabilities);
        OutputStage.Add(graph, face, model.Genres, label, probabilities);
        return graph;
    }

    private static (string Key, string Value)[] Metadata(GenreModel model) =>
    [
        ("genres", JsonSerializer.Serialize(model.Genres)),
        ("features", model.Experiment.Features.Set),
        ("data_sha256", model.DataSha256),
    ];

    // Field numbers are those of ModelProto in onnx.proto.
    private static void WriteModel(
        ProtoWriter proto, OnnxGraph graph, IReadOnlyList<(string Key, string Value)> metadata)
    {
        proto.Integer(1, IrVersion);
        proto.Text(2, "SongGenre");
        proto.Text(3, typeof(OnnxFile).Assembly.GetName().Version!.ToString(3));
        proto.Message(7, () => graph.Write(proto));
        foreach (var domain in graph.Domains)
        {
            proto.Message(8, () =>
            {
                proto.Text(1, domain);
                proto.Integer(2, s_versions[domain]);
            });
        }

        foreach (var (key, value) in metadata)
        {
            proto.Message(14, () =>
            {
                proto.Text(1, key);
                proto.Text(2, value);
            });
        }
    }
}
