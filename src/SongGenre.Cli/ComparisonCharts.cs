using System.Globalization;
using SongGenre.Charts;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli;

/// <summary>The pictures of a comparison; none where there is nothing to draw.</summary>
internal sealed class ComparisonCharts(RunComparison comparison)
{
    private const int MostSeries = 8;
    private const int MostCurves = 6;
    private const int MostMatrices = 3;
    private const int MostScatters = 4;

    private readonly string[] _metrics =
    [
        .. comparison.Differences.SelectMany(each => each.Metrics).Where(metric => metric.Interval is not null)
            .Concat(comparison.Differences.SelectMany(each => each.Metrics)).Select(metric => metric.Metric).Distinct(),
    ];

    private readonly (string Label, Run Run)[] _runs =
        [.. comparison.Groups.SelectMany(group => group.Runs, (group, run) => (group.Label, run.Run))];

    /// <summary>The differences that have intervals, a loss apart from the scores whose scale is 0 to 1.</summary>
    public IEnumerable<Chart> Differences()
    {
        var others = comparison.Differences.Where(each => each.Metrics.Any(metric => metric.Interval is not null))
            .Take(MostSeries).ToList();
        if (others.Count == 0) yield break;
        foreach (var isLoss in (bool[])[false, true])
        {
            string[] names =
            [
                .. others[0].Metrics.Where(metric => metric.Interval is not null).Select(metric => metric.Metric)
                    .Where(name => RunOrder.IsLowBest(name) == isLoss
                        && others.All(each => Find(each, name) is not null)),
            ];
            if (names.Length == 0) continue;
            var clear = others.Sum(each =>
                each.Metrics.Count(metric => names.Contains(metric.Metric) && metric.IsClear));
            yield return Chart.Dots(
                names,
                others.Select(each => (each.Other.Label, names.Select(name => Find(each, name)!.Difference).ToArray())),
                isLoss ? "Differences in loss" : "Differences in score",
                $"difference from {comparison.Groups[0].Label}, with its interval; "
                    + (isLoss ? "below 0 is better" : "above 0 is better"),
                string.Create(CultureInfo.InvariantCulture,
                    $"{clear} of {names.Length * others.Count} intervals leave 0 out."),
                intervals:
                [
                    .. others.Select(each => names.Select(name => Find(each, name)!.Interval!.Value).ToArray()),
                ]);
        }

        static MetricDifference? Find(GroupDifference each, string name) =>
            each.Metrics.FirstOrDefault(metric => metric.Metric == name && metric.Interval is not null);
    }

    /// <summary>Where a group takes more or fewer rows of each genre for each genre than the first one.</summary>
    public IEnumerable<Chart> Confusions(GroupDifference difference)
    {
        if (comparison.Differences.Take(MostMatrices).All(each => each != difference)) yield break;
        string[] genres = [.. difference.Confusions.Select(each => each.True).Distinct().Order(StringComparer.Ordinal)];
        var values = new double[genres.Length, genres.Length];
        foreach (var each in difference.Confusions)
            values[Array.IndexOf(genres, each.True), Array.IndexOf(genres, each.Predicted)] = 100 * each.Difference;
        var (a, b) = (comparison.Groups[0].Label, difference.Other.Label);
        var most = difference.Confusions[0];
        yield return Chart.Heatmap(
            values, genres, genres, $"Confusions of {b} beside {a}", "genre", "taken for",
            "percentage points of the genre's rows",
            $"The largest difference in rows: {most.True} taken for {(most.IsRight ? "itself" : most.Predicted)}, "
                + $"{most.Rows.ToString("+#,0.#;-#,0.#;0", CultureInfo.InvariantCulture)} rows.",
            "0.0;-0.0;''", diverging: true);
    }

    /// <summary>Metrics with several steps, a line for each run.</summary>
    public static IEnumerable<Chart> Curves(RunComparison comparison, IReadOnlyList<RunDetails> details)
    {
        string[] labels = [.. comparison.Groups.SelectMany(group => group.Runs, (group, _) => group.Label)];
        var names = details.SelectMany(run => run.History).Where(pair => pair.Value.Count > 1).Select(pair => pair.Key)
            .Distinct()
            .OrderBy(name => !RunSelection.Chief.Any(chief => name.EndsWith(chief, StringComparison.Ordinal)))
            .ThenBy(name => name, StringComparer.Ordinal).Take(MostCurves);
        foreach (var name in names)
        {
            var lines = details.Zip(labels)
                .Where(each => each.First.History.GetValueOrDefault(name) is { Count: > 1 })
                .Select(each => (
                    Series(each.Second, each.First.Run),
                    each.First.History[name].Select(metric => (double)metric.Step).ToArray(),
                    each.First.History[name].Select(metric => metric.Value).ToArray())).ToList();
            yield return Chart.Line(
                lines, Plain.Line(name), "step", Plain.Line(name),
                $"{Plain.Line(name)} over the steps of {Runs(lines.Count)}.");
        }
    }

    /// <summary>The runs across what differs between them and their scores.</summary>
    public IEnumerable<Chart> Parallel()
    {
        string[] metrics = [.. _metrics.Where(name => !name.StartsWith("seconds.", StringComparison.Ordinal)).Take(4)];
        string[] keys = [.. RunSelection.Differing([.. _runs.Select(each => each.Run)]).Take(8)];
        if (metrics.Length + keys.Length == 0) yield break;
        yield return Chart.ParallelCoordinates(
            [
                ParallelAxis.Of("group", [.. _runs.Select(each => each.Label)]),
                .. keys.Select(key => ParallelAxis.Of(
                    Plain.Line(key),
                    [.. _runs.Select(each => Plain.Line(each.Run.Parameters.GetValueOrDefault(key, "")))])),
                .. metrics.Select(name => new ParallelAxis(
                    Plain.Line(name), [.. _runs.Select(each => Value(each.Run, name))])),
            ],
            "Parameters that differ, and scores",
            string.Create(CultureInfo.InvariantCulture, $"{Runs(_runs.Length)} across what differs and their scores."));
    }

    /// <summary>The chief score beside the time to fit, and beside each parameter that is a number.</summary>
    public IEnumerable<Chart> Scatters()
    {
        if (_metrics.Length == 0) yield break;
        var chief = _metrics[0];
        var axes = RunSelection.Differing([.. _runs.Select(each => each.Run)]).Where(key => !RunGroup.IsSeed(key))
            .Select(key => (
                Name: key,
                Values: _runs.Select(each => Number(each.Run.Parameters.GetValueOrDefault(key))).ToArray()))
            .Where(axis => axis.Values.All(double.IsFinite));
        string[] measured = _metrics.Contains("seconds.fit") ? ["seconds.fit"] : [.. _metrics.Skip(1).Take(1)];
        foreach (var (name, values) in measured
            .Select(metric => (Name: metric, Values: _runs.Select(each => Value(each.Run, metric)).ToArray()))
            .Concat(axes).Take(MostScatters))
        {
            var points = _runs.Index().GroupBy(each => each.Item.Label).Select(group => (
                group.Key,
                group.Select(each => values[each.Index]).ToArray(),
                group.Select(each => Value(each.Item.Run, chief)).ToArray()));
            yield return Chart.Scatter(
                points, $"{Plain.Line(chief)} by {Plain.Line(name)}", Plain.Line(name), Plain.Line(chief),
                string.Create(CultureInfo.InvariantCulture, $"{Runs(_runs.Length)}, by {Plain.Line(name)}."));
        }
    }

    private static double Value(Run run, string metric) =>
        run.Metrics.TryGetValue(metric, out var known) ? known.Value : double.NaN;

    private static string Runs(int count) => count == 1 ? "1 run" : $"{Plain.Count(count)} runs";

    private static double Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static string Series(string label, Run run) => $"{label} {Plain.Line(run.Info.Name)}";
}
