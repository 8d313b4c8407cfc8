using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SongGenre.Tracking.Mlflow;

internal sealed partial class MlflowServer
{
    private const int RunsOnAPage = 1000;
    private const int MetricsOnAPage = 25_000;

    /// <inheritdoc/>
    public Run GetRun(string id)
    {
        if (id.Length == 32) return Existing(id);
        if (!Beginnings().IsMatch(id)) throw StoreErrors.NoRun(_calls.Name, id);
        var experiments = Pages(
            "mlflow/experiments/search",
            new() { ["view_type"] = "ALL", ["max_results"] = RunsOnAPage },
            "experiments").Select(each => ServerJson.Experiment(each).Id);
        var known = Search([.. experiments], "ALL", $"attributes.run_id LIKE '{id}%'").Take(3).ToList();
        return known.Count switch
        {
            0 => throw StoreErrors.NoRun(_calls.Name, id),
            1 => known[0],
            _ => throw StoreErrors.ManyRuns(id, [.. known.Select(run => run.Info.Id).Order(StringComparer.Ordinal)]),
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

    private Run Existing(string id)
    {
        const string call = "mlflow/runs/get";
        var answer = _calls.Ask(call, ("run_id", id));
        if (answer.IsAbsent) throw StoreErrors.NoRun(_calls.Name, id);
        return ServerJson.Run(_calls.Done(call, answer).Part("run"));
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

    [GeneratedRegex(@"^[0-9a-f]{1,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Beginnings();
}
