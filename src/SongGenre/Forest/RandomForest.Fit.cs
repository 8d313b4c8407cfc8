namespace SongGenre.Forest;

/// <content>Fitting.</content>
public sealed partial class RandomForest
{
    /// <summary>
    /// Fits a forest. The result is the same bit for bit whatever the number of threads: each tree draws from a generator
    /// of its own, and what is summed over trees is summed in their order.
    /// </summary>
    /// <param name="x">Training rows × columns, all values finite.</param>
    /// <param name="labels">The class of each row, 0 to <paramref name="classes"/> − 1. A class may have no row.</param>
    /// <param name="classes">Number of classes, 1 to 65,536.</param>
    /// <param name="options">What is asked for; <see cref="ForestOptions.Trainer"/> isn't looked at.</param>
    /// <param name="cancel">Stops the fit.</param>
    /// <exception cref="SongGenreException">
    /// No rows, no columns, a label out of range, a value that is NaN or infinite, or a weight for an unknown class.
    /// </exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public static RandomForest Fit(
        ColumnMatrix x, ReadOnlySpan<int> labels, int classes, ForestOptions options, CancellationToken cancel = default)
    {
        TrainingCheck.Fit(x, labels, classes);
        var counts = new int[classes];
        foreach (var label in labels) counts[label]++;
        var weights = options.ClassWeight.For(counts);

        var columns = new BinnedColumn[x.Columns.Count];
        Workers.Run(columns.Length, options.Threads, () => 0, (_, c) => columns[c] = BinnedColumn.Create(x.Columns[c]), cancel);
        var draws = options is { Bootstrap: true, MaxSamples: { } share }
            ? Math.Max((int)Math.Round(x.Rows * share), 1)
            : x.Rows;
        var plan = new GrowthPlan(columns, labels.ToArray(), new(weights, draws, options.Criterion), draws, options);
        return options.Criterion == Criterion.Gini
            ? Grow<GiniImpurity>(x, plan, cancel)
            : Grow<EntropyImpurity>(x, plan, cancel);
    }

    private static RandomForest Grow<TImpurity>(ColumnMatrix x, GrowthPlan plan, CancellationToken cancel)
        where TImpurity : struct, IImpurity
    {
        var (options, columns) = (plan.Options, plan.Columns.Length);
        var trees = new DecisionTree[options.Trees];
        var decreases = new double[options.Trees][];
        var wantsOutOfBag = options is { Bootstrap: true, OobScore: true };
        var inBag = new ulong[wantsOutOfBag ? options.Trees : 0][];
        Workers.Run(trees.Length, options.Threads, () => new TreeGrower<TImpurity>(plan), (grower, t) =>
        {
            decreases[t] = new double[columns];
            var bag = wantsOutOfBag ? inBag[t] = new ulong[(plan.Rows + 63) / 64] : null;
            trees[t] = grower.Grow(t, decreases[t], bag, cancel);
        }, cancel);

        var forest = new RandomForest(plan.Classes, trees, MeanShares(decreases, columns), options.Threads);
        return wantsOutOfBag
            ? new(plan.Classes, trees, forest._importances, options.Threads) { OutOfBag = forest.Score(x, plan.Labels, inBag, cancel) }
            : forest;
    }

    /// <summary>Each tree's decreases as shares, their mean over the trees that split, again as shares.</summary>
    private static double[] MeanShares(double[][] decreases, int columns)
    {
        var sums = new double[columns];
        foreach (var tree in decreases)
        {
            var total = tree.Sum();
            for (var c = 0; c < columns && total > 0; c++) sums[c] += tree[c] / total;
        }

        var all = sums.Sum();
        for (var c = 0; c < columns && all > 0; c++) sums[c] /= all;
        return sums;
    }

    private OutOfBag? Score(ColumnMatrix x, int[] labels, ulong[][] inBag, CancellationToken cancel)
    {
        var values = new double[x.Rows * Classes];
        var counted = 0;
        var right = 0;
        SumLeaves(x, values, inBag, cancel);
        var probabilities = new Probabilities(Classes, values);
        for (var row = 0; row < labels.Length; row++)
        {
            var sums = values.AsSpan(row * Classes, Classes);
            var votes = 0;
            foreach (var bag in inBag) votes += IsIn(bag, row) ? 0 : 1;
            if (votes == 0) continue;
            foreach (ref var sum in sums) sum /= votes;
            counted++;
            if (probabilities.Predicted(row) == labels[row]) right++;
        }

        return counted == 0 ? null : new((double)right / counted, counted, probabilities);
    }
}
