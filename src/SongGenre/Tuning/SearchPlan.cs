using System.Globalization;
using SongGenre.Forest;

namespace SongGenre.Tuning;

/// <summary>Which points a search tries, and how; the same for the same experiment, dimensions and options.</summary>
public sealed class SearchPlan
{
    /// <summary>The most points that a search may have.</summary>
    public const int MostPoints = 100_000;

    private const int MostDraws = 1000;
    private const string TreesKey = "forest.n_estimators";

    private SearchPlan(
        Experiment experiment,
        IReadOnlyList<SearchDimension> dimensions,
        SearchOptions options,
        IReadOnlyList<SearchPoint> points)
    {
        Experiment = experiment;
        Dimensions = dimensions;
        Options = options;
        Points = points;
    }

    /// <summary>What every point starts from.</summary>
    public Experiment Experiment { get; }

    /// <summary>What points differ in.</summary>
    public IReadOnlyList<SearchDimension> Dimensions { get; }

    /// <summary>How the search is made.</summary>
    public SearchOptions Options { get; }

    /// <summary>
    /// The points: all of the grid, the last dimension changing fastest; or as many random ones as asked for, fewer
    /// where there are no more that differ. The first of more random points are those of fewer.
    /// </summary>
    public IReadOnlyList<SearchPoint> Points { get; }

    /// <summary>
    /// The rounds of the competition, one without halving; trees are null where points have their own.
    /// </summary>
    public IReadOnlyList<(int Points, int? Trees)> Rounds => Options.IsHalving
        ? [.. SuccessiveHalving.Rounds(Points.Count, Experiment.Forest.Trees).Select(r => (r.Points, (int?)r.Trees))]
        : [(Points.Count, null)];

    /// <summary>Trials in all rounds.</summary>
    public int Trials => Rounds.Sum(round => round.Points);

    /// <summary>Makes the points.</summary>
    /// <param name="experiment">What every point starts from.</param>
    /// <param name="dimensions">What points differ in; at least one, no key twice.</param>
    /// <param name="options">How the search is made.</param>
    /// <exception cref="SongGenreException">
    /// There is no dimension, a key stands twice, a range stands in a grid, the grid is too large, trees are searched
    /// while halving divides them, or a point has no out-of-bag score that the search is scored by.
    /// </exception>
    public static SearchPlan Create(
        Experiment experiment, IReadOnlyList<SearchDimension> dimensions, SearchOptions options)
    {
        if (dimensions.Count == 0)
            throw new SongGenreException("There is nothing to search; name keys with --grid, or --range and --random.");
        if (dimensions.GroupBy(d => d.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SongGenreException($"{twice.Key} is given twice; put its values together.");
        if (options.Random is null && dimensions.FirstOrDefault(d => d.IsRange) is { } range)
            throw new SongGenreException($"--range {range.Key}={range.Text} can only be drawn from; add --random N.");
        if (options.IsHalving && dimensions.Any(d => d.Key == TreesKey))
        {
            throw new SongGenreException(
                $"--halving gives trees to the best points itself; leave {TreesKey} out of the search.");
        }

        var points = options.Random is { } count
            ? Draw(experiment, dimensions, options.Seed, count)
            : Grid(experiment, dimensions);
        if (options.Scoring == SearchOptions.OutOfBag) points.ForEach(RequireOutOfBag);
        return new(experiment, dimensions, options, points);
    }

    private static List<SearchPoint> Grid(Experiment experiment, IReadOnlyList<SearchDimension> dimensions)
    {
        var size = dimensions.Aggregate(1.0, (product, dimension) => product * dimension.Values.Count);
        if (size > MostPoints)
        {
            throw new SongGenreException(string.Create(CultureInfo.InvariantCulture,
                $"The grid has {size:0} points, more than {MostPoints}; draw some of them with --random N."));
        }

        return
        [
            .. Enumerable.Range(0, (int)size).Select(number =>
            {
                var values = new string[dimensions.Count];
                for (int d = values.Length - 1, rest = number; d >= 0; rest /= dimensions[d--].Values.Count)
                    values[d] = dimensions[d].Values[rest % dimensions[d].Values.Count];
                return Point(experiment, dimensions, number, values);
            }),
        ];
    }

    private static List<SearchPoint> Draw(
        Experiment experiment, IReadOnlyList<SearchDimension> dimensions, int seed, int count)
    {
        var points = new List<SearchPoint>(count);
        var known = new HashSet<string>();
        for (var draws = 0; points.Count < count && draws < MostDraws; draws++)
        {
            // A stream for each point: what comes after a point doesn't depend on how many draws it took.
            var random = SplitMix64.Stream(seed, (points.Count * MostDraws) + draws);
            var values = new string[dimensions.Count];
            for (var d = 0; d < values.Length; d++) values[d] = dimensions[d].Draw(ref random);
            if (!known.Add(string.Join('\n', values))) continue;
            points.Add(Point(experiment, dimensions, points.Count, values));
            draws = -1;
        }

        return points;
    }

    private static SearchPoint Point(
        Experiment experiment, IReadOnlyList<SearchDimension> dimensions, int number, string[] values)
    {
        var pairs = dimensions.Zip(values, (dimension, value) => KeyValuePair.Create(dimension.Key, value)).ToArray();
        var own = pairs.Aggregate(experiment, (changed, pair) => changed.With($"{pair.Key}={pair.Value}", "point"));
        return new(number, pairs, own);
    }

    private static void RequireOutOfBag(SearchPoint point)
    {
        var forest = point.Experiment.Forest;
        if (forest is { Bootstrap: true, Trainer: ForestOptions.RandomForestTrainer }) return;
        throw new SongGenreException(forest.Bootstrap
            ? $"The trainer {forest.Trainer} has no out-of-bag score; score by {SearchOptions.CrossValidation}."
            : $"Without forest.bootstrap there is no out-of-bag score; score by {SearchOptions.CrossValidation}.");
    }
}
