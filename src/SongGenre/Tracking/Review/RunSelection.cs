using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Review;

/// <summary>Runs chosen among many, with the columns that are worth a look.</summary>
public sealed record RunSelection
{
    /// <summary>The metrics that runs are judged by first.</summary>
    public static IReadOnlyList<string> Chief { get; } = ["auc_ovo_macro", "accuracy", "macro_f1", "log_loss"];

    private static readonly Lazy<IReadOnlyDictionary<string, int>> Places = new(() =>
        new Experiment().Flatten().Index().ToDictionary(knob => knob.Item.Key, knob => knob.Index));

    /// <summary>The runs, in their order.</summary>
    public required IReadOnlyList<Run> Runs { get; init; }

    /// <summary>How many the filter chose, those over the limit included.</summary>
    public required int Chosen { get; init; }

    /// <summary>How many there are.</summary>
    public required int All { get; init; }

    /// <summary>The metrics that runs are judged by and those that were asked for, where a run has them.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>The parameters that aren't the same in all runs shown that have them.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>What was asked for and no run has, each with the nearest name.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }

    /// <summary>Chooses runs.</summary>
    /// <param name="runs">All runs, the latest first.</param>
    /// <param name="filter">Which to take.</param>
    /// <param name="order">Their order; null for the latest first.</param>
    /// <param name="limit">How many at most, from 1.</param>
    public static RunSelection Of(
        IReadOnlyList<Run> runs, RunFilter filter, RunOrder? order = null, int limit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var chosen = runs.Where(run => filter.Matches(run.ValueOf)).ToList();
        List<Run> shown = [.. (order?.Sort(chosen) ?? chosen).Take(limit)];
        List<RunField> asked = [.. filter.Fields.Concat(order is null ? [] : [order.Field]).Distinct()];
        var measured = shown.SelectMany(run => run.Metrics.Keys).ToHashSet();
        IEnumerable<string> metrics =
        [
            .. Chief.Any(measured.Contains) ? Chief : measured.Order(StringComparer.Ordinal).Take(Chief.Count),
            .. asked.Where(field => field.Kind == "metrics").Select(field => field.Key),
        ];
        return new()
        {
            Runs = shown,
            Chosen = chosen.Count,
            All = runs.Count,
            Metrics = [.. metrics.Where(measured.Contains).Distinct()],
            Parameters = Differing(shown),
            Unknown = runs.Count == 0 ? []
                : [.. asked.Where(field => IsUnknown(field, runs)).Select(field => Hint(field, runs))],
        };
    }

    /// <summary>
    /// The parameters that have more than one value among those of the runs that have them, in the order of
    /// <c>experiment.yaml</c>, unknown ones behind.
    /// </summary>
    public static IReadOnlyList<string> Differing(IReadOnlyList<Run> runs) => InOrder(runs
        .SelectMany(run => run.Parameters).GroupBy(pair => pair.Key, pair => pair.Value)
        .Where(values => values.Distinct().Skip(1).Any()).Select(values => values.Key));

    /// <summary>Names of parameters in the order of <c>experiment.yaml</c>, unknown ones behind by name.</summary>
    public static IReadOnlyList<string> InOrder(IEnumerable<string> parameters) =>
    [
        .. parameters.OrderBy(key => Places.Value.GetValueOrDefault(key, int.MaxValue))
            .ThenBy(key => key, StringComparer.Ordinal),
    ];

    private static bool IsUnknown(RunField field, IReadOnlyList<Run> runs) =>
        field.Kind != "attributes" && runs.All(run => run.ValueOf(field) is null);

    private static string Hint(RunField field, IReadOnlyList<Run> runs)
    {
        var known = runs.SelectMany(run => field.Kind switch
        {
            "metrics" => run.Metrics.Keys,
            "params" => run.Parameters.Keys,
            _ => run.Tags.Keys,
        }).Distinct();
        var nearest = Nearest.Name(field.Key, known) is { } name ? $". Did you mean {field.Kind}.{name}?" : "";
        return $"no run has {field}{nearest}";
    }
}
