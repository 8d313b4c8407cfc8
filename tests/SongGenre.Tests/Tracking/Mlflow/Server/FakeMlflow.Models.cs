using System.Globalization;
using System.Text.Json.Nodes;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

internal sealed partial class FakeMlflow
{
    private readonly List<JsonObject> _models = [];
    private readonly List<JsonObject> _versions = [];
    private readonly HashSet<string> _registered = [];
    private readonly Dictionary<string, string> _aliases = [];

    /// <summary>The artifacts that it has, by their whole path.</summary>
    public SortedDictionary<string, byte[]> AllArtifacts { get; } = new(StringComparer.Ordinal);

    /// <summary>How many logged models it has.</summary>
    public int ModelCount => _models.Count;

    /// <summary>How many versions of registered models it has.</summary>
    public int VersionCount => _versions.Count;

    private JsonObject? Models(Request request)
    {
        if ((request.Method, request.Call) is ("POST", "logged-models")) return CreateModel(request.Json);
        if ((request.Method, request.Call) is ("POST", "logged-models/search"))
        {
            var filter = (string)request.Json["filter"]!;
            return Paged(
                _models.Where(model => HasTag(model["info"]!, filter)), request.Json, "models");
        }

        if ((request.Method, request.Call) is ("POST", "runs/outputs")) return LogOutputs(request.Json);
        if (!request.Call.StartsWith("logged-models/", StringComparison.Ordinal)) return null;
        var id = request.Call["logged-models/".Length..];
        var found = _models.Find(each => (string)each["info"]!["model_id"]! == id) ?? throw Absent($"model {id}");
        if (request.Method == "PATCH") found["info"]!["status"] = (string)request.Json["status"]!;
        return new JsonObject { ["model"] = found.DeepClone() };
    }

    private JsonObject CreateModel(JsonObject body)
    {
        var id = $"m-{Guid.NewGuid():N}";
        var info = new JsonObject
        {
            ["model_id"] = id,
            ["experiment_id"] = (string)body["experiment_id"]!,
            ["name"] = (string)body["name"]!,
            ["artifact_uri"] = $"{ArtifactRoot}/{(string)body["experiment_id"]!}/models/{id}/artifacts",
            ["creation_timestamp_ms"] = 1767355200000,
            ["status"] = "LOGGED_MODEL_PENDING",
            ["model_type"] = (string?)body["model_type"],
            ["source_run_id"] = (string?)body["source_run_id"],
            ["tags"] = body["tags"]!.DeepClone(),
        };
        var model = new JsonObject { ["info"] = info, ["data"] = new JsonObject { ["params"] = body["params"]!.DeepClone() } };
        _models.Add(model);
        return new() { ["model"] = model.DeepClone() };
    }

    private JsonObject LogOutputs(JsonObject body)
    {
        var run = Active(body);
        foreach (var model in body["models"]!.AsArray())
        {
            if (run.ModelOutputs.Exists(known => (string)known["model_id"]! == (string)model!["model_id"]!))
                throw Invalid("UNIQUE constraint failed: inputs");
            run.ModelOutputs.Add(model!.DeepClone());
        }

        return [];
    }

    private JsonObject? Registry(Request request) => (request.Method, request.Call) switch
    {
        ("POST", "registered-models/create") => _registered.Add((string)request.Json["name"]!)
            ? new JsonObject() : throw Taken("Registered Model"),
        ("POST", "model-versions/create") => CreateVersion(request.Json),
        ("GET", "model-versions/search") => Paged(
            _versions.Where(version => HasTag(version, request.Query["filter"])), [], "model_versions"),
        ("GET", "model-versions/get") => new JsonObject
        {
            ["model_version"] = Version(request.Query["name"], request.Query["version"]),
        },
        ("GET", "model-versions/get-download-uri") => new JsonObject
        {
            ["artifact_uri"] = Location((string)Version(request.Query["name"], request.Query["version"])["source"]!),
        },
        ("POST", "registered-models/alias") => SetAlias(request.Json),
        ("GET", "registered-models/alias") => new JsonObject
        {
            ["model_version"] = _aliases.TryGetValue($"{request.Query["name"]}@{request.Query["alias"]}", out var version)
                ? Version(request.Query["name"], version)
                : throw Invalid($"Registered model alias {request.Query["alias"]} not found."),
        },
        _ => null,
    };

    private JsonObject CreateVersion(JsonObject body)
    {
        var name = (string)body["name"]!;
        if (!_registered.Contains(name)) throw Absent("registered model");
        var version = (JsonObject)body.DeepClone();
        version["version"] = (_versions.Count(each => (string)each["name"]! == name) + 1).ToString(CultureInfo.InvariantCulture);
        version["creation_timestamp"] = 1767355200000;
        _versions.Add(version);
        return new() { ["model_version"] = version.DeepClone() };
    }

    private JsonObject SetAlias(JsonObject body)
    {
        var (name, version) = ((string)body["name"]!, (string)body["version"]!);
        Version(name, version);
        _aliases[$"{name}@{(string)body["alias"]!}"] = version;
        return [];
    }

    private JsonObject Version(string name, string version)
    {
        var found = (JsonObject)(_versions.Find(each => (string)each["name"]! == name && (string)each["version"]! == version)
            ?? throw Absent("model version")).DeepClone();
        found["aliases"] = new JsonArray([.. _aliases
            .Where(alias => alias.Key.StartsWith(name + "@", StringComparison.Ordinal) && alias.Value == version)
            .Select(alias => (JsonNode)alias.Key[(name.Length + 1)..])]);
        return found;
    }

    private string Location(string source) =>
        source.StartsWith("models:/", StringComparison.Ordinal)
            ? (string)_models.Single(each => (string)each["info"]!["model_id"]! == source["models:/".Length..])["info"]!["artifact_uri"]!
            : source;

    private static bool HasTag(JsonNode tagged, string filter) => tagged["tags"]!.AsArray()
        .Any(tag => filter == $"tags.`{(string)tag!["key"]!}` = '{(string)tag["value"]!}'");

    // A file that isn't there is an error of the server's own.
    private byte[]? Artifacts(Request request)
    {
        const string root = "mlflow-artifacts/artifacts";
        if (request.Path == root) return List(request.Query["path"]);
        var path = Uri.UnescapeDataString(request.Path[(root.Length + 1)..]);
        if (request.Method == "GET") return AllArtifacts[path];
        AllArtifacts[path] = request.Body;
        return Bytes("{}");
    }

    private byte[] List(string folder)
    {
        var files = new JsonArray();
        foreach (var group in AllArtifacts.Where(each => each.Key.StartsWith(folder + "/", StringComparison.Ordinal))
            .GroupBy(each => each.Key[(folder.Length + 1)..].Split('/')[0]))
        {
            var file = new JsonObject { ["path"] = group.Key };
            var isFile = AllArtifacts.TryGetValue($"{folder}/{group.Key}", out var bytes);
            file["is_dir"] = !isFile;
            if (isFile) file["file_size"] = bytes!.Length.ToString(CultureInfo.InvariantCulture);
            files.Add(file);
        }

        return Bytes(new JsonObject { ["files"] = files }.ToJsonString());
    }
}
