using System.Security.Cryptography;
using System.Text;
using SongGenre.Evaluation;

namespace SongGenre.Tracking.Review;

/// <summary>Runs that differ in nothing but their seeds.</summary>
/// <param name="Label">The group's letter: A, B, …</param>
/// <param name="Runs">Its runs, at least one.</param>
public sealed record RunGroup(string Label, IReadOnlyList<RunResults> Runs)
{
    // Another commit or other data may be what makes a difference, however equal the parameters.
    private static readonly (string Name, string Tag)[] Facts =
    [
        ("command", "songgenre.command"), ("data", "songgenre.data.sha256"), ("split", "songgenre.split"),
        ("commit", "mlflow.source.git.commit"),
    ];

    /// <summary>What is known of it beside its parameters: command, data, split, commit, where the scored rows or
    /// the model's are of another split than the parameters say how that was made, and the beginning of the SHA-256 of
    /// the uncommitted changes, each with the one value that all runs share; empty where they have none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Circumstances => FactsOf(Runs[0]);

    /// <summary>What all runs predicted; null where one left nothing.</summary>
    public IReadOnlyList<TestPredictions>? Predictions => AllOrNone(run => run.Predictions);

    /// <summary>The importances of all runs; null where one left none.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>>? Importances => AllOrNone(run => run.Importances);

    /// <summary>On how many of the rows that scored a run its model was trained: the most of all runs.</summary>
    public double ContaminatedRows => Values("contaminated_rows").DefaultIfEmpty().Max();

    /// <summary>Whether a parameter is the seed of something random.</summary>
    public static bool IsSeed(string parameter) =>
        parameter.EndsWith(".seed", StringComparison.Ordinal)
        || parameter.EndsWith(".random_state", StringComparison.Ordinal);

    /// <summary>Puts runs that differ in nothing but their seeds together, in the order of their first.</summary>
    /// <param name="runs">At least one run.</param>
    public static IReadOnlyList<RunGroup> Of(IReadOnlyList<RunResults> runs)
    {
        var groups = runs.GroupBy(Identity).Select(group => group.ToList()).ToList();
        // Who compares seeds alone wants to see how far they lead.
        if (groups.Count == 1) groups = [.. runs.Select(run => new List<RunResults> { run })];
        return [.. groups.Select((group, i) => new RunGroup(Letters(i), group))];
    }

    /// <summary>A parameter's values in the runs, each once; empty where no run has it.</summary>
    public string ValuesOf(string parameter) => string.Join(", ", Runs
        .Select(run => run.Run.Parameters.GetValueOrDefault(parameter)).OfType<string>().Distinct());

    /// <summary>The runs' values of a metric, of those that have it.</summary>
    public IReadOnlyList<double> Values(string metric) =>
        [.. Runs.Where(run => run.Run.Metrics.ContainsKey(metric)).Select(run => run.Run.Metrics[metric].Value)];

    /// <summary>All that a run was but its seeds: the same where only luck is between two runs.</summary>
    internal static string Identity(RunResults run) => string.Join('\n',
    [
        .. run.Predictions?.Classes ?? [], .. FactsOf(run).Select(fact => fact.Value),
        .. run.Run.Parameters.Where(pair => !IsSeed(pair.Key)).Select(pair => $"{pair.Key}={pair.Value}"),
    ]);

    private static List<KeyValuePair<string, string>> FactsOf(RunResults run) =>
    [
        .. Facts.Select(fact => KeyValuePair.Create(fact.Name, run.Run.Tags.GetValueOrDefault(fact.Tag, ""))),
        KeyValuePair.Create("trained rows", Divided(run.Run.TrainedRows)),
        KeyValuePair.Create("scored rows", Divided(run.Run.ScoredRows)),
        KeyValuePair.Create("uncommitted changes", Changes(run)),
    ];

    private static string Divided(IEnumerable<string> knobs) =>
        string.Join(", ", knobs.Where(knob => !IsSeed(knob.Split('=')[0])));

    private static string Changes(RunResults run) => run.Diff is { Length: > 0 } diff
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(diff)))[..12]
        : run.Run.Tags.GetValueOrDefault("songgenre.git.dirty", "");

    private static string Letters(int number) =>
        (number < 26 ? "" : Letters((number / 26) - 1)) + (char)('A' + (number % 26));

    private List<T>? AllOrNone<T>(Func<RunResults, T?> read)
        where T : class
    {
        List<T> all = [.. Runs.Select(read).OfType<T>()];
        return all.Count == Runs.Count ? all : null;
    }
}
