namespace SongGenre.Forest;

/// <summary>
/// One tree. Node 0 is the root; children follow their parents, the right one beside the left. A leaf names only the
/// classes that it holds.
/// </summary>
internal sealed partial class DecisionTree
{
    private readonly double[] _shares;

    /// <param name="nodes">The nodes.</param>
    /// <param name="leafStarts">Where each leaf's classes start; one more at the end.</param>
    /// <param name="classes">The classes of all leaves, ascending in each.</param>
    /// <param name="counts">How often rows of each of these were drawn.</param>
    /// <param name="weights">The weight of a row of each class.</param>
    public DecisionTree(TreeNode[] nodes, int[] leafStarts, ushort[] classes, int[] counts, double[] weights)
    {
        Nodes = nodes;
        LeafStarts = leafStarts;
        Classes = classes;
        Counts = counts;
        _shares = new double[counts.Length];
        for (var leaf = 0; leaf < Leaves; leaf++)
        {
            var whole = 0.0;
            for (var i = leafStarts[leaf]; i < leafStarts[leaf + 1]; i++) whole += _shares[i] = weights[classes[i]] * counts[i];
            for (var i = leafStarts[leaf]; i < leafStarts[leaf + 1]; i++) _shares[i] /= whole;
        }
    }

    public TreeNode[] Nodes { get; }

    public int[] LeafStarts { get; }

    public ushort[] Classes { get; }

    public int[] Counts { get; }

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
        for (var i = LeafStarts[leaf]; i < LeafStarts[leaf + 1]; i++) sums[Classes[i]] += _shares[i];
    }

    /// <summary>Adds to each column's sum what its splits gain.</summary>
    /// <param name="scores">The score of each node; see <see cref="IImpurity"/>.</param>
    /// <param name="importances">One sum for each column.</param>
    public void AddDecreases(ReadOnlySpan<double> scores, Span<double> importances)
    {
        for (var n = 0; n < Nodes.Length; n++)
        {
            var (column, left, _) = Nodes[n];
            if (column >= 0) importances[column] += Math.Max(scores[left] + scores[left + 1] - scores[n], 0);
        }
    }
}

/// <summary>A node: rows whose value in a column is at most the threshold go left.</summary>
/// <param name="Column">The column; −1 in a leaf.</param>
/// <param name="Left">The left child's node; in a leaf, the leaf's number.</param>
/// <param name="Threshold">The threshold; in a leaf of one class its number plus 1, in other leaves 0.</param>
internal readonly record struct TreeNode(int Column, int Left, double Threshold)
{
    /// <summary>The class of a leaf that holds no other; else null.</summary>
    public int? OnlyClass => Threshold > 0 ? (int)Threshold - 1 : null;

    /// <summary>A leaf; few of a deep tree have more than one class to look up.</summary>
    public static TreeNode Leaf(int number, ReadOnlySpan<ushort> classes) =>
        new(-1, number, classes.Length == 1 ? classes[0] + 1 : 0);
}
