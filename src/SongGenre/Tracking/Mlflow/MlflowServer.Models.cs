using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Mlflow;

internal sealed partial class MlflowServer
{
    private const string ModelsCall = "mlflow/logged-models";

    // The servers of which it was said that they can't keep any.
    private static readonly ConcurrentDictionary<string, bool> Older = [];

    // Models that such a server couldn't keep.
    private readonly ConcurrentDictionary<string, LoggedModel> _own = [];

    /// <inheritdoc/>
    public void LogInputs(string runId, IReadOnlyList<DatasetInput> inputs)
    {
        foreach (var input in inputs) Limits.Input(input);
        if (inputs.Count == 0) return;
        Change(
            "mlflow/runs/log-inputs", runId,
            new() { ["run_id"] = runId, ["datasets"] = new JsonArray([.. inputs.Select(ServerJson.Of)]) });
    }

    /// <inheritdoc/>
    public LoggedModel CreateModel(NewLoggedModel model)
    {
        Limits.Model(model);
        var tags = new Dictionary<string, string>(model.Tags) { [KeyTag] = Guid.NewGuid().ToString("N") };
        var body = new JsonObject
        {
            ["experiment_id"] = model.ExperimentId,
            ["name"] = model.Name,
            ["params"] = ServerJson.Pairs(model.Parameters),
            ["tags"] = ServerJson.Pairs(tags),
        };
        if (model.ModelType is { } type) body["model_type"] = type;
        if (model.SourceRunId is { } run) body["source_run_id"] = run;
        LoggedModel? created = null;
        var answer = _calls.Try(HttpMethod.Post, ModelsCall, body, () =>
        {
            var search = new JsonObject
            {
                ["experiment_ids"] = new JsonArray(model.ExperimentId),
                ["filter"] = Has(KeyTag, tags[KeyTag]),
            };
            created = Pages(ModelsCall + "/search", search, "models").Select(ServerJson.Model).FirstOrDefault();
            return created is not null;
        });
        if (answer.IsUnknownCall) return CreateOwn(model);
        return created ?? ServerJson.Model(_calls.Done(ModelsCall, answer).Part("model"));
    }

    /// <inheritdoc/>
    public void FinishModel(string modelId, LoggedModelStatus status)
    {
        if (_own.TryGetValue(modelId, out var own))
        {
            _own[modelId] = own with { Status = status };
            return;
        }

        var call = $"{ModelsCall}/{Uri.EscapeDataString(modelId)}";
        var body = new JsonObject
        {
            ["model_id"] = modelId,
            ["status"] = status switch
            {
                LoggedModelStatus.Ready => "LOGGED_MODEL_READY",
                LoggedModelStatus.Failed => "LOGGED_MODEL_UPLOAD_FAILED",
                _ => "LOGGED_MODEL_PENDING",
            },
        };
        var answer = _calls.Try(HttpMethod.Patch, call, body);
        if (answer.IsAbsent) throw StoreErrors.NoModel(_calls.Name, modelId);
        _calls.Done(call, answer);
    }

    /// <inheritdoc/>
    public void LogModelOutput(string runId, ModelOutput output)
    {
        const string call = "mlflow/runs/outputs";
        // Sent twice, the second is refused.
        if (_own.ContainsKey(output.ModelId) || IsThere()) return;
        var model = new JsonObject { ["model_id"] = output.ModelId, ["step"] = output.Step };
        var answer = _calls.Try(
            HttpMethod.Post, call, new() { ["run_id"] = runId, ["models"] = new JsonArray(model) }, IsThere);
        if (answer.IsUnknownCall) SayOlder();
        else _calls.Done(call, answer);

        bool IsThere() => Existing(runId).ModelOutputs.Any(known => known.ModelId == output.ModelId);
    }

    /// <inheritdoc/>
    public void LogModelInput(string runId, string modelId)
    {
        const string call = "mlflow/runs/log-inputs";
        if (_own.ContainsKey(modelId)) return;
        var models = new JsonArray(new JsonObject { ["model_id"] = modelId });
        var answer = _calls.Try(HttpMethod.Post, call, new() { ["run_id"] = runId, ["models"] = models });
        if (answer.IsAbsent) throw StoreErrors.NoRun(_calls.Name, runId);
        if (answer.IsUnknownCall) SayOlder();
        else _calls.Done(call, answer);
    }

    /// <inheritdoc/>
    public LoggedModel GetModel(string modelId)
    {
        if (_own.TryGetValue(modelId, out var own)) return own;
        var call = $"{ModelsCall}/{Uri.EscapeDataString(modelId)}";
        var answer = _calls.Ask(call);
        if (answer.IsAbsent || answer.IsUnknownCall) throw StoreErrors.NoModel(_calls.Name, modelId);
        return ServerJson.Model(_calls.Done(call, answer).Part("model"));
    }

    private LoggedModel CreateOwn(NewLoggedModel model)
    {
        SayOlder();
        if (model.SourceRunId is not { } run)
            throw new SongGenreException($"{_calls.Name}: is older than MLflow 3 and keeps no model without a run.");
        var own = new LoggedModel
        {
            Id = $"m-{Guid.NewGuid():N}",
            ExperimentId = model.ExperimentId,
            Name = model.Name,
            ArtifactUri = $"{Existing(run).Info.ArtifactUri}/{model.Name}",
            Created = DateTimeOffset.UtcNow,
            Status = LoggedModelStatus.Pending,
            SourceRunId = run,
            ModelType = model.ModelType,
            Parameters = model.Parameters,
            Tags = model.Tags,
        };
        return _own[own.Id] = own;
    }

    private void SayOlder()
    {
        if (Older.TryAdd(_calls.Name, true))
            _say?.Invoke($"{_calls.Name} is older than MLflow 3: models stand with their runs' artifacts only");
    }
}
