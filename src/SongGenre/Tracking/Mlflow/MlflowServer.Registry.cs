using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Mlflow;

internal sealed partial class MlflowServer
{
    private const string VersionCall = "mlflow/model-versions/create";
    private const string AliasCall = "mlflow/registered-models/alias";

    /// <inheritdoc/>
    public ModelVersion RegisterModel(string name, string source, string? runId = null)
    {
        const string scheme = "models:/";
        Limits.Registered(name);
        Limits.Length("The source of a model version", source, 500);
        var model = source.StartsWith(scheme + "m-", StringComparison.Ordinal) ? GetModel(source[scheme.Length..]) : null;
        var isOwn = model is not null && _own.ContainsKey(model.Id);
        CreateRegistered(name);
        var key = Guid.NewGuid().ToString("N");
        var body = new JsonObject
        {
            ["name"] = name,
            ["source"] = isOwn ? model!.ArtifactUri : source,
            ["tags"] = ServerJson.Pairs([KeyValuePair.Create(KeyTag, key)]),
        };
        if ((runId ?? model?.SourceRunId) is { } run) body["run_id"] = run;
        if (model is not null && !isOwn) body["model_id"] = model.Id;
        JsonElement? found = null;
        var answer = _calls.Post(VersionCall, body, () =>
        {
            var versions = _calls.Get("mlflow/model-versions/search", ("filter", Has(KeyTag, key))).List("model_versions");
            foreach (var version in versions) found = version;
            return found is not null;
        });
        return Located(found ?? answer.Part("model_version"));
    }

    /// <inheritdoc/>
    public void SetAlias(string name, string alias, int version)
    {
        Limits.Alias(alias);
        var answer = _calls.Try(
            HttpMethod.Post, AliasCall, new() { ["name"] = name, ["alias"] = alias, ["version"] = Number(version) });
        if (answer.IsAbsent) throw NoVersion(name, $"version {Number(version)}");
        _calls.Done(AliasCall, answer);
    }

    /// <inheritdoc/>
    public ModelVersion GetModelVersion(string name, string alias)
    {
        var answer = _calls.Ask(AliasCall, ("name", name), ("alias", alias));
        // MLflow calls an alias that it doesn't have a wrong parameter.
        if (answer.IsAbsent || answer is { Status: HttpStatusCode.BadRequest, Code: "INVALID_PARAMETER_VALUE" })
            throw NoVersion(name, $"alias {alias}");
        return Located(_calls.Done(AliasCall, answer).Part("model_version"));
    }

    /// <inheritdoc/>
    public ModelVersion GetModelVersion(string name, int version)
    {
        const string call = "mlflow/model-versions/get";
        var answer = _calls.Ask(call, ("name", name), ("version", Number(version)));
        if (answer.IsAbsent) throw NoVersion(name, $"version {Number(version)}");
        return Located(_calls.Done(call, answer).Part("model_version"));
    }

    private void CreateRegistered(string name)
    {
        const string call = "mlflow/registered-models/create";
        var answer = _calls.Try(HttpMethod.Post, call, new() { ["name"] = name });
        if (!answer.IsDone && !answer.IsTaken) throw _calls.Refusal(call, answer);
    }

    private SongGenreException NoVersion(string name, string which) => StoreErrors.NoVersion(_calls.Name, name, which);

    private ModelVersion Located(JsonElement version) => ServerJson.Version(
        version,
        _calls.Get(
            "mlflow/model-versions/get-download-uri", ("name", version.Text("name")), ("version", version.Text("version")))
            .Text("artifact_uri"));
}
