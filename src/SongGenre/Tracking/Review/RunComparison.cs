using SongGenre.Evaluation;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Review;

/// <summary>
/// What is different between runs, and how sure that is. Runs that differ in their seeds alone are pooled, and every
/// group is compared with the first.
/// </summary>
public sealed partial record RunComparison
{
    /// <summary>The groups, the first run's first.</summary>
    public required IReadOnlyList<RunGroup> Groups { get; init; }

    /// <summary>Parameters, command, data, commit and uncommitted changes where they differ between groups.</summary>
    public required IReadOnlyList<ChangedValue> Changed { get; init; }

    /// <summary>Each further group beside the first.</summary>
    public required IReadOnlyList<GroupDifference> Differences { get; init; }

    /// <summary>Share of the intervals that should cover the true difference.</summary>
    public required double Confidence { get; init; }

    /// <summary>Whether the groups differ in their seeds alone, so that nothing was pooled.</summary>
    public required bool IsOfSeeds { get; init; }

    /// <summary>Compares runs.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="runs">Two runs at least, none of them twice.</param>
    /// <param name="options">Samples, confidence and seed of the intervals.</param>
    /// <exception cref="SongGenreException">There are too few runs, or a run's files can't be read.</exception>
    public static RunComparison Of(IRunStore store, IReadOnlyList<Run> runs, EvaluationOptions options)
    {
        List<Run> distinct = [.. runs.DistinctBy(run => run.Info.Id)];
        if (distinct.Count < 2)
            throw new SongGenreException("Only one run is given; give another one to compare with.");
        var groups = RunGroup.Of([.. distinct.Select(run => RunResults.Read(store, run))]);
        var changed = ChangedBetween(groups);
        return new()
        {
            Groups = groups,
            Changed = changed,
            Differences = [.. groups.Skip(1).Select(other => Compare(groups[0], other, options))],
            Confidence = options.Confidence,
            IsOfSeeds = changed.Count > 0
                && groups.SelectMany(group => group.Runs).DistinctBy(RunGroup.Identity).Count() == 1,
        };
    }

    private static List<ChangedValue> ChangedBetween(IReadOnlyList<RunGroup> groups)
    {
        var keys = RunSelection.InOrder(
            groups.SelectMany(group => group.Runs).SelectMany(run => run.Run.Parameters.Keys).Distinct());
        IEnumerable<ChangedValue> all =
        [
            .. keys.Select(key => new ChangedValue(key, [.. groups.Select(group => group.ValuesOf(key))])),
            .. groups[0].Circumstances.Select((fact, i) => new ChangedValue(
                fact.Key, [.. groups.Select(group => group.Circumstances[i].Value)])),
        ];
        return [.. all.Where(value => value.Values.Distinct().Skip(1).Any())];
    }

    private static GroupDifference Compare(RunGroup first, RunGroup other, EvaluationOptions options)
    {
        var (intervals, basis) = Intervals(first, other, options);
        return new()
        {
            Other = other,
            Metrics = Metrics(first, other, intervals),
            Basis = basis,
            Confusions = first.Predictions is { } before && other.Predictions is { } after
                && after[0].Classes.SequenceEqual(before[0].Classes) ? Confusions(before, after) : [],
            Importances = first.Importances is { } a && other.Importances is { } b ? Importances(a, b) : [],
        };
    }

    private static (IReadOnlyList<ConfidenceInterval> Intervals, string Basis) Intervals(
        RunGroup first, RunGroup other, EvaluationOptions options)
    {
        if (first.Predictions is not { } a || other.Predictions is not { } b)
        {
            var lacking = first.Predictions is null ? first : other;
            return ([], $"no intervals: {Name(lacking, run => run.Predictions is null)} left no predictions/test.csv");
        }

        if (!b[0].Classes.SequenceEqual(a[0].Classes))
            return ([], "no intervals: the runs don't know the same genres");
        var rows = PooledBootstrap.IsPaired(a, b)
            ? a.Concat(b).All(a[0].HasSameRows)
                ? FormattableString.Invariant($"paired bootstrap on the same {a[0].Rows.Length:N0} test rows")
                : "paired bootstrap on the same sets of test rows"
            : "unpaired bootstrap: the runs weren't tested on the same rows";
        var seeds = a.Count == 1 && b.Count == 1 ? "; one run each, so the luck of the seed isn't in it"
            : a.Count == 1 || b.Count == 1 ? "; one side is a single run, so the luck of its seed isn't in it"
            : " and over seeds";
        return (PooledBootstrap.Differences(a, b, options), rows + seeds);
    }

    private static string Name(RunGroup group, Func<RunResults, bool> isMeant) =>
        $"{group.Label} ({group.Runs.First(isMeant).Run.Info.Name})";
}
