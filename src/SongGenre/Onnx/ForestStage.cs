using SongGenre.Forest;

namespace SongGenre.Onnx;

/// <summary>
/// The forest as a <c>TreeEnsembleClassifier</c> whose thresholds and class shares are doubles. The runtime sums the
/// shares as they are and takes the genre of the greatest sum, the first of equals; the sums are divided by the number
/// of trees afterwards, so that they are rounded no more often than in <see cref="RandomForest"/>.
/// </summary>
internal static class ForestStage
{
    // With one or two classes ONNX Runtime decides by the sign of one score, as gradient boosting wants it.
    private const int FewestClasses = 3;

    /// <summary>Adds the stage.</summary>
    /// <returns>The most probable genre, <c>rows</c>, and the probabilities of all, <c>rows × genres</c> floats.</returns>
    public static (string Label, string Probabilities) Add(
        OnnxGraph graph, RandomForest forest, IReadOnlyList<string> genres, string features)
    {
        var nodes = forest.DecisionTrees.Sum(tree => (long)tree.Nodes.Length);
        var shares = Leaves(forest).LongCount();
        var (label, sums) = (graph.Unique("label"), graph.Unique("sums"));
        string[] nobody = [.. Enumerable.Repeat("", Math.Max(FewestClasses - genres.Count, 0))];
        graph.Add(OnnxFile.Learning, "TreeEnsembleClassifier", [features], [label, sums],
            OnnxAttribute.Of("classlabels_strings", [.. genres, .. nobody]),
            OnnxAttribute.Of("nodes_treeids", Nodes(forest, (tree, _, _) => tree)),
            OnnxAttribute.Of("nodes_nodeids", Nodes(forest, (_, number, _) => number)),
            OnnxAttribute.Of("nodes_featureids", Nodes(forest, (_, _, node) => IsLeaf(node) ? 0L : node.Column)),
            OnnxAttribute.Of("nodes_modes", Nodes(forest, (_, _, node) => IsLeaf(node) ? "LEAF" : "BRANCH_LEQ")),
            OnnxAttribute.Of("nodes_values_as_tensor",
                OnnxTensor.Of(Nodes(forest, (_, _, node) => IsLeaf(node) ? 0 : node.Threshold), nodes)),
            OnnxAttribute.Of("nodes_truenodeids", Nodes(forest, (_, _, node) => IsLeaf(node) ? 0L : node.Left)),
            OnnxAttribute.Of("nodes_falsenodeids", Nodes(forest, (_, _, node) => IsLeaf(node) ? 0L : node.Left + 1)),
            OnnxAttribute.Of("class_treeids", Leaves(forest).Select(leaf => leaf.Tree)),
            OnnxAttribute.Of("class_nodeids", Leaves(forest).Select(leaf => leaf.Node)),
            OnnxAttribute.Of("class_ids", Leaves(forest).Select(leaf => leaf.Class)),
            OnnxAttribute.Of("class_weights_as_tensor",
                OnnxTensor.Of(Leaves(forest).Select(leaf => leaf.Share), shares)),
            OnnxAttribute.Of("post_transform", "NONE"));
        var trees = graph.Constant(OnnxTensor.Of((float)forest.Trees));
        if (nobody.Length > 0)
        {
            string[] span = [graph.Constant(OnnxTensor.Of([0L])), graph.Constant(OnnxTensor.Of([(long)genres.Count]))];
            sums = graph.Add("Slice", [sums, .. span, graph.Constant(OnnxTensor.Of([1L]))]);
        }

        return (label, graph.Add("Div", [sums, trees]));
    }

    private static bool IsLeaf(TreeNode node) => node.Column < 0;

    private static IEnumerable<T> Nodes<T>(RandomForest forest, Func<long, long, TreeNode, T> value)
    {
        for (var tree = 0; tree < forest.DecisionTrees.Count; tree++)
        {
            var nodes = forest.DecisionTrees[tree].Nodes;
            for (var number = 0; number < nodes.Length; number++) yield return value(tree, number, nodes[number]);
        }
    }

    /// <summary>The shares that leaves have of classes.</summary>
    private static IEnumerable<(long Tree, long Node, long Class, double Share)> Leaves(RandomForest forest)
    {
        var shares = new double[forest.Classes];
        for (var tree = 0; tree < forest.DecisionTrees.Count; tree++)
        {
            var nodes = forest.DecisionTrees[tree].Nodes;
            for (var node = 0; node < nodes.Length; node++)
            {
                if (!IsLeaf(nodes[node])) continue;
                Array.Clear(shares);
                forest.DecisionTrees[tree].AddLeaf(nodes[node].Left, shares);
                for (var c = 0; c < shares.Length; c++)
                {
                    if (shares[c] > 0) yield return (tree, node, c, shares[c]);
                }
            }
        }
    }
}
