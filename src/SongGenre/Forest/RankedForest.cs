using System.Numerics;

namespace SongGenre.Forest;

/// <summary>
/// A forest's trees for walking many rows whose values are ranks: integers in place of doubles make nodes half as large
/// and a step a few instructions without a branch. Rows come in groups of <see cref="GroupRows"/>, the columns of a
/// group one after the other: first one of zeros, which leaves look at, then those that the trees look at.
/// </summary>
internal sealed class RankedForest
{
    /// <summary>Rows of a group; as many are walked at the same time.</summary>
    public const int GroupRows = 8;

    private const int WordBits = 32;

    private readonly Thresholds?[] _thresholds;
    private readonly int[] _places;

    private RankedForest(Thresholds?[] thresholds, int trees)
    {
        Trees = new RankedTree[trees];
        _thresholds = thresholds;
        _places = new int[thresholds.Length];
        Columns = [.. Enumerable.Range(0, thresholds.Length).Where(c => thresholds[c] is not null)];
        for (var i = 0; i < Columns.Length; i++) _places[Columns[i]] = (i + 1) * GroupRows;
        GroupSize = (Columns.Length + 1) * GroupRows;
        PlaceBits = BitOperations.Log2((uint)GroupSize - 1) + 1;
    }

    /// <summary>The columns that trees look at.</summary>
    public int[] Columns { get; }

    /// <summary>Ranks of a group of rows.</summary>
    public int GroupSize { get; }

    /// <summary>The bits of a node that say where a group has the column's ranks; ranks lie above them.</summary>
    public int PlaceBits { get; }

    /// <summary>The trees in their order.</summary>
    public RankedTree[] Trees { get; }

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
        var thresholds = Room(starts, columns);
        var next = Array.ConvertAll(starts, start => start.AsSpan().ToArray());
        OfParts((part, t) => Put(trees[t], next[part], thresholds));

        // Column by column, whose thresholds stay in the cache, not tree by tree.
        var sorted = new Thresholds?[columns];
        var ranks = new int[columns][];
        int[] used = [.. Enumerable.Range(0, columns).Where(c => thresholds[c].Length > 0)];
        Workers.Run(used.Length, threads, () => 0, (_, i) =>
        {
            var own = sorted[used[i]] = new(thresholds[used[i]]);
            ranks[used[i]] = own.Rank(thresholds[used[i]]);
            thresholds[used[i]] = [];
        }, cancel);

        var forest = new RankedForest(sorted, trees.Length);
        var room = WordBits - forest.PlaceBits;
        var most = Math.Max(used.Max(c => (int?)sorted[c]!.Count) ?? 0, trees.Max(tree => classes + tree.Leaves));
        if (room < 1 || most >= 1L << room) return null;
        OfParts((part, t) => forest.Trees[t] = new(trees[t], forest, ranks, starts[part], classes));
        return forest;

        void OfParts(Action<int, int> work) => Workers.Run(parts, threads, () => 0, (_, part) =>
        {
            for (var t = part; t < trees.Length; t += parts)
            {
                cancel.ThrowIfCancellationRequested();
                work(part, t);
            }
        }, cancel);
    }

    /// <summary>The thresholds of a column that trees look at.</summary>
    public Thresholds ThresholdsOf(int column) => _thresholds[column]!;

    /// <summary>Where a group has the ranks of a column that trees look at.</summary>
    public int PlaceOf(int column) => _places[column];

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

    /// <summary>Room for each column's thresholds; turns counts into where each part starts.</summary>
    private static double[][] Room(int[][] parts, int columns)
    {
        var room = new double[columns][];
        for (var c = 0; c < columns; c++)
        {
            var sum = 0;
            foreach (var part in parts) (part[c], sum) = (sum, checked(sum + part[c]));
            room[c] = sum == 0 ? [] : GC.AllocateUninitializedArray<double>(sum);
        }

        return room;
    }
}
