using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Onnx;

namespace SongGenre.Tracking.Mlflow;

/// <content>The signature, the example, and what Python needs.</content>
public static partial class MlflowModel
{
    private static readonly string[] s_packages =
        [$"mlflow>={MlflowVersion}", "numpy", $"onnx>={OnnxVersion}", "onnxruntime>=1.18.0", "pandas"];

    // Two songs: one with everything, one without loudness and title.
    private static readonly Dictionary<string, JsonNode?[]> s_songs = new()
    {
        ["danceability"] = [0.63, 0.72],
        ["energy"] = [0.94, 0.55],
        ["loudness"] = [-4.1, null],
        ["speechiness"] = [0.06, 0.31],
        ["acousticness"] = [0.01, 0.4],
        ["instrumentalness"] = [0.8, 0.05],
        ["liveness"] = [0.3, 0.1],
        ["valence"] = [0.2, 0.5],
        ["tempo"] = [174.5, 92.5],
        ["duration_ms"] = [301_000, 187_000],
        ["time_signature"] = [4, 4],
        ["key"] = [1, 11],
        ["mode"] = [1, 0],
        ["title"] = ["Drum & Bass 2020", ""],
        ["song_name"] = ["", "Москва ночью"],
    };

    /// <summary>The columns that a model looks at, in the data set's order.</summary>
    private static List<OnnxColumn> InputsOf(GenreModel model) =>
    [
        .. SongData.Card.Schema.Where(column => model.Features.Reads.Contains(column.Name))
            .Select(column => new OnnxColumn(column.Name, column.Type switch
            {
                "int64" => ElementType.Int64,
                "string" => ElementType.Text,
                _ => ElementType.Double,
            })),
    ];

    private static List<OnnxColumn> OutputsOf(GenreModel model) =>
    [
        new(OutputStage.Genre, ElementType.Text),
        .. model.Genres.Select(genre => new OnnxColumn(genre, ElementType.Float)),
    ];

    private static string Schema(IReadOnlyList<OnnxColumn> columns) => new JsonArray(
    [
        .. columns.Select(column => new JsonObject
        {
            ["type"] = TypeOf(column),
            ["name"] = column.Name,
            ["required"] = true,
        }),
    ]).ToJsonString(s_readable);

    private static string TypeOf(OnnxColumn column) => column.Type switch
    {
        ElementType.Float => "float",
        ElementType.Int64 => "long",
        ElementType.Text => "string",
        _ => "double",
    };

    // A data frame as pandas writes it by orient="split", and as it is sent to a server.
    private static void WriteExamples(string folder, IReadOnlyList<OnnxColumn> columns)
    {
        var example = new JsonObject
        {
            ["columns"] = new JsonArray([.. columns.Select(column => JsonValue.Create(column.Name))]),
            ["data"] = new JsonArray(
            [
                .. Enumerable.Range(0, s_songs["tempo"].Length)
                    .Select(song => new JsonArray([.. columns.Select(c => s_songs[c.Name][song]?.DeepClone())])),
            ]),
        };
        WriteText(folder, Example, example.ToJsonString(s_readable) + "\n");
        var serving = new JsonObject { ["dataframe_split"] = example };
        WriteText(folder, ServingExample, serving.ToJsonString(s_readable) + "\n");
    }

    private static void WriteEnvironment(string folder)
    {
        WriteText(folder, Requirements, Lines(s_packages));
        WriteText(folder, Conda, Lines(
        [
            "channels:", "- conda-forge", "dependencies:", $"- python={Python}", "- pip", "- pip:",
            .. s_packages.Select(package => $"  - {package}"), "name: mlflow-env",
        ]));
        WriteText(folder, PythonEnvironment, Lines(
        [
            $"python: '{Python}'", "build_dependencies:", "- pip", "- setuptools", "- wheel", "dependencies:",
            $"- -r {Requirements}",
        ]));
    }

    private static void WriteText(string folder, string name, string text) =>
        File.WriteAllText(Path.Combine(folder, name), text);

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
