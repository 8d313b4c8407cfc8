using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Mlflow;

/// <summary>MLflow's objects as its server writes them.</summary>
internal static class ServerJson
{
    private const string ContextTag = "mlflow.data.context";

    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <summary>A text of an object; null when it isn't there.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value.ToString() : null;

    /// <summary>An object of an object; an empty one when it isn't there.</summary>
    public static JsonElement Part(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object ? value : Empty;

    /// <summary>A list of an object; empty when it isn't there.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array
            ? value.EnumerateArray() : [];

    /// <summary>A 64-bit number of an object, which stands there as a number or as text; null when it isn't there.</summary>
    public static long? Long(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A list of keys and values.</summary>
    public static JsonArray Pairs(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(pair => new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value })];

    /// <summary>A metric.</summary>
    public static JsonObject Of(Metric metric) => new()
    {
        ["key"] = metric.Key,
        ["value"] = double.IsNaN(metric.Value) ? "NaN"
            : double.IsInfinity(metric.Value) ? metric.Value > 0 ? "Infinity" : "-Infinity"
            : metric.Value,
        ["timestamp"] = metric.Time.ToUnixTimeMilliseconds(),
        ["step"] = metric.Step,
    };

    /// <summary>A data set that a run reads.</summary>
    public static JsonObject Of(DatasetInput input)
    {
        var dataset = new JsonObject
        {
            ["name"] = input.Dataset.Name,
            ["digest"] = input.Dataset.Digest,
            ["source_type"] = input.Dataset.SourceType,
            ["source"] = input.Dataset.Source,
        };
        if (input.Dataset.Schema is { } schema) dataset["schema"] = schema;
        if (input.Dataset.Profile is { } profile) dataset["profile"] = profile;
        var tags = new JsonArray();
        if (input.Context is { } context) tags.Add(new JsonObject { ["key"] = ContextTag, ["value"] = context });
        return new() { ["tags"] = tags, ["dataset"] = dataset };
    }

    /// <summary>A metric.</summary>
    public static Metric Metric(JsonElement metric)
    {
        var value = double.Parse(metric.Text("value") ?? "NaN", CultureInfo.InvariantCulture);
        return new(
            metric.Text("key") ?? "", MlflowStore.Logged(value, double.IsNaN(value)), Time(metric, "timestamp"),
            metric.Long("step") ?? 0);
    }

    /// <summary>An experiment.</summary>
    public static ExperimentInfo Experiment(JsonElement experiment) => new(
        experiment.Text("experiment_id") ?? "", experiment.Text("name") ?? "",
        experiment.Text("artifact_location") ?? "", experiment.Text("lifecycle_stage") == "deleted");

    /// <summary>What identifies a run.</summary>
    public static RunInfo Info(JsonElement info) => new(
        info.Text("run_id") ?? info.Text("run_uuid") ?? "", info.Text("experiment_id") ?? "",
        info.Text("run_name") ?? "", info.Text("user_id") ?? "", MlflowStore.StatusOf(info.Text("status")),
        Time(info, "start_time"), info.Long("end_time") is null or 0 ? null : Time(info, "end_time"),
        info.Text("lifecycle_stage") == "deleted", info.Text("artifact_uri") ?? "");

    /// <summary>A run.</summary>
    public static Run Run(JsonElement run)
    {
        var (data, inputs) = (run.Part("data"), run.Part("inputs"));
        return new()
        {
            Info = Info(run.Part("info")),
            Parameters = Dictionary(data.List("params")),
            Tags = Dictionary(data.List("tags")),
            Metrics = new SortedDictionary<string, Metric>(
                data.List("metrics").Select(Metric).ToDictionary(metric => metric.Key), StringComparer.Ordinal),
            Inputs = [.. inputs.List("dataset_inputs").Select(Input)],
            ModelInputs = [.. inputs.List("model_inputs").Select(model => model.Text("model_id") ?? "")],
            ModelOutputs =
            [
                .. run.Part("outputs").List("model_outputs")
                    .Select(model => new ModelOutput(model.Text("model_id") ?? "", model.Long("step") ?? 0)),
            ],
        };
    }

    /// <summary>A logged model.</summary>
    public static LoggedModel Model(JsonElement model)
    {
        var info = model.Part("info");
        return new()
        {
            Id = info.Text("model_id") ?? "",
            ExperimentId = info.Text("experiment_id") ?? "",
            Name = info.Text("name") ?? "",
            ArtifactUri = info.Text("artifact_uri") ?? "",
            Created = Time(info, "creation_timestamp_ms"),
            Status = info.Text("status") switch
            {
                "LOGGED_MODEL_READY" => LoggedModelStatus.Ready,
                "LOGGED_MODEL_UPLOAD_FAILED" => LoggedModelStatus.Failed,
                _ => LoggedModelStatus.Pending,
            },
            SourceRunId = info.Text("source_run_id") is { Length: > 0 } run ? run : null,
            ModelType = info.Text("model_type") is { Length: > 0 } type ? type : null,
            Parameters = Dictionary(model.Part("data").List("params")),
            Tags = Dictionary(info.List("tags")),
        };
    }

    /// <summary>A version of a registered model.</summary>
    /// <param name="version">The version.</param>
    /// <param name="artifactUri">Where its files are.</param>
    public static ModelVersion Version(JsonElement version, string? artifactUri) => new()
    {
        Name = version.Text("name") ?? "",
        Version = (int)(version.Long("version") ?? 0),
        Created = Time(version, "creation_timestamp"),
        Source = version.Text("source") ?? "",
        ArtifactUri = artifactUri ?? version.Text("source") ?? "",
        RunId = version.Text("run_id") is { Length: > 0 } run ? run : null,
        Aliases = [.. version.List("aliases").Select(alias => alias.ToString()).Order(StringComparer.Ordinal)],
    };

    private static DatasetInput Input(JsonElement input)
    {
        var dataset = input.Part("dataset");
        return new(
            new()
            {
                Name = dataset.Text("name") ?? "",
                Digest = dataset.Text("digest") ?? "",
                SourceType = dataset.Text("source_type") ?? "",
                Source = dataset.Text("source") ?? "",
                Schema = dataset.Text("schema"),
                Profile = dataset.Text("profile"),
            },
            Dictionary(input.List("tags")).GetValueOrDefault(ContextTag));
    }

    private static SortedDictionary<string, string> Dictionary(IEnumerable<JsonElement> pairs)
    {
        var dictionary = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs) dictionary[pair.Text("key") ?? ""] = pair.Text("value") ?? "";
        return dictionary;
    }

    private static DateTimeOffset Time(JsonElement element, string name) =>
        DateTimeOffset.FromUnixTimeMilliseconds(element.Long(name) ?? 0);
}
