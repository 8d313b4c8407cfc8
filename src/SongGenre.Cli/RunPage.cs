using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Tracking;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli;

/// <summary>All about one run.</summary>
internal static class RunPage
{
    private const int Widest = 100;

    // What stands in lines of its own and needs no second place among the tags.
    private static readonly (string Title, string Tag)[] Facts =
    [
        ("user", "mlflow.user"), ("source", "mlflow.source.name"), ("commit", "mlflow.source.git.commit"),
        ("branch", "songgenre.git.branch"), ("dirty", "songgenre.git.dirty"), ("data", "songgenre.data.sha256"),
        ("split", "songgenre.split"), ("line", "songgenre.command_line"), ("host", "songgenre.host"),
        ("system", "songgenre.os"), ("cpu", "songgenre.cpu"), ("memory", "songgenre.memory"),
        (".NET", "songgenre.dotnet"), ("notes", "mlflow.note.content"),
    ];

    private static readonly string[] Told =
    [
        .. Facts.Select(fact => fact.Tag), "songgenre.command", "songgenre.overrides", "songgenre.error",
        "songgenre.run", "mlflow.source.git.branch", "mlflow.source.git.dirty", "mlflow.runName", "mlflow.source.type",
        "mlflow.log-model.history",
    ];

    private static readonly HashSet<string> Numbers = ["value", "values", "first", "least", "greatest", "size", "rows"];

    public static void Print(RunDetails details, TextWriter output)
    {
        var run = details.Run;
        output.WriteLine($"{Plain.Line(run.Info.Name)}  {run.Info.Id}{(run.Info.IsDeleted ? "  (deleted)" : "")}");
        Line("command", run.Command);
        Line("status", RunListing.Word(run.Info.Status));
        Line("error", run.Tags.GetValueOrDefault("songgenre.error") ?? "");
        Line("start", Plain.Time(run.Info.Start));
        Line("duration", run.Info.Duration is { } time ? Plain.Duration(time) : "");
        foreach (var (title, tag) in Facts) Line(title, run.Tags.GetValueOrDefault(tag) ?? "");
        Line("model", UsedModel.Of(run)?.ToString() ?? "");
        Line("files", run.Info.ArtifactUri);
        Section(output, Parameters(details));
        Section(output, [["metric", "value", "values", "steps", "first", "least", "greatest"], .. Metrics(details)]);
        Section(output, [["tag", "is"], .. run.Tags.Where(tag => !IsTold(tag.Key)).Select(Pair)]);
        Section(output, [["data", "digest", "for", "source"], .. run.Inputs.Select(Input)]);
        Section(output,
        [
            ["model", "name", "type", "is", "status"],
            .. details.Made.Select(model => Model(model, "made")),
            .. details.Used.Select(model => Model(model, "used")),
        ]);
        Section(output,
        [
            ["file", "size"],
            .. details.Files.Select(file => (string[])[Plain.Line(file.Path), ArtifactOutput.Size(file.Size!.Value)]),
        ]);
        if (details.FilesFailure is { } failure) output.WriteLine($"\n{Plain.Line(failure)}");

        void Line(string title, string value)
        {
            if (value.Length > 0) output.WriteLine($"  {title,-8} {Plain.Line(value)}");
        }
    }

    public static JsonObject ToJson(RunDetails details)
    {
        var json = RunListing.ToJson(details.Run);
        json["overridden"] = ArtifactOutput.Array(
            details.Overridden.Order(StringComparer.Ordinal), key => JsonValue.Create(key));
        json["error"] = details.Run.Tags.GetValueOrDefault("songgenre.error");
        json["history"] = RunListing.Members(details.History, values => ArtifactOutput.Array(values, m => new JsonObject
        {
            ["step"] = m.Step,
            ["value"] = RunListing.Number(m.Value),
            ["time"] = m.Time.UtcDateTime,
        }));
        json["inputs"] = ArtifactOutput.Array(details.Run.Inputs, input => new JsonObject
        {
            ["name"] = input.Dataset.Name,
            ["digest"] = input.Dataset.Digest,
            ["context"] = input.Context,
            ["source"] = input.Dataset.Source,
        });
        json["models_made"] = ArtifactOutput.Array(details.Made, ToJson);
        json["models_used"] = ArtifactOutput.Array(details.Used, ToJson);
        json["files"] = ArtifactOutput.Array(details.Files, file => new JsonObject
        {
            ["path"] = file.Path,
            ["size"] = file.Size,
        });
        return json;
    }

    private static JsonObject ToJson(LoggedModel model) => new()
    {
        ["id"] = model.Id,
        ["name"] = model.Name,
        ["type"] = model.ModelType,
        ["status"] = model.Status.ToString().ToLowerInvariant(),
        ["artifact_uri"] = model.ArtifactUri,
    };

    private static void Section(TextWriter output, List<string[]> lines)
    {
        if (lines.Count < 2) return;
        output.WriteLine();
        AlignedTable.Print(lines, Numbers, output);
    }

    private static List<string[]> Parameters(RunDetails details) =>
    [
        ["parameter", "is", ""],
        .. RunSelection.InOrder(details.Run.Parameters.Keys).Select(key => (string[])
        [
            Plain.Cell(key, Widest), Plain.Cell(details.Run.Parameters[key], Widest),
            details.Overridden.Contains(key) ? "overridden" : "",
        ]),
    ];

    private static IEnumerable<string[]> Metrics(RunDetails details) => details.Run.Metrics.Select(pair =>
    {
        var values = details.History[pair.Key];
        string[] start = [Plain.Cell(pair.Key, Widest), RunListing.Score(pair.Value.Value)];
        if (values.Count < 2) return (string[])[.. start, "", "", "", "", ""];
        var known = values.Select(metric => metric.Value).Where(value => !double.IsNaN(value)).ToList();
        return
        [
            .. start, Plain.Count(values.Count), $"{Plain.Count(values[0].Step)}–{Plain.Count(values[^1].Step)}",
            RunListing.Score(values[0].Value),
            known.Count == 0 ? "" : RunListing.Score(known.Min()),
            known.Count == 0 ? "" : RunListing.Score(known.Max()),
        ];
    });

    // The tags of the model that was used are one line, too.
    private static bool IsTold(string tag) =>
        Told.Contains(tag) || tag == UsedModel.Tag || tag.StartsWith(UsedModel.Tag + ".", StringComparison.Ordinal);

    private static string[] Pair(KeyValuePair<string, string> pair) =>
        [Plain.Cell(pair.Key, Widest), Plain.Cell(pair.Value, Widest)];

    private static string[] Input(DatasetInput input) =>
    [
        Plain.Line(input.Dataset.Name), Plain.Line(input.Dataset.Digest), Plain.Line(input.Context ?? ""),
        Plain.Cell(Source(input.Dataset.Source), Widest),
    ];

    // MLflow keeps it as JSON, whose other members say no more.
    private static string Source(string json)
    {
        try
        {
            using var source = JsonDocument.Parse(json);
            return source.RootElement.ValueKind == JsonValueKind.Object
                && source.RootElement.TryGetProperty("uri", out var uri) ? uri.ToString() : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string[] Model(LoggedModel model, string how) =>
    [
        model.Id, Plain.Line(model.Name), Plain.Line(model.ModelType ?? ""), how,
        model.Status.ToString().ToLowerInvariant(),
    ];
}
