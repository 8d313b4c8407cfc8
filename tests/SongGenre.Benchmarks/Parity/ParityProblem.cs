namespace SongGenre.Benchmarks.Parity;

/// <summary>Data on which both forests must do as well.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="What">One sentence for the page.</param>
/// <param name="Draw">The rows for a seed.</param>
internal sealed record ParityProblem(string Name, string What, Func<int, ParityData> Draw)
{
    private static readonly Lazy<ParityData> Songs = new(ParityData.Published);

    /// <summary>Whether extremely randomised trees are compared too.</summary>
    public bool WithRandomCuts { get; private init; }

    /// <summary>All problems in the page's order.</summary>
    public static IReadOnlyList<ParityProblem> All { get; } =
    [
        new(
            "published",
            "The real songs, trained on all rows but the published test rows: 22 columns, 15 classes. The rows are the "
            + "same for every seed.",
            _ => Songs.Value)
        {
            WithRandomCuts = true,
        },
        new(
            "imbalanced",
            "Clusters of 5 classes with 60, 25, 10, 4 and 1% of the rows; 16 columns.",
            new Clusters([0.6, 0.25, 0.1, 0.04, 0.01]).Draw),
        new(
            "noisy",
            "Clusters of 6 classes; a quarter of the labels are drawn anew, and 24 of 36 columns say nothing.",
            new Clusters(Equal(6)) { Useless = 24, Flipped = 0.25 }.Draw),
        new(
            "categorical",
            "Ten columns of 2 to 40 unordered categories, pairs of which decide on 5 classes.",
            Categories.Draw),
        new("sparse", "Texts of 4 to 15 words out of 600, a sparse column each; 8 classes.", Words.Draw),
        new(
            "two-classes",
            "Two classes of four clusters each; 16 columns.",
            new Clusters(Equal(2)) { ClustersPerClass = 4, Separation = 0.7, Flipped = 0.05 }.Draw),
        new(
            "fifty-classes",
            "Fifty classes of a cluster each, in twelve of 20 columns.",
            new Clusters(Equal(50)) { ClustersPerClass = 1, Informative = 12, Rows = 10_000 }.Draw),
    ];

    /// <summary>The problems of the names; no name is all.</summary>
    /// <exception cref="SongGenreException">There is no such problem.</exception>
    public static IReadOnlyList<ParityProblem> Select(IReadOnlyCollection<string> names)
    {
        foreach (var name in names.Except(All.Select(problem => problem.Name)))
            throw new SongGenreException(
                $"There is no problem '{name}'; name any of {string.Join(", ", All.Select(problem => problem.Name))}.");
        return names.Count == 0 ? All : [.. All.Where(problem => names.Contains(problem.Name))];
    }

    private static double[] Equal(int classes) => [.. Enumerable.Repeat(1.0 / classes, classes)];
}
