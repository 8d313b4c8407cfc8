namespace SongGenre.Forest;

/// <summary>
/// A forest's trees for walking many rows whose values are ranks: integers in place of doubles make nodes half as large
/// and a step a few instructions without a branch.
/// </summary>
/// <param name="Layout">How rows of ranks lie in memory.</param>
/// <param name="Trees">The trees in their order.</param>
internal sealed record RankedForest(RankLayout Layout, RankedTree[] Trees)
{
    /// <summary>
    /// Ranks the thresholds of trees; null where columns, thresholds or leaves are too many for the bits of a node.
    /// </summary>
    public static RankedForest? Create(
        DecisionTree[] trees, int columns, int classes, int? threads, CancellationToken cancel)
    {
        // Each part of the trees puts the thresholds of a column behind those of the parts before it.
        var nodes = trees.Sum(tree => (long)tree.Nodes.Length);
        var parts = (int)Math.Clamp(nodes / columns, 1, Math.Min(trees.Length, threads ?? Environment.ProcessorCount));
        var starts = new int[parts][];
        OfParts((part, t) => Count(trees[t], starts[part] ??= new int[columns]));
        if (Room(starts, columns) is not { } thresholds) return null;
        var next = Array.ConvertAll(starts, start => start.AsSpan().ToArray());
        OfParts((part, t) => Put(trees[t], next[part], thresholds));

        // Column by column, whose thresholds stay in the cache, not tree by tree.
        var sorted = new Thresholds?[columns];
        var ranks = new int[columns][];
        int[] used = [.. Enumerable.Range(0, columns).Where(c => thresholds[c].Length > 0)];
        Workers.Run(used.Length, threads, () => new ValueOrder(), (order, i) =>
        {
            (sorted[used[i]], ranks[used[i]]) = Rank(thresholds[used[i]], order, cancel);
            thresholds[used[i]] = [];
        }, cancel);

        var layout = new RankLayout(sorted);
        var most = Math.Max(used.Max(c => (int?)sorted[c]!.Count) ?? 0, trees.Max(tree => classes + (long)tree.Leaves));
        if (!layout.HasRoom(most)) return null;
        var ranked = new RankedTree[trees.Length];
        OfParts((part, t) =>
        {
            var own = new List<int>(trees[t].Nodes.Length / 2);
            foreach (var node in trees[t].Nodes)
                if (node.Column >= 0) own.Add(ranks[node.Column][starts[part][node.Column]++]);
            ranked[t] = new(trees[t], layout, own, classes);
        });
        return new(layout, ranked);

        void OfParts(Action<int, int> work) => Workers.Run(parts, threads, () => 0, (_, part) =>
        {
            for (var t = part; t < trees.Length; t += parts)
            {
                cancel.ThrowIfCancellationRequested();
                work(part, t);
            }
        }, cancel);
    }

    private static void Count(DecisionTree tree, int[] counts)
    {
        foreach (var node in tree.Nodes)
            if (node.Column >= 0) counts[node.Column]++;
    }

    private static void Put(DecisionTree tree, int[] next, double[][] thresholds)
    {
        foreach (var node in tree.Nodes)
            if (node.Column >= 0) thresholds[node.Column][next[node.Column]++] = node.Threshold;
    }

    /// <summary>Room for each column's thresholds, null if there are too many; turns counts into where each part starts.</summary>
    private static double[][]? Room(int[][] parts, int columns)
    {
        var room = new double[columns][];
        for (var c = 0; c < columns; c++)
        {
            if (parts.Sum(part => (long)part[c]) > Array.MaxLength) return null;
            var sum = 0;
            foreach (var part in parts) (part[c], sum) = (sum, sum + part[c]);
            room[c] = sum == 0 ? [] : GC.AllocateUninitializedArray<double>(sum);
        }

        return room;
    }

    /// <summary>The distinct ones of a column's thresholds, and the rank of each.</summary>
    private static (Thresholds Distinct, int[] Ranks) Rank(double[] all, ValueOrder order, CancellationToken cancel)
    {
        order.Sort(all, cancel);
        var places = order.Places;
        var ranks = new int[all.Length];
        var distinct = 0;
        for (var i = 0; i < all.Length; i++)
        {
            if (i == 0 || order[i] != all[distinct - 1]) all[distinct++] = order[i];
            ranks[places[i]] = distinct - 1;
        }

        return (new(all[..distinct]), ranks);
    }
}
