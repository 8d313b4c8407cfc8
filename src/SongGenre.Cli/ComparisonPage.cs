using System.Globalization;
using SongGenre.Charts;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Reports;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli;

/// <summary>A comparison of runs as one HTML page that needs no other file and no network.</summary>
internal static class ComparisonPage
{
    private const int MostConfusions = 20;
    private const int MostImportances = 15;

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="comparison">What it shows.</param>
    /// <param name="store">Where curves and models are.</param>
    public static void Write(string file, RunComparison comparison, IRunStore store)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        AtomicFile.WriteText(file, Render(comparison, store));
    }

    private static string Render(RunComparison comparison, IRunStore store)
    {
        List<Run> runs = [.. comparison.Groups.SelectMany(group => group.Runs, (_, run) => run.Run)];
        var charts = new ComparisonCharts(comparison);
        var details = runs.ConvertAll(run => RunDetails.Read(store, run));
        return StandalonePage.Render(
            $"Comparison of {Plain.Count(runs.Count)} runs",
            string.Concat(ComparisonOutput.Warnings(comparison).Append(Introduction(comparison))
                .Select(StandalonePage.Paragraph)),
            [
                ("Runs", Html(Runs(comparison))),
                ("What differs", comparison.Changed.Count == 0
                    ? StandalonePage.Paragraph("No parameter differs, nor command, data, split or commit.")
                    : Html(Changed(comparison))),
                ("Scores", string.Concat(Show(charts.Differences()).Concat(comparison.Differences.Select(each =>
                    StandalonePage.Paragraph($"{each.Other.Label} beside {Baseline(comparison)}: {each.Basis}.")
                    + (each.Metrics.Count > 0 ? Html(Metrics(comparison, each)) : ""))))),
                ("Confusions", string.Concat(comparison.Differences.Where(each => each.Confusions.Count > 0)
                    .Select(each =>
                    string.Concat(Show(charts.Confusions(each))) + Html(Confusions(comparison, each))))),
                ("Importances", string.Concat(comparison.Differences.Where(each => each.Importances.Count > 0)
                    .Select(each => Html(Importances(comparison, each))))),
                ("Curves", string.Concat(Show(ComparisonCharts.Curves(comparison, details)))),
                ("Parallel coordinates", string.Concat(Show(charts.Parallel()))),
                ("Scatter", string.Concat(Show(charts.Scatters()))),
                ("Lineage", LineageDrawing.Of(details)),
            ]);
    }

    private static string Introduction(RunComparison comparison) => comparison.IsOfSeeds
        ? "The runs differ in their seeds alone: what follows is luck."
        : comparison.Differences[0].Metrics.FirstOrDefault(metric => metric.Interval is not null) is { } chief
        ? $"{chief.Metric} is {RunListing.Score(chief.Baseline)} in {Baseline(comparison)} and "
            + $"{RunListing.Score(chief.Other)} in {comparison.Differences[0].Other.Label}: a difference of "
            + $"{ComparisonOutput.Signed(chief.Difference)} ({Interval(chief)}), which chance "
            + (chief.IsClear ? "hardly explains." : "may explain.")
        : "The runs left nothing that would tell how sure the differences are.";

    private static string Baseline(RunComparison comparison) => comparison.Groups[0].Label;

    private static Table Runs(RunComparison comparison) => Table.From(
        comparison.Groups.SelectMany(group => group.Runs, (group, run) => (group.Label, run.Run)), "",
        [
            new("", row => row.Label), new("name", row => Plain.Line(row.Run.Info.Name)),
            new("id", row => row.Run.Info.Id[..Math.Min(8, row.Run.Info.Id.Length)]),
            new("command", row => Plain.Line(row.Run.Command)), new("start", row => Plain.Time(row.Run.Info.Start)),
            new("duration", row => row.Run.Info.Duration is { } time ? Plain.Duration(time) : null),
            new("status", row => RunListing.Word(row.Run.Info.Status)),
            .. comparison.Differences.SelectMany(each => each.Metrics).Select(metric => metric.Metric).Distinct()
                .Take(4).Select(name => new TableColumn<(string Label, Run Run)>(
                    name, row => row.Run.Metrics.TryGetValue(name, out var metric) ? metric.Value : null, "0.00000")),
        ]);

    private static Table Changed(RunComparison comparison) => Table.From(comparison.Changed, "",
    [
        new("", value => Plain.Line(value.Name)),
        .. comparison.Groups.Select((group, i) =>
            new TableColumn<ChangedValue>(group.Label, value => Plain.Line(value.Values[i]))),
    ]);

    private static Table Metrics(RunComparison comparison, GroupDifference difference) => Table.From(
        difference.Metrics, "",
    [
        new("metric", m => Plain.Line(m.Metric)),
        .. Scores(difference, Baseline(comparison), m => m.Baseline, m => m.BaselineDeviation),
        .. Scores(difference, difference.Other.Label, m => m.Other, m => m.OtherDeviation),
        new("difference", m => ComparisonOutput.Signed(m.Difference)), new(Percent(comparison), Interval),
        new("clear", m => m.Interval is null ? "" : m.IsClear ? "yes" : "no"),
    ]);

    // A single run has no deviation.
    private static IEnumerable<TableColumn<MetricDifference>> Scores(
        GroupDifference difference,
        string label,
        Func<MetricDifference, double> mean,
        Func<MetricDifference, double?> deviation)
    {
        yield return new(label, m => mean(m), "0.00000");
        if (difference.Metrics.Any(m => deviation(m) is not null))
            yield return new("± over seeds", m => deviation(m), "0.00000");
    }

    private static Table Confusions(RunComparison comparison, GroupDifference difference) => Table.From(
        difference.Confusions.Where(each => each.Rows != 0).Take(MostConfusions),
        "The largest differences in rows",
        new("genre", each => each.True), new("taken for", each => each.IsRight ? "itself" : each.Predicted),
        new(Baseline(comparison), each => each.Baseline, "0.0%"),
        new(difference.Other.Label, each => each.Other, "0.0%"),
        new("difference", each => each.Difference, "+0.0%;-0.0%"), new("rows", each => each.Rows, "+#,0.#;-#,0.#"));

    private static Table Importances(RunComparison comparison, GroupDifference difference) => Table.From(
        difference.Importances.Take(MostImportances), $"{difference.Other.Label} beside {Baseline(comparison)}",
        new("feature", each => Plain.Line(each.Feature)), new(Baseline(comparison), each => each.Baseline, "0.00000"),
        new(difference.Other.Label, each => each.Other, "0.00000"),
        new("difference", each => each.Difference, "+0.00000;-0.00000;0.00000"));

    private static string Percent(RunComparison comparison) =>
        string.Create(CultureInfo.InvariantCulture, $"{comparison.Confidence * 100:0.##}% interval");

    private static string Interval(MetricDifference metric) => metric.Interval is { } interval
        ? $"{ComparisonOutput.Signed(interval.Lower)} to {ComparisonOutput.Signed(interval.Upper)}" : "";

    private static string Html(Table table) => StandalonePage.Wide(table.ToHtml());

    private static IEnumerable<string> Show(IEnumerable<Chart> charts) =>
        charts.Select(chart => StandalonePage.Chart(chart.ToPlotlyJson(), chart.ToPng(), chart.Finding));
}
