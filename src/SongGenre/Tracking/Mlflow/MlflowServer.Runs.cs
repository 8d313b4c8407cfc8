using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Mlflow;

internal sealed partial class MlflowServer
{
    // By this tag is found what was sent, but not answered.
    private const string KeyTag = MlflowSink.IdTag;

    /// <inheritdoc/>
    public RunInfo StartRun(NewRun run)
    {
        Limits.Run(run);
        return run.RunId is { } id ? Attach(id, run) : Create(run);
    }

    /// <inheritdoc/>
    public void UpdateRun(string runId, RunStatus status, DateTimeOffset? end)
    {
        var body = new JsonObject { ["run_id"] = runId, ["status"] = MlflowStore.Text(status) };
        if (end is { } time) body["end_time"] = time.ToUnixTimeMilliseconds();
        Change("mlflow/runs/update", runId, body);
    }

    /// <inheritdoc/>
    public void DeleteRun(string runId) => Change("mlflow/runs/delete", runId, new() { ["run_id"] = runId });

    /// <inheritdoc/>
    public void RestoreRun(string runId) => Change("mlflow/runs/restore", runId, new() { ["run_id"] = runId });

    private RunInfo Create(NewRun run)
    {
        var tags = run.AllTags(run.Name);
        RunInfo? started = null;
        // A key of the caller's own holds over the end of this process too.
        if (!tags.TryAdd(KeyTag, Guid.NewGuid().ToString("N")) && IsThere()) return started!;
        Limits.Tags(tags);
        var body = new JsonObject
        {
            ["experiment_id"] = run.ExperimentId,
            ["user_id"] = run.User,
            ["start_time"] = run.Start.ToUnixTimeMilliseconds(),
            ["tags"] = ServerJson.Pairs(tags),
        };
        if (run.Name is { } name) body["run_name"] = name;
        var answer = _calls.Post("mlflow/runs/create", body, IsThere);
        return started ?? ServerJson.Info(answer.Part("run").Part("info"));

        bool IsThere()
        {
            started = Search([run.ExperimentId], "ACTIVE_ONLY", Has(KeyTag, tags[KeyTag])).FirstOrDefault()?.Info;
            return started is not null;
        }
    }

    private RunInfo Attach(string id, NewRun run)
    {
        var info = Existing(id).Info;
        if (info.IsDeleted) throw StoreErrors.Deleted($"The run {id}");
        var body = new JsonObject { ["run_id"] = id, ["status"] = MlflowStore.Text(RunStatus.Running) };
        if (run.Name is { } name) body["run_name"] = name;
        Change("mlflow/runs/update", id, body);
        LogBatch(id, tags: run.Tags);
        return Existing(id).Info;
    }

    private void Change(string call, string runId, JsonObject body)
    {
        var answer = _calls.Try(HttpMethod.Post, call, body);
        if (answer.IsAbsent) throw StoreErrors.NoRun(_calls.Name, runId);
        _calls.Done(call, answer);
    }
}
