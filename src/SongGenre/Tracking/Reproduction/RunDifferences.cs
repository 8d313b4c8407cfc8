using System.Globalization;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Reproduction;

/// <summary>Tells two runs apart, by what they were made from and to the last bit of what came of it.</summary>
internal static class RunDifferences
{
    public static ReproductionResult Find(RecordedRun then, RecordedRun now)
    {
        var parameters = Parameters(then, now);
        return new()
        {
            Differences =
            [
                .. Texts("parameter", parameters, now.Run.Parameters),
                .. Texts("data", Data(then), Data(now)),
                .. Texts("package", then.Packages, now.Packages),
                .. then.Histories.Keys.Union(now.Histories.Keys).Order(StringComparer.Ordinal)
                    .Select(name => Metric(name, History(then, name), History(now, name))).OfType<RunDifference>(),
                .. Texts("file", then.Files, now.Files),
            ],
            Compared = new Dictionary<string, int>
            {
                ["parameter"] = parameters.Count,
                ["data"] = Data(then).Count,
                ["package"] = then.Packages.Count,
                ["metric"] = then.Histories.Count,
                ["file"] = then.Files.Count,
            },
        };
    }

    // mlflow run records what it was given beside what the command itself records.
    private static Dictionary<string, string> Parameters(RecordedRun then, RecordedRun now)
    {
        if (!then.Run.Tags.Keys.Any(tag => tag.StartsWith("mlflow.project.", StringComparison.Ordinal)))
            return new(then.Run.Parameters);
        var keys = new Experiment().Flatten().Select(knob => knob.Key).Concat(now.Run.Parameters.Keys).ToHashSet();
        return then.Run.Parameters.Where(parameter => keys.Contains(parameter.Key)).ToDictionary();
    }

    private static Dictionary<string, string> Data(RecordedRun run) =>
        run.Tag(TrackedRun.DataTag) is { } sha256 ? new() { ["sha256"] = sha256 } : [];

    private static IEnumerable<RunDifference> Texts(
        string kind, IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now) =>
        from name in then.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
        let before = then.GetValueOrDefault(name)
        let after = now.GetValueOrDefault(name)
        where before != after
        select new RunDifference(kind, name, before, after);

    private static IReadOnlyList<Metric> History(RecordedRun run, string name) =>
        run.Histories.GetValueOrDefault(name) ?? [];

    // The first value that isn't the same; null where all are.
    private static RunDifference? Metric(string name, IReadOnlyList<Metric> then, IReadOnlyList<Metric> now)
    {
        for (var i = 0; i < Math.Max(then.Count, now.Count); i++)
        {
            Metric? before = i < then.Count ? then[i] : null;
            Metric? after = i < now.Count ? now[i] : null;
            if (before?.Step == after?.Step && Bits(before) == Bits(after)) continue;
            var step = (before ?? after)!.Value.Step;
            var where = step == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" at step {step}");
            return new("metric", name + where, Text(before), Text(after));
        }

        return null;
    }

    private static long? Bits(Metric? metric) =>
        metric is { } value ? BitConverter.DoubleToInt64Bits(value.Value) : null;

    private static string? Text(Metric? metric) => metric?.Value.ToString(CultureInfo.InvariantCulture);
}
