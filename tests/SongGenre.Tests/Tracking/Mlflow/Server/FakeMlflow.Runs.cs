using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

internal sealed partial class FakeMlflow
{
    // So that every list has more than one page.
    private const int Page = 2;

    private readonly List<JsonObject> _experiments = [];
    private readonly List<FakeRun> _runs = [];

    /// <summary>Everything that a run has.</summary>
    public sealed class FakeRun
    {
        public required JsonObject Info { get; init; }

        public Dictionary<string, string> Tags { get; } = [];

        public Dictionary<string, string> Parameters { get; } = [];

        /// <summary>Key, value as it was sent, time, step.</summary>
        public List<(string Key, string Value, long Time, long Step)> Metrics { get; } = [];

        public List<JsonNode> Datasets { get; } = [];

        public List<string> ModelInputs { get; } = [];

        public List<JsonNode> ModelOutputs { get; } = [];

        public string Id => (string)Info["run_id"]!;

        public string Status => (string)Info["status"]!;
    }

    /// <summary>The names of the experiments that it has, in the order in which they came.</summary>
    public IEnumerable<string> AllExperiments => _experiments.Select(each => (string)each["name"]!);

    /// <summary>The runs that it has, in the order in which they came.</summary>
    public IReadOnlyList<FakeRun> AllRuns => _runs;

    private JsonObject? Runs(Request request) => (request.Method, request.Call) switch
    {
        ("GET", "experiments/get-by-name") => new JsonObject
        {
            ["experiment"] = (_experiments.Find(each => (string)each["name"]! == request.Query["experiment_name"])
                ?? throw Absent("experiment")).DeepClone(),
        },
        ("POST", "experiments/create") => CreateExperiment((string)request.Json["name"]!),
        ("POST", "experiments/search") => Paged(_experiments, request.Json, "experiments"),
        ("POST", "runs/create") => CreateRun(request.Json),
        ("POST", "runs/update") => Update(request.Json),
        ("POST", "runs/delete") => Move(request.Json, "deleted"),
        ("POST", "runs/restore") => Move(request.Json, "active"),
        ("POST", "runs/log-batch") => LogBatch(request.Json, request.Body.Length),
        ("POST", "runs/log-inputs") => LogInputs(request.Json),
        ("POST", "runs/search") => Search(request.Json),
        ("GET", "runs/get") => new JsonObject { ["run"] = Shown(Run(request.Query["run_id"])) },
        ("GET", "metrics/get-history") => History(request.Query),
        _ => null,
    };

    private JsonObject CreateExperiment(string name)
    {
        if (_experiments.Exists(each => (string)each["name"]! == name)) throw Taken($"Experiment '{name}'");
        var id = (_experiments.Count + 1).ToString(CultureInfo.InvariantCulture);
        _experiments.Add(new()
        {
            ["experiment_id"] = id,
            ["name"] = name,
            ["artifact_location"] = $"{ArtifactRoot}/{id}",
            ["lifecycle_stage"] = "active",
        });
        return new() { ["experiment_id"] = id };
    }

    private JsonObject CreateRun(JsonObject body)
    {
        var id = Guid.NewGuid().ToString("N");
        var run = new FakeRun
        {
            Info = new()
            {
                ["run_id"] = id,
                ["run_uuid"] = id,
                ["run_name"] = (string?)body["run_name"] ?? "able-auk-1",
                ["experiment_id"] = (string)body["experiment_id"]!,
                ["user_id"] = (string)body["user_id"]!,
                ["status"] = "RUNNING",
                // 64-bit numbers may stand as text.
                ["start_time"] = ((long)body["start_time"]!).ToString(CultureInfo.InvariantCulture),
                ["artifact_uri"] = $"{ArtifactRoot}/{(string)body["experiment_id"]!}/{id}/artifacts",
                ["lifecycle_stage"] = "active",
            },
        };
        foreach (var tag in body["tags"]!.AsArray()) run.Tags[(string)tag!["key"]!] = (string)tag["value"]!;
        run.Tags["mlflow.runName"] = (string)run.Info["run_name"]!;
        _runs.Add(run);
        return new() { ["run"] = Shown(run) };
    }

    private JsonObject Update(JsonObject body)
    {
        var run = Active(body);
        foreach (var key in new[] { "status", "end_time", "run_name" })
            if (body[key] is { } value) run.Info[key] = value.DeepClone();
        return new() { ["run_info"] = run.Info.DeepClone() };
    }

    private JsonObject Move(JsonObject body, string stage)
    {
        Run((string)body["run_id"]!).Info["lifecycle_stage"] = stage;
        return [];
    }

    private JsonObject LogBatch(JsonObject body, int bytes)
    {
        var (metrics, parameters, tags) = (List("metrics"), List("params"), List("tags"));
        if (metrics.Count > 1000 || parameters.Count > 100 || tags.Count > 100
            || metrics.Count + parameters.Count + tags.Count > 1000 || bytes > 1_000_000)
        {
            throw Invalid("A batch logging request is too large.");
        }

        var values = tags.Select(tag => (string)tag!["value"]!);
        if (values.FirstOrDefault(value => value.Length > LongestTag) is { } refused)
        {
            throw Invalid(
                $"Tag value '{refused[..250]}' had length {refused.Length}, which exceeded length limit of {LongestTag}");
        }

        var run = Active(body);
        foreach (var parameter in parameters)
        {
            var (key, value) = ((string)parameter!["key"]!, (string)parameter["value"]!);
            if (!run.Parameters.TryAdd(key, value) && run.Parameters[key] != value)
                throw Invalid($"Changing param values is not allowed. Param with key='{key}' was already logged.");
        }

        foreach (var tag in tags) run.Tags[(string)tag!["key"]!] = (string)tag["value"]!;
        var added = metrics.Select(each => (
            (string)each!["key"]!, each["value"]!.ToString(), (long)each["timestamp"]!, (long)each["step"]!)).ToList();
        if (added.Exists(metric => metric.Item2 == "NaN" && run.Metrics.Contains(metric)))
            throw Invalid("UNIQUE constraint failed: metrics");
        run.Metrics.AddRange(added.Except(run.Metrics));
        return [];

        JsonArray List(string name) => body[name]?.AsArray() ?? [];
    }

    private JsonObject LogInputs(JsonObject body)
    {
        var run = Active(body);
        foreach (var dataset in body["datasets"]?.AsArray() ?? [])
        {
            if (!run.Datasets.Exists(known => JsonNode.DeepEquals(known, dataset)))
                run.Datasets.Add(dataset!.DeepClone());
        }

        // An older server passes over what it doesn't know.
        if (IsOld) return [];
        foreach (var model in body["models"]?.AsArray() ?? [])
            if (!run.ModelInputs.Contains((string)model!["model_id"]!)) run.ModelInputs.Add((string)model["model_id"]!);
        return [];
    }

    private JsonObject Search(JsonObject body)
    {
        var experiments = body["experiment_ids"]!.AsArray().Select(id => (string)id!).ToHashSet();
        var view = (string)body["run_view_type"]!;
        var filter = (string?)body["filter"] ?? "";
        var tag = Regex.Match(filter, "^tags\\.`([^`]+)` (=|LIKE) '([^'%]+)%?'$");
        var beginning = Regex.Match(filter, "^attributes\\.run_id LIKE '([0-9a-f]+)%'$");
        if (filter.Length > 0 && !tag.Success && !beginning.Success) throw Invalid($"Invalid filter: {filter}");
        var stage = view switch { "ALL" => null, "ACTIVE_ONLY" => "active", _ => "deleted" };
        return Paged(
            _runs.Where(run => experiments.Contains((string)run.Info["experiment_id"]!)
                    && (stage is null || (string)run.Info["lifecycle_stage"]! == stage)
                    && (!tag.Success || Fits(run.Tags.GetValueOrDefault(tag.Groups[1].Value, ""), tag))
                    && (!beginning.Success || run.Id.StartsWith(beginning.Groups[1].Value, StringComparison.Ordinal)))
                .OrderByDescending(run => (string)run.Info["start_time"]!, StringComparer.Ordinal).Select(Shown),
            body, "runs");

        static bool Fits(string value, Match tag) => tag.Groups[2].Value == "LIKE"
            ? value.StartsWith(tag.Groups[3].Value, StringComparison.Ordinal)
            : value == tag.Groups[3].Value;
    }

    private JsonObject History(Dictionary<string, string> query)
    {
        if (!query.ContainsKey("max_results")) return new() { ["next_page_token"] = "0" };
        var metrics = Run(query["run_id"]).Metrics.Where(metric => metric.Key == query["metric_key"]).Select(Shown);
        var token = query.GetValueOrDefault("page_token") is { } page ? JsonValue.Create(page) : null;
        return Paged(metrics, new() { ["page_token"] = token }, "metrics");
    }

    private static JsonObject Shown((string Key, string Value, long Time, long Step) metric) => new()
    {
        ["key"] = metric.Key,
        // What a database has no number for comes back as the greatest one.
        ["value"] = metric.Value switch
        {
            "NaN" => "NaN",
            "Infinity" => double.MaxValue,
            "-Infinity" => double.MinValue,
            var value => double.Parse(value, CultureInfo.InvariantCulture),
        },
        ["timestamp"] = metric.Time,
        ["step"] = metric.Step.ToString(CultureInfo.InvariantCulture),
    };

    private JsonObject Shown(FakeRun run) => new()
    {
        ["info"] = run.Info.DeepClone(),
        ["data"] = new JsonObject
        {
            ["params"] = Pairs(run.Parameters),
            ["tags"] = Pairs(run.Tags),
            ["metrics"] = new JsonArray(
                [.. run.Metrics.GroupBy(metric => metric.Key).Select(group => Shown(group.MaxBy(each => each.Step)))]),
        },
        ["inputs"] = new JsonObject
        {
            ["dataset_inputs"] = new JsonArray([.. run.Datasets.Select(each => each.DeepClone())]),
            ["model_inputs"] = new JsonArray(
                [.. run.ModelInputs.Select(id => new JsonObject { ["model_id"] = id })]),
        },
        ["outputs"] = new JsonObject
        {
            ["model_outputs"] = new JsonArray([.. run.ModelOutputs.Select(each => each.DeepClone())]),
        },
    };

    private static JsonArray Pairs(Dictionary<string, string> pairs) =>
        [.. pairs.Select(pair => new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value })];

    private static JsonObject Paged(IEnumerable<JsonNode> items, JsonObject body, string list)
    {
        var from = body["page_token"] is { } token ? int.Parse((string)token!, CultureInfo.InvariantCulture) : 0;
        var all = items.ToList();
        var shown = all.Skip(from).Take(Page).Select(item => item.DeepClone());
        var page = new JsonObject { [list] = new JsonArray([.. shown]) };
        if (from + Page < all.Count) page["next_page_token"] = (from + Page).ToString(CultureInfo.InvariantCulture);
        return page;
    }

    private FakeRun Run(string id) => _runs.Find(run => run.Id == id) ?? throw Absent($"run {id}");

    private FakeRun Active(JsonObject body)
    {
        var run = Run((string)body["run_id"]!);
        return (string)run.Info["lifecycle_stage"]! == "active"
            ? run : throw Invalid($"The run {run.Id} must be in the 'active' state.");
    }
}
