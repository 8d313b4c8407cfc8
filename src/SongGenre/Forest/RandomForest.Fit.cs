namespace SongGenre.Forest;

/// <content>Fitting.</content>
public sealed partial class RandomForest
{
    /// <summary>
    /// Fits a forest. The result is the same bit for bit whatever the number of threads: each tree draws from a generator
    /// of its own, and what is summed over trees is summed in their order. Where the notebook's cell that it runs in is
    /// interrupted, it says so on the standard error and keeps the trees grown so far; their out-of-bag score too, if that
    /// is soon computed.
    /// </summary>
    /// <param name="x">Training rows × columns, all values finite.</param>
    /// <param name="labels">The class of each row, 0 to <paramref name="classes"/> − 1. A class may have no row.</param>
    /// <param name="classes">Number of classes, 1 to 65,536.</param>
    /// <param name="options">What is asked for; <see cref="ForestOptions.Trainer"/> isn't looked at.</param>
    /// <param name="progress">
    /// Told about each tree, on any thread but one at a time, and about the whole forest at the end; null for nobody. It
    /// doesn't change the forest.
    /// </param>
    /// <param name="cancel">Stops the fit.</param>
    /// <exception cref="SongGenreException">
    /// No rows, no columns, a label out of range, a value that is NaN or infinite, or a weight for an unknown class.
    /// </exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled, or interrupted before it had a tree.</exception>
    public static RandomForest Fit(
        ColumnMatrix x,
        ReadOnlySpan<int> labels,
        int classes,
        ForestOptions options,
        IProgress<ForestProgress>? progress = null,
        CancellationToken cancel = default)
    {
        TrainingCheck.Fit(x, labels, classes);
        if (options is { Bootstrap: true, OobScore: true })
            TrainingCheck.FitsMemory(x.Rows, classes, "set oob_score to false");
        var counts = new int[classes];
        foreach (var label in labels) counts[label]++;
        var weights = options.ClassWeight.For(counts);

        var columns = new BinnedColumn[x.Columns.Count];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, Interruption.Token);
        Workers.Run(
            columns.Length,
            options.Threads,
            () => new ValueOrder(),
            (order, c) => columns[c] = BinnedColumn.Create(x.Columns[c], order, stop.Token),
            stop.Token);
        var draws = options.Draws(x.Rows);
        var plan = new GrowthPlan(columns, labels.ToArray(), new(weights, draws, options.Criterion), draws, options, stop.Token);
        return options.Criterion == Criterion.Gini
            ? Grow<GiniImpurity>(x, plan, cancel, progress)
            : Grow<EntropyImpurity>(x, plan, cancel, progress);
    }

    private static RandomForest Grow<TImpurity>(
        ColumnMatrix x, GrowthPlan plan, CancellationToken cancel, IProgress<ForestProgress>? progress)
        where TImpurity : struct, IImpurity
    {
        var options = plan.Options;
        var trees = new GrownTree?[options.Trees];
        var wantsOutOfBag = options is { Bootstrap: true, OobScore: true };
        var running = progress is not null && wantsOutOfBag ? new RunningScore(x, plan.Labels, plan.Classes) : null;
        var gate = new Lock();
        var done = 0;
        var interruption = Interruption.Token;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption);
        try
        {
            // A tree for each thread; the trees that are left when there are fewer of them are shared.
            var threads = options.Threads ?? Environment.ProcessorCount;
            var shared = trees.Length % threads;
            // Which leaf comes next may depend on all others.
            if (shared > threads / 2 || options.MaxLeafNodes is not null) shared = 0;
            GrowSome(0, trees.Length - shared, 1);
            if (shared > 0) GrowSome(trees.Length - shared, shared, threads / shared);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested && trees.Any(tree => tree is not null))
        {
            Console.Error.WriteLine(FormattableString.Invariant(
                $"interrupted: the forest has the {trees.Count(tree => tree is not null)} trees of {trees.Length} that were grown so far"));
        }

        GrownTree[] grown = [.. trees.OfType<GrownTree>()];
        var origin = new ForestOrigin(
            plan.Tables.Weights, options.Criterion, options.MaxDepth, IsBestFirst: options.MaxLeafNodes is not null);
        var forest = new RandomForest(
            plan.Classes,
            Array.ConvertAll(grown, tree => tree.Tree),
            MeanShares(grown, plan.Columns.Length),
            options.Threads,
            origin);
        if (plan.Ranks is { } layout && Array.TrueForAll(grown, tree => tree.Ranked is not null))
            forest._ranked = new(layout, Array.ConvertAll(grown, tree => tree.Ranked!));
        if (wantsOutOfBag)
        {
            var inBag = Array.ConvertAll(grown, tree => tree.InBag);
            forest.OutOfBag = interruption.IsCancellationRequested
                ? forest.ScoreSoon(x, plan.Labels, inBag)
                : forest.Score(x, plan.Labels, inBag, cancel);
        }

        progress?.Report(new(grown.Length, trees.Length, forest.OutOfBag?.Accuracy));
        return forest;

        void GrowSome(int first, int count, int threadsOfEach) =>
            Workers.Run(count, options.Threads, () => new TreeGrower<TImpurity>(plan), (grower, i) =>
            {
                var t = first + i;
                var decreases = new double[plan.Columns.Length];
                var bag = wantsOutOfBag ? new ulong[(plan.Rows + 63) / 64] : [];
                var (tree, ranked) = grower.Grow(t, decreases, bag, threadsOfEach, stop.Token);
                trees[t] = new(tree, ranked, Decrease.Of(decreases), bag);
                if (progress is null) return;
                var leaves = running?.Leaves(tree, bag) ?? [];
                lock (gate) progress.Report(new(++done, trees.Length, running?.Add(tree, leaves)));
            }, stop.Token);
    }

    /// <summary>Each tree's decreases as shares, their mean over the trees that split, again as shares.</summary>
    private static double[] MeanShares(GrownTree[] trees, int columns)
    {
        var sums = new double[columns];
        foreach (var tree in trees)
        {
            var total = tree.Decreases.Sum(decrease => decrease.Sum);
            foreach (var (column, sum) in tree.Decreases) sums[column] += sum / total;
        }

        var all = sums.Sum();
        for (var c = 0; c < columns && all > 0; c++) sums[c] /= all;
        return sums;
    }

    // An interrupted cell has a moment left; the trees matter more than their score.
    private OutOfBag? ScoreSoon(ColumnMatrix x, int[] labels, ulong[][] inBag)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        try
        {
            return Score(x, labels, inBag, soon.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private OutOfBag? Score(ColumnMatrix x, int[] labels, ulong[][] inBag, CancellationToken cancel)
    {
        var values = new double[x.Rows * Classes];
        var counted = 0;
        var right = 0;
        SumLeaves(x, .., values, inBag, cancel);
        var probabilities = new Probabilities(Classes, values);
        for (var row = 0; row < labels.Length; row++)
        {
            cancel.ThrowIfCancellationRequested();
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

    /// <summary>A tree with what the forest sums over its trees.</summary>
    private sealed record GrownTree(DecisionTree Tree, RankedTree? Ranked, Decrease[] Decreases, ulong[] InBag);

    /// <summary>What a column gains in a tree: of many columns a tree uses few.</summary>
    private readonly record struct Decrease(int Column, double Sum)
    {
        public static Decrease[] Of(double[] sums)
        {
            List<Decrease> some = [];
            for (var c = 0; c < sums.Length; c++)
                if (sums[c] > 0) some.Add(new(c, sums[c]));
            return [.. some];
        }
    }
}
