namespace SongGenre.Forest;

/// <summary>
/// A tree for walking rows of ranks, 8 bytes a node. The upper half is the left child; the lower half is the complement
/// of the threshold's rank and, below it, where a group of rows has the column's ranks. With a row's rank added to it,
/// the lower half overflows, into the number of the right child, exactly if the row goes right. A leaf is its own child
/// and looks at zeros; where others have a rank, it has what it holds.
/// </summary>
internal sealed class RankedTree
{
    // Dense leaves of more would overflow the cache beside the nodes.
    private const int MostDenseLeaves = 4096;

    /// <param name="tree">The tree.</param>
    /// <param name="layout">Where columns are; has room for all ranks and leaves.</param>
    /// <param name="ranks">The ranks of the thresholds of those nodes that aren't leaves.</param>
    /// <param name="classes">Classes of the forest.</param>
    public RankedTree(DecisionTree tree, RankLayout layout, List<int> ranks, int classes)
    {
        Tree = tree;
        Nodes = GC.AllocateUninitializedArray<ulong>(tree.Nodes.Length);
        var isDense = classes <= RankedBlock.Lanes && tree.Leaves <= MostDenseLeaves
            && tree.Classes.Length > tree.Leaves + (tree.Leaves / 2);
        var depths = new int[Nodes.Length];
        var next = 0;
        for (var n = 0; n < Nodes.Length; n++)
        {
            var (column, left, _) = tree.Nodes[n];
            if (column < 0)
            {
                var content = isDense ? left : tree.Nodes[n].OnlyClass ?? classes + left;
                Nodes[n] = ((ulong)n << 32) | ((uint)content << layout.PlaceBits);
                continue;
            }

            var rank = (uint)ranks[next++];
            Nodes[n] = ((ulong)left << 32) | (~rank << layout.PlaceBits) | (uint)layout.PlaceOf(column);
            Depth = Math.Max(Depth, depths[left] = depths[left + 1] = depths[n] + 1);
        }

        if (!isDense) return;
        Shares = new double[tree.Leaves * RankedBlock.Lanes];
        for (var leaf = 0; leaf < tree.Leaves; leaf++)
            tree.AddLeaf(leaf, Shares.AsSpan(leaf * RankedBlock.Lanes, classes));
    }

    public DecisionTree Tree { get; }

    public ulong[] Nodes { get; }

    /// <summary>Steps to the deepest leaf.</summary>
    public int Depth { get; }

    /// <summary>
    /// The shares of all classes, <see cref="RankedBlock.Lanes"/> for each leaf; then leaves hold their number. Null
    /// where most leaves have one class, or classes are more; then a leaf holds its only class or, from the number of
    /// classes on, its number.
    /// </summary>
    public double[]? Shares { get; }
}
