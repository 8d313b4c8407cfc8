using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Benchmarks.Compare;

/// <summary>A forest and data that every peer fits and predicts.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="What">One sentence for the page.</param>
/// <param name="Trees">Trees of the forest.</param>
/// <param name="MaxDepth">Deepest leaf; null is no limit.</param>
/// <param name="Terms">TF-IDF columns beside the 12 columns of audio.</param>
internal sealed record ComparisonCase(string Name, string What, int Trees = 100, int? MaxDepth = 13, int Terms = 10)
{
    /// <summary>Rows of two generated samples, to train and to test; null for the real songs.</summary>
    public (int Train, int Test)? Generated { get; init; }

    /// <summary>Whether the way from the table's columns and texts to the model is measured too.</summary>
    public bool FromTable { get; init; }

    /// <summary>Rows predicted by a forest that is fitted once; null where fits are measured.</summary>
    public int? PredictedRows { get; init; }

    /// <summary>How columns are cut; where at random, trees see all rows, as extremely randomised trees do.</summary>
    public Splitter Splitter { get; init; } = Splitter.Best;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>All cases in the page's order.</summary>
    public static IReadOnlyList<ComparisonCase> All { get; } =
    [
        new("published", "The published forest: 22 columns, 100 trees, depth 13.") { FromTable = true },
        new("deep", "22 columns, 500 trees of any depth, leaves of one row.", Trees: 500, MaxDepth: null)
        {
            FromTable = true,
        },
        new("wide", "12 columns of audio, 2,000 sparse TF-IDF columns, 200 trees of any depth.", 200, null, 2_000)
        {
            FromTable = true,
        },
        new("wide-13", "The same columns and trees, depth 13.", 200, 13, 2_000) { FromTable = true },
        new("large", "The generated sample: 1,000,000 rows, 100,000 to predict, 22 columns, 100 trees, depth 13.")
        {
            Generated = (1_000_000, 100_000),
        },
        new("predict-one", "The published forest predicts one row.") { PredictedRows = 1 },
        new("predict-12000", "The published forest predicts 12,000 rows.") { PredictedRows = 12_000 },
        new("predict-million", "The published forest predicts 1,000,000 rows: the test rows, over and over.")
        {
            PredictedRows = 1_000_000,
        },
    ];

    /// <summary>The cases that the names choose; <c>predict</c> is all whose name begins so, no name is all.</summary>
    /// <exception cref="SongGenreException">There is no such case.</exception>
    public static IReadOnlyList<ComparisonCase> Select(IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            if (!All.Any(c => Matches(c, name)))
                throw new SongGenreException(
                    $"There is no case '{name}'; name {string.Join(", ", All.Select(c => c.Name))}, or predict.");
        }

        return names.Count == 0 ? All : [.. All.Where(c => names.Any(name => Matches(c, name)))];
    }

    /// <summary>What SongGenre is asked for; the score of the rows outside the bags is no other peer's work.</summary>
    public Experiment ToExperiment(bool outOfBag = false) => new()
    {
        Tfidf = new TfidfOptions { MaxFeatures = Terms },
        Forest = new ForestOptions
        {
            Trees = Trees,
            MaxDepth = MaxDepth,
            Splitter = Splitter,
            Bootstrap = Splitter == Splitter.Best,
            OobScore = outOfBag,
            RandomState = Seed,
        },
    };

    private static bool Matches(ComparisonCase c, string name) =>
        c.Name == name || (name == "predict" && c.PredictedRows is not null);
}
