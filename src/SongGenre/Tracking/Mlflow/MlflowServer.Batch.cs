using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Mlflow;

internal sealed partial class MlflowServer
{
    private const string BatchCall = "mlflow/runs/log-batch";

    /// <inheritdoc/>
    public void LogBatch(
        string runId,
        IReadOnlyList<Metric>? metrics = null,
        IReadOnlyDictionary<string, string>? parameters = null,
        IReadOnlyDictionary<string, string>? tags = null)
    {
        Limits.Batch(metrics, parameters, tags);
        var batch = new ServerBatch(runId);
        batch.Parameters(parameters);
        batch.Tags(tags);
        batch.Metrics((metrics ?? []).Where(metric => !double.IsNaN(metric.Value)));
        foreach (var body in batch.Bodies()) Log(runId, body, parameters);
        LogMissing(runId, [.. (metrics ?? []).Where(metric => double.IsNaN(metric.Value)).Select(Stored).Distinct()]);
    }

    /// <inheritdoc/>
    public void LogModelHistory(string runId, JsonObject model)
    {
        var history = Existing(runId).Tags.GetValueOrDefault(ModelHistory.Tag);
        if (ModelHistory.With(history, model) is { } tags) LogBatch(runId, tags: tags);
    }

    // The time as the server keeps it.
    private static Metric Stored(Metric metric) =>
        metric with { Time = DateTimeOffset.FromUnixTimeMilliseconds(metric.Time.ToUnixTimeMilliseconds()) };

    // Of all that can be logged only NaN is refused when it is there already: a database takes no two of them for equal.
    private void LogMissing(string runId, List<Metric> metrics)
    {
        if (Unknown(metrics) is not { Count: > 0 } unknown) return;
        var batch = new ServerBatch(runId);
        batch.Metrics(unknown);
        foreach (var body in batch.Bodies()) Log(runId, body, parameters: null, () => Unknown(unknown).Count == 0);

        List<Metric> Unknown(List<Metric> wanted) =>
        [
            .. wanted.GroupBy(metric => metric.Key)
                .SelectMany(group => group.Except(GetMetricHistory(runId, group.Key))),
        ];
    }

    private void Log(
        string runId, byte[] body, IReadOnlyDictionary<string, string>? parameters, Func<bool>? isDone = null)
    {
        var answer = _calls.TryBytes(HttpMethod.Post, BatchCall, body, isDone);
        if (answer.IsDone) return;
        if (answer.IsAbsent) throw StoreErrors.NoRun(_calls.Name, runId);
        if (answer.Code is "INVALID_PARAMETER_VALUE" && parameters is { Count: > 0 })
        {
            var known = Existing(runId).Parameters;
            foreach (var (key, value) in parameters)
            {
                if (known.TryGetValue(key, out var there) && there != value)
                    throw StoreErrors.OtherValue(runId, key, there, value);
            }
        }

        throw _calls.Refusal(BatchCall, answer);
    }
}
