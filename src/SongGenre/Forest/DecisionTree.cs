namespace SongGenre.Forest;

/// <summary>
/// One tree. Node 0 is the root; children follow their parents, the right one beside the left. A leaf names only the
/// classes that it holds.
/// </summary>
internal sealed class DecisionTree(TreeNode[] nodes, int[] leafStarts, ushort[] classes, double[] shares)
{
    public TreeNode[] Nodes { get; } = nodes;

    /// <summary>Where each leaf's classes start in <see cref="Classes"/>; one more at the end.</summary>
    public int[] LeafStarts { get; } = leafStarts;

    /// <summary>The classes of all leaves, ascending in each.</summary>
    public ushort[] Classes { get; } = classes;

    /// <summary>The share that each of <see cref="Classes"/> has of its leaf's weight.</summary>
    public double[] Shares { get; } = shares;

    public int Leaves => LeafStarts.Length - 1;

    /// <summary>The leaf of a row given as one value for each column.</summary>
    public int LeafOf(ReadOnlySpan<double> row)
    {
        var nodes = Nodes;
        var node = nodes[0];
        while (node.Column >= 0) node = nodes[node.Left + (row[node.Column] <= node.Threshold ? 0 : 1)];
        return node.Left;
    }

    /// <summary>Adds a leaf's shares to a row of sums, one for each class.</summary>
    public void AddLeaf(int leaf, Span<double> sums)
    {
        for (var i = LeafStarts[leaf]; i < LeafStarts[leaf + 1]; i++) sums[Classes[i]] += Shares[i];
    }
}

/// <summary>A node: rows whose value in a column is at most the threshold go left.</summary>
/// <param name="Column">The column; −1 in a leaf.</param>
/// <param name="Left">The left child's node; in a leaf, the leaf's number.</param>
/// <param name="Threshold">The threshold; 0 in a leaf.</param>
internal readonly record struct TreeNode(int Column, int Left, double Threshold)
{
    public static TreeNode Leaf(int number) => new(-1, number, 0);
}
