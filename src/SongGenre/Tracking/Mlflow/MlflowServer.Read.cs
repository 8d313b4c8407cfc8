using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SongGenre.Tracking.Mlflow;

internal sealed partial class MlflowServer
{
    private const int IdLength = 32;
    private const int RunsOnAPage = 1000;
    private const int MetricsOnAPage = 25_000;

    /// <summary>
    /// A run by the beginning of its id: the server's, or the one that it has here, where it was recorded before it
    /// could be sent.
    /// </summary>
    public Run GetRun(string id)
    {
        if (!Beginnings().IsMatch(id)) throw StoreErrors.NoRun(_calls.Name, id);
        if (id.Length == IdLength && Find(id) is { } run) return run;
        var experiments = Pages(
            "mlflow/experiments/search",
            new() { ["view_type"] = "ALL", ["max_results"] = RunsOnAPage },
            "experiments").Select(each => ServerJson.Experiment(each).Id).ToArray();
        string[] filters = [$"attributes.run_id LIKE '{id}%'", $"tags.`{KeyTag}` LIKE '{id}%'"];
        var known = filters.SelectMany(filter => Search(experiments, "ALL", filter).Take(3))
            .DistinctBy(each => each.Info.Id).ToList();
        return known.Count switch
        {
            0 => throw StoreErrors.NoRun(_calls.Name, id),
            1 => known[0],
            _ => throw StoreErrors.ManyRuns(id, [.. known.Select(each => each.Info.Id).Order(StringComparer.Ordinal)]),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<Run> SearchRuns(string experimentId, bool deleted = false) =>
        [.. Search([experimentId], deleted ? "DELETED_ONLY" : "ACTIVE_ONLY", filter: null)];

    /// <inheritdoc/>
    public IReadOnlyList<Metric> GetMetricHistory(string runId, string key)
    {
        const string call = "mlflow/metrics/get-history";
        var history = new List<Metric>();
        string? token = null;
        do
        {
            // Asked for without a limit, a server that keeps its runs in SQL may answer a token alone.
            var answer = _calls.Ask(
                call, ("run_id", runId), ("metric_key", key), ("max_results", Number(MetricsOnAPage)),
                ("page_token", token));
            if (answer.IsAbsent) throw StoreErrors.NoRun(_calls.Name, runId);
            var page = _calls.Done(call, answer);
            history.AddRange(page.List("metrics").Select(ServerJson.Metric));
            token = page.Text("next_page_token");
        }
        while (!string.IsNullOrEmpty(token));
        return [.. history.OrderBy(metric => metric.Step).ThenBy(metric => metric.Time).ThenBy(metric => metric.Value)];
    }

    private static string Has(string tag, string value) => $"tags.`{tag}` = '{value}'";

    private Run Existing(string id) => Find(id) ?? throw StoreErrors.NoRun(_calls.Name, id);

    private Run? Find(string id)
    {
        const string call = "mlflow/runs/get";
        var answer = _calls.Ask(call, ("run_id", id));
        return answer.IsAbsent ? null : ServerJson.Run(_calls.Done(call, answer).Part("run"));
    }

    private IEnumerable<Run> Search(string[] experiments, string view, string? filter)
    {
        var body = new JsonObject
        {
            ["experiment_ids"] = new JsonArray([.. experiments.Select(id => (JsonNode)id)]),
            ["run_view_type"] = view,
            ["max_results"] = RunsOnAPage,
            ["order_by"] = new JsonArray("attributes.start_time DESC"),
        };
        if (filter is not null) body["filter"] = filter;
        return Pages("mlflow/runs/search", body, "runs").Select(ServerJson.Run);
    }

    [GeneratedRegex(@"^[0-9a-f]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Beginnings();
}
