using System.Globalization;
using SongGenre.Data;
using SongGenre.Tracking;
using SongGenre.Tuning;
using Spectre.Console;

namespace SongGenre.Cli;

/// <summary>
/// Shows a search as it happens: on a terminal a table of the best trials so far, elsewhere a plain line for each
/// trial.
/// </summary>
/// <param name="plan">The search.</param>
/// <param name="output">Where its result will go; null where that is JSON.</param>
/// <param name="error">Where the plain lines go.</param>
internal sealed class TrialTable(SearchPlan plan, TextWriter? output, TextWriter error)
{
    private const int MostLive = 10;
    private const int MostPrinted = 20;

    private IReadOnlyList<Trial> _best = [];

    /// <summary>The run on whose record the trials go; null for none.</summary>
    public TrackedRun? Run { get; init; }

    private bool IsLive => output is not null && RecordedWriter.Screen(output) == Console.Out && !Console.IsOutputRedirected
        && AnsiConsole.Profile.Capabilities.Interactive;

    /// <summary>Runs a search and shows its trials.</summary>
    public SearchResult Show(TrialLog? log, Func<IProgress<SearchProgress>, SearchResult> search)
    {
        HashSet<Trial> kept = [.. log?.Trials ?? []];
        Tell(string.Create(CultureInfo.InvariantCulture, $"{plan.Points.Count} points, {plan.Trials} trials")
            + (kept.Count > 0 ? FormattableString.Invariant($"; {kept.Count} are in {log!.Folder}") : ""));
        if (!IsLive)
        {
            return search(new Listener(progress =>
            {
                Run?.Trial(progress);
                WriteLine(progress, kept);
            }));
        }

        return AnsiConsole.Live(Live(0)).AutoClear(true).Start(screen => search(new Listener(progress =>
        {
            Run?.Trial(progress);
            _best = [.. SearchResult.Rank([.. _best, progress.Latest], plan.Options.Metric).Take(MostLive)];
            screen.UpdateTarget(Live(progress.Done));
        })));
    }

    /// <summary>Writes a line beside the trials.</summary>
    public void Tell(string line) => error.WriteLine(line);

    /// <summary>Prints what a search found.</summary>
    public static void Print(SearchResult result, string? folder, TextWriter output)
    {
        if (result.Source.IsSynthetic) output.WriteLine(DataSource.SyntheticNotice);
        output.WriteLine(result.HowScored);
        if (!result.IsComplete)
        {
            output.WriteLine(FormattableString.Invariant(
                $"time was up after {result.Trials.Count} of {result.Plan.Trials} trials"));
        }

        output.WriteLine();
        string[][] lines =
        [
            Headers(result.Plan),
            .. result.Trials.Take(MostPrinted).Select((trial, i) => Cells(result.Plan, trial, i)),
        ];
        int[] widths = [.. lines[0].Select((_, c) => lines.Max(line => line[c].Length))];
        foreach (var line in lines)
            output.WriteLine(string.Join("  ", line.Select((cell, c) => cell.PadLeft(widths[c]))));
        if (result.Trials.Count > MostPrinted)
        {
            var where = folder is null ? "--out DIR or --json lists them" : Path.Combine(folder, "results.csv");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"and {result.Trials.Count - MostPrinted} more: {where}"));
        }

        output.WriteLine();
        output.WriteLine("# the best, as 'train --config' takes it");
        output.Write(result.BestExperiment.ToYaml().ReplaceLineEndings(output.NewLine));
    }

    private static string[] Headers(SearchPlan plan) =>
    [
        "rank", .. plan.Dimensions.Select(d => d.Key), .. plan.Options.IsHalving ? ["trees"] : (string[])[],
        plan.Options.Metric.Name, "±", .. Others(plan), "seconds",
    ];

    private static string[] Cells(SearchPlan plan, Trial trial, int rank)
    {
        var (_, mean, deviation) = trial.Score(plan.Options.Metric);
        return
        [
            Text(rank + 1, "0"), .. trial.Values.Select(v => v.Value),
            .. plan.Options.IsHalving ? [Text(trial.Trees, "0")] : (string[])[],
            Text(mean), Text(deviation),
            .. Others(plan).Select(name => Text(trial.Scores.First(score => score.Name == name).Mean)),
            Text(trial.Seconds, "0.00"),
        ];
    }

    // Those that are asked for most, beside the metric.
    private static IEnumerable<string> Others(SearchPlan plan) =>
        ((string[])["auc_ovo_macro", "accuracy", "log_loss"]).Where(name => name != plan.Options.Metric.Name);

    private static string Text(double? value, string format = "0.00000") =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private Table Live(int done)
    {
        var table = new Table().Caption(FormattableString.Invariant($"{done} of {plan.Trials} trials"));
        foreach (var header in Headers(plan)) table.AddColumn(new TableColumn(Markup.Escape(header)).RightAligned());
        foreach (var (i, trial) in _best.Index()) table.AddRow(Array.ConvertAll(Cells(plan, trial, i), Markup.Escape));
        return table;
    }

    private void WriteLine(SearchProgress progress, HashSet<Trial> kept)
    {
        var trial = progress.Latest;
        if (kept.Contains(trial)) return;
        var (name, mean, deviation) = trial.Score(plan.Options.Metric);
        var spread = deviation is null ? "" : $" ± {Text(deviation)}";
        var trees = plan.Options.IsHalving ? FormattableString.Invariant($" with {trial.Trees} trees") : "";
        var values = string.Join(' ', trial.Values.Select(v => $"{v.Key}={v.Value}"));
        error.WriteLine(FormattableString.Invariant($"trial {progress.Done} of {progress.Planned}: ")
            + $"{name} {Text(mean)}{spread}, {values}{trees}, {Text(trial.Seconds, "0.00")} s");
    }

    private sealed class Listener(Action<SearchProgress> listen) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => listen(value);
    }
}
