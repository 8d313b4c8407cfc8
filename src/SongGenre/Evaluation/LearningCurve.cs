using System.Diagnostics;
using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// How scores grow with <c>n_estimators</c> and <c>max_depth</c>, from one fitted forest: each point is what a forest
/// fitted that small scores, bit for bit (<see cref="RandomForest.At"/>). Each depth takes one walk over the trees.
/// </summary>
public sealed class LearningCurve
{
    private LearningCurve(IReadOnlyList<LearningCurvePoint> points) => Points = points;

    /// <summary>The points: depth by depth in the order that was asked for, trees ascending in each.</summary>
    public IReadOnlyList<LearningCurvePoint> Points { get; }

    /// <summary>Scores on rows that the forest wasn't fitted on.</summary>
    /// <param name="forest">The largest forest.</param>
    /// <param name="x">Validation rows × the forest's columns.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="trees">Numbers of trees, each 1 to the forest's.</param>
    /// <param name="depths">Depths, each 1 to the one that the forest was fitted with; null for that one.</param>
    /// <param name="cancel">Stops the walk.</param>
    /// <exception cref="SongGenreException">
    /// A size that the forest can't answer for (<see cref="RandomForest.At"/>), or rows that don't fit it.
    /// </exception>
    public static LearningCurve OnRows(
        RandomForest forest,
        ColumnMatrix x,
        ReadOnlySpan<int> labels,
        IEnumerable<int> trees,
        IEnumerable<int?> depths,
        CancellationToken cancel = default) =>
        new(Compute(forest, x, labels.ToArray(), Sizes(trees, depths), [], cancel));

    /// <summary>Scores on the training rows, each row by the trees that didn't see it.</summary>
    /// <param name="forest">The largest forest, as fitted.</param>
    /// <param name="options">What it was fitted by: its trees' rows are drawn again from the seed.</param>
    /// <param name="x">The training rows.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="trees">Numbers of trees, each 1 to the forest's.</param>
    /// <param name="depths">Depths, each 1 to the one that the forest was fitted with; null for that one.</param>
    /// <param name="cancel">Stops the walk.</param>
    /// <exception cref="SongGenreException">
    /// The forest was fitted without bootstrap or has other trees than <paramref name="options"/> ask for, a size is
    /// out of range, or every row is in the bags of all the trees.
    /// </exception>
    public static LearningCurve OutOfBag(
        RandomForest forest,
        ForestOptions options,
        ColumnMatrix x,
        ReadOnlySpan<int> labels,
        IEnumerable<int> trees,
        IEnumerable<int?> depths,
        CancellationToken cancel = default) =>
        new(Compute(forest, x, labels.ToArray(), Sizes(trees, depths), DrawBags(forest, options, x.Rows), cancel));

    /// <summary>The rows that each tree saw.</summary>
    internal static ulong[][] DrawBags(RandomForest forest, ForestOptions options, int rows)
    {
        if (!options.Bootstrap)
            throw new SongGenreException("Without bootstrap each tree sees all rows; set bootstrap to true.");
        if (forest.Trees != options.Trees)
        {
            throw new SongGenreException(FormattableString.Invariant(
                $"The forest has {forest.Trees} trees, its options ask for {options.Trees}; pass those of its fit."));
        }

        var bags = new ulong[forest.Trees][];
        Workers.Run(
            bags.Length, options.Threads, () => 0, (_, t) => bags[t] = Bags.Draw(options, rows, t), Interruption.Token);
        return bags;
    }

    /// <summary>One point for each size that is asked for, those of equal depth beside each other.</summary>
    internal static IReadOnlyList<LearningCurvePoint> Compute(
        RandomForest forest,
        ColumnMatrix x,
        int[] labels,
        IEnumerable<(int Trees, int? MaxDepth)> sizes,
        ulong[][] inBag,
        CancellationToken cancel)
    {
        var points = new List<LearningCurvePoint>();
        foreach (var depth in sizes.GroupBy(size => size.MaxDepth))
        {
            var clock = Stopwatch.StartNew();
            int[] ends = [.. depth.Select(size => size.Trees).Distinct().Order()];
            if (ends[0] < 1) forest.At(ends[0]);
            var cut = depth.Key is null && ends[^1] <= forest.Trees ? forest : forest.At(ends[^1], depth.Key);
            cut.SumPrefixes(x, ends, inBag, (trees, sums) =>
            {
                var scores = inBag.Length == 0
                    ? Scores.Compute(labels, Mean(sums, trees, forest.Classes))
                    : OutOfBagScores(labels, sums, inBag.AsSpan(0, trees), forest.Classes);
                points.Add(new(trees, depth.Key, scores, clock.Elapsed.TotalSeconds));
                clock.Restart();
            }, cancel);
        }

        return points;
    }

    private static Probabilities Mean(double[] sums, int trees, int classes) =>
        new(classes, Array.ConvertAll(sums, sum => sum / trees));

    private static Scores OutOfBagScores(int[] labels, double[] sums, ReadOnlySpan<ulong[]> inBag, int classes)
    {
        var known = new List<int>(labels.Length);
        var values = new List<double>(sums.Length);
        for (var row = 0; row < labels.Length; row++)
        {
            var votes = 0;
            foreach (var bag in inBag) votes += RandomForest.IsIn(bag, row) ? 0 : 1;
            if (votes == 0) continue;
            known.Add(labels[row]);
            foreach (var sum in sums.AsSpan(row * classes, classes)) values.Add(sum / votes);
        }

        return known.Count > 0
            ? Scores.Compute([.. known], new(classes, [.. values]))
            : throw new SongGenreException(FormattableString.Invariant(
                $"Every row is in the bags of all {inBag.Length} trees; ask for more trees or fit on more rows."));
    }

    private static IEnumerable<(int Trees, int? MaxDepth)> Sizes(IEnumerable<int> trees, IEnumerable<int?> depths) =>
        depths.Distinct().SelectMany(depth => trees.Select(count => (count, depth)));
}
