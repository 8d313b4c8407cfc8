using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <content>Shallower trees.</content>
internal sealed partial class DecisionTree
{
    /// <summary>
    /// The tree as it is when grown to a depth: the same nodes in the same order as the grower numbers them, and inner
    /// nodes at that depth are leaves.
    /// </summary>
    /// <param name="maxDepth">The depth; null for the whole tree.</param>
    /// <param name="tables">The tables that it was grown by.</param>
    /// <param name="importances">One sum for each column, to which the decreases of the splits that stay are added.</param>
    public DecisionTree Prune<TImpurity>(int? maxDepth, ClassTables tables, Span<double> importances)
        where TImpurity : struct, IImpurity
    {
        var classes = new NodeClasses(this, tables.Weights.Length);
        var whole = new double[Nodes.Length];
        for (var n = 0; n < Nodes.Length; n++) whole[n] = classes.Score<TImpurity>(tables, n);
        if (maxDepth is not { } deepest)
        {
            AddDecreases(whole, importances);
            return this;
        }

        List<TreeNode> nodes = [];
        List<double> scores = [];
        List<int> leafStarts = [0], counts = [];
        List<ushort> leafClasses = [];
        Stack<(int Old, int New, int Depth)> branches = [];
        Add(0, 0);
        while (branches.TryPop(out var branch))
        {
            var (column, left, threshold) = Nodes[branch.Old];
            nodes[branch.New] = new(column, nodes.Count, threshold);
            Add(left, branch.Depth + 1);
            Add(left + 1, branch.Depth + 1);
        }

        var pruned = new DecisionTree([.. nodes], [.. leafStarts], [.. leafClasses], [.. counts], tables.Weights);
        pruned.AddDecreases(scores.ToArray(), importances);
        return pruned;

        void Add(int old, int depth)
        {
            scores.Add(whole[old]);
            if (depth < deepest && Nodes[old].Column >= 0)
            {
                branches.Push((old, nodes.Count, depth));
                nodes.Add(default);
                return;
            }

            classes.CopyTo(leafClasses, counts, old);
            var held = CollectionsMarshal.AsSpan(leafClasses)[leafStarts[^1]..];
            nodes.Add(TreeNode.Leaf(leafStarts.Count - 1, held));
            leafStarts.Add(leafClasses.Count);
        }
    }
}
