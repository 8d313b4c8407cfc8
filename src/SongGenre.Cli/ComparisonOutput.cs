using System.Globalization;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli;

/// <summary>A comparison of runs as text and as JSON.</summary>
internal static partial class ComparisonOutput
{
    private const int MostShown = 10;

    public static void Print(RunComparison comparison, TextWriter output)
    {
        PrintGroups(comparison, output);
        output.WriteLine();
        PrintChanged(comparison, output);
        foreach (var difference in comparison.Differences)
        {
            var (a, b) = (comparison.Groups[0].Label, difference.Other.Label);
            output.WriteLine($"\n{b} beside {a}: {Plain.Line(difference.Basis)}".ReplaceLineEndings(output.NewLine));
            PrintMetrics(comparison, difference, a, b, output);
            PrintConfusions(difference, a, b, output);
            PrintImportances(difference, a, b, output);
        }
    }

    /// <summary>Whose scores are not to be believed, whatever chance explains, and why: a line for each.</summary>
    public static IEnumerable<string> Warnings(RunComparison comparison) => comparison.Groups
        .Where(group => group.ContaminatedRows > 0)
        .Select(group => string.Create(CultureInfo.InvariantCulture,
            $"CONTAMINATED: {group.Label} is scored on {group.ContaminatedRows:0} rows that its model was trained on"));

    /// <summary>A difference with its sign.</summary>
    public static string Signed(double value) =>
        value.ToString("+0.00000;-0.00000;0.00000", CultureInfo.InvariantCulture);

    private static void PrintGroups(RunComparison comparison, TextWriter output)
    {
        var all = comparison.Groups.SelectMany(group => group.Runs, (group, run) => (group.Label, run.Run)).ToList();
        var length = RunListing.IdLength([.. all.Select(each => each.Run)]);
        AlignedTable.Print(
            [
                ["", "id", "name", "command", "start", "status"],
                .. all.Select(each => (string[])
                [
                    each.Label, each.Run.Info.Id[..Math.Min(length, each.Run.Info.Id.Length)],
                    Plain.Cell(each.Run.Info.Name), Plain.Cell(each.Run.Command),
                    Plain.Time(each.Run.Info.Start), RunListing.Word(each.Run.Info.Status),
                ]),
            ],
            Set(),
            output);
        if (comparison.IsOfSeeds)
            output.WriteLine("They differ in their seeds alone: what follows is luck.");
        foreach (var warning in Warnings(comparison)) output.WriteLine(warning);
    }

    private static void PrintChanged(RunComparison comparison, TextWriter output)
    {
        if (comparison.Changed.Count == 0)
        {
            output.WriteLine("no parameter differs, nor command, data, split or commit");
            return;
        }

        AlignedTable.Print(
            [
                ["what differs", .. comparison.Groups.Select(group => group.Label)],
                .. comparison.Changed.Select(value => (string[])
                    [Plain.Cell(value.Name), .. value.Values.Select(text => Plain.Cell(text))]),
            ],
            Set(),
            output);
    }

    private static void PrintMetrics(
        RunComparison comparison, GroupDifference difference, string a, string b, TextWriter output)
    {
        if (difference.Metrics.Count == 0)
        {
            output.WriteLine("no metric is on record in both");
            return;
        }

        var percent = string.Create(CultureInfo.InvariantCulture, $"{comparison.Confidence * 100:0.##}% interval");
        string[] headers = ["metric", a, "±", b, "± ", $"{b} − {a}", percent, "clear"];
        List<string[]> lines = [headers];
        lines.AddRange(difference.Metrics.Select(metric => (string[])
        [
            Plain.Cell(metric.Metric), RunListing.Score(metric.Baseline), Deviation(metric.BaselineDeviation),
            RunListing.Score(metric.Other), Deviation(metric.OtherDeviation), Signed(metric.Difference),
            metric.Interval is { } interval ? $"{Signed(interval.Lower)} to {Signed(interval.Upper)}" : "",
            metric.Interval is null ? "" : metric.IsClear ? "yes" : "no",
        ]));
        int[] kept = [.. Enumerable.Range(0, headers.Length).Where(c => lines.Skip(1).Any(line => line[c].Length > 0))];
        AlignedTable.Print(
            [.. lines.Select(line => Array.ConvertAll(kept, column => line[column]))], Set(headers[1..7]), output);

        static string Deviation(double? value) => value is { } known ? RunListing.Score(known) : "";
    }

    private static void PrintConfusions(GroupDifference difference, string a, string b, TextWriter output)
    {
        if (difference.Confusions.Count == 0) return;
        output.WriteLine();
        string[] numbers = [a, b, $"{b} − {a}", "rows"];
        AlignedTable.Print(
            [
                ["genre", "taken for", .. numbers],
                .. difference.Confusions.Where(each => each.Rows != 0).Take(MostShown).Select(each => (string[])
                [
                    Plain.Cell(each.True), each.IsRight ? "itself" : Plain.Cell(each.Predicted),
                    Share(each.Baseline), Share(each.Other),
                    each.Difference.ToString("+0.0%;-0.0%;0.0%", CultureInfo.InvariantCulture),
                    each.Rows.ToString("+#,0.#;-#,0.#;0", CultureInfo.InvariantCulture),
                ]),
            ],
            Set(numbers),
            output);

        static string Share(double value) => value.ToString("0.0%", CultureInfo.InvariantCulture);
    }

    private static void PrintImportances(GroupDifference difference, string a, string b, TextWriter output)
    {
        if (difference.Importances.Count == 0) return;
        output.WriteLine();
        string[] numbers = [a, b, $"{b} − {a}"];
        AlignedTable.Print(
            [
                ["importance of", .. numbers],
                .. difference.Importances.Take(MostShown).Select(each => (string[])
                [
                    Plain.Cell(each.Feature), Importance(each.Baseline), Importance(each.Other),
                    Signed(each.Difference),
                ]),
            ],
            Set(numbers),
            output);

        static string Importance(double? value) => value is { } known ? RunListing.Score(known) : "";
    }

    private static HashSet<string> Set(params string[] names) => [.. names];
}
