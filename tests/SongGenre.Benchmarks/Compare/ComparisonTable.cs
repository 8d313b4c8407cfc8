using System.Globalization;

namespace SongGenre.Benchmarks.Compare;

/// <summary>A case's results as a Markdown table.</summary>
internal static class ComparisonTable
{
    /// <summary>The table, under the case's name.</summary>
    public static string Of(ComparisonCase of, IReadOnlyList<LaneResult> results)
    {
        List<string> lines =
        [
            $"## {of.Name}", "", of.What, "",
            "| peer | fit | against SongGenre | predict | against SongGenre | memory: data → most | AUC | accuracy |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ];
        List<string> absent = [];
        foreach (var result in results)
        {
            // Each way is set against our own same way.
            var mode = result.Lane.Mode == Lane.Table ? Lane.Table : Lane.Matrix;
            var ours = results.FirstOrDefault(r => r.Lane.Peer.Name == Peer.SongGenre && r.Lane.Mode == mode);
            if (result.Absence is { } reason)
            {
                absent.Add($"- {result.Lane.Title}: {reason}{Beyond(result.StoppedAfter, ours)}.");
                continue;
            }

            lines.Add($"| {string.Join(" | ",
                result.Lane.Title,
                Time(result.Fit, result.Asked),
                Ratio(result.Fit, ours?.Fit),
                Time(result.Prediction, result.Asked),
                Ratio(result.Prediction, ours?.Prediction),
                $"{Quantity.Megabytes(result.BaseBytes)} → {Quantity.Megabytes(result.PeakBytes)}",
                Score(result.Scores?.AucOvoMacro),
                Score(result.Scores?.Accuracy))} |");
        }

        if (absent.Count > 0) lines.AddRange(["", .. absent]);
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>How many times longer a peer takes than we do, or why there is no such figure.</summary>
    internal static string Ratio(Timings? peer, Timings? ours)
    {
        if (peer is null || ours is null) return "–";
        if (peer.RatioTo(ours) is not { } ratio) return peer.Scatters ? "scattered" : "SongGenre's runs scattered";
        // Without a spread there is no saying how near it is.
        return (peer.Spread is null || ours.Spread is null ? "about " : "") + Quantity.Digits(ratio) + "×";
    }

    /// <summary>How many of our runs, at least, went into the time after which a peer's first one was stopped.</summary>
    private static string Beyond(TimeSpan? stoppedAfter, LaneResult? ours) =>
        stoppedAfter is { } limit
        && ours is { Fit: { Scatters: false } fit, Prediction: { Scatters: false } prediction }
            ? $", over {Math.Floor(limit.TotalSeconds / (fit.Median + prediction.Median)):0}× SongGenre's"
            : "";

    private static string Time(Timings? timings, int asked)
    {
        if (timings is null) return "–";
        var runs = timings.Runs < asked ? $", {timings.Runs} {(timings.Runs == 1 ? "run" : "runs")} only" : "";
        var spread = timings.Spread is { } s ? s.ToString(" '±'0.#%", CultureInfo.InvariantCulture) : "";
        return Quantity.Seconds(timings.Median) + spread + runs;
    }

    private static string Score(double? score) => score?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "–";
}
