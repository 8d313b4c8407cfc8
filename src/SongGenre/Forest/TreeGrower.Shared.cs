namespace SongGenre.Forest;

/// <content>
/// One tree grown by several threads: nodes of many rows level by level, each of the subtrees below them by one thread.
/// Nodes depend on their seed and rows alone, so it is the same tree once all are numbered as one thread numbers them.
/// </content>
internal sealed partial class TreeGrower<TImpurity>
{
    // Below that it takes longer to hand a node over than to grow it.
    private const int FewestRows = 2048;

    // Subtrees differ in size: several for each thread let all end at about the same time.
    private const int SubtreesPerThread = 8;

    private readonly List<TreeGrower<TImpurity>> _helpers = [];
    private int _firstMark;

    /// <summary>Whether a tree of so many rows is worth sharing.</summary>
    private static bool CanShare(int rows) => rows >= 2 * FewestRows;

    private void GrowShared(in Branch root, int threads, CancellationToken cancel)
    {
        while (_helpers.Count < threads - 1) _helpers.Add(new(_plan, _draws, _members, _entries, _moved));
        var fewest = Math.Max(FewestRows, root.End / (threads * SubtreesPerThread));
        var tree = new Subtree(root);
        List<Subtree> large = [tree], small = [];
        for (var halved = 0; large.Count > 0;)
        {
            var first = halved;
            Share(large, (grower, i) => grower.Halve(large[i], first + i));
            halved += large.Count;
            var children = large.SelectMany(parent => parent.Children).ToLookup(child => child.Rows >= fewest);
            large = [.. children[true]];
            small.AddRange(children[false]);
        }

        small.Sort((a, b) => b.Rows.CompareTo(a.Rows));
        Share(small, (grower, i) => grower.GrowWhole(small[i], cancel));
        Assemble(tree, cancel);

        void Share(List<Subtree> pieces, Action<TreeGrower<TImpurity>, int> work)
        {
            var taken = -1;
            Workers.Run(pieces.Count, threads, () => Member(Interlocked.Increment(ref taken)), work, cancel);
        }
    }

    private TreeGrower<TImpurity> Member(int number)
    {
        if (number == 0) return this;
        _helpers[number - 1]._treeWeight = _treeWeight;
        return _helpers[number - 1];
    }

    /// <summary>Splits a node and leaves its children to others.</summary>
    private void Halve(Subtree tree, int number)
    {
        // Marks of children 1 and 2 that no other node has: those in whole subtrees are above 0, and none is −1.
        _firstMark = -4 - (2 * number);
        Begin(tree);
        if (_stack.TryPop(out var branch))
        {
            var (left, right) = Divide(branch, 1);
            tree.Children =
            [
                new(left with { Counts = LeftCounts.ToArray() }), new(right with { Counts = RightCounts.ToArray() }),
            ];
            _free.Push(branch.Counts);
        }

        tree.Keep(this);
    }

    private void GrowWhole(Subtree tree, CancellationToken cancel)
    {
        // A node of so many rows has fewer than twice as many below it.
        _firstMark = 2 * tree.Root.Start;
        Begin(tree);
        GrowRest(cancel);
        tree.Keep(this);
    }

    private void Begin(Subtree tree)
    {
        Clear();
        AddNode();
        Add(tree.Root with { Node = 0 }, tree.Root.Counts);
    }

    /// <summary>Appends all nodes in the order in which they are made where the latest branch is always the next.</summary>
    private void Assemble(Subtree tree, CancellationToken cancel)
    {
        Clear();
        AddNode();
        Stack<(Subtree Tree, int Node)> open = [];
        Place(tree, 0);
        while (open.TryPop(out var next))
        {
            cancel.ThrowIfCancellationRequested();
            var (nodes, shift) = (next.Tree.Nodes, _nodes.Count - 1);
            var (column, left, threshold) = nodes[0];
            _nodes[next.Node] = new(column, left + shift, threshold);
            if (next.Tree.Children is [var less, var more])
            {
                AddNode();
                AddNode();
                Place(less, shift + 1);
                Place(more, shift + 2);
                continue;
            }

            var leaves = _leafStarts.Count - 1;
            foreach (var node in nodes.AsSpan(1))
                _nodes.Add(node with { Left = node.Left + (node.Column < 0 ? leaves : shift) });
            _scores.AddRange(next.Tree.Scores.AsSpan(1));
            AddLeaves(next.Tree);
        }

        void Place(Subtree placed, int node)
        {
            _scores[node] = placed.Scores[0];
            if (placed.Nodes[0].Column >= 0)
            {
                open.Push((placed, node));
                return;
            }

            _nodes[node] = placed.Nodes[0] with { Left = _leafStarts.Count - 1 };
            AddLeaves(placed);
        }
    }

    private void AddLeaves(Subtree tree)
    {
        var first = _leafClasses.Count;
        foreach (var start in tree.LeafStarts.AsSpan(1)) _leafStarts.Add(first + start);
        _leafClasses.AddRange(tree.LeafClasses);
        _leafCounts.AddRange(tree.LeafCounts);
    }

    /// <summary>A node and those below it that the same thread made, numbered from 0.</summary>
    private sealed class Subtree(Branch root)
    {
        /// <summary>The node with its classes' counts; its number and its cut aren't known yet.</summary>
        public Branch Root { get; } = root;

        public int Rows => Root.End - Root.Start;

        /// <summary>The children if others grow them; else none.</summary>
        public Subtree[] Children { get; set; } = [];

        public TreeNode[] Nodes { get; private set; } = [];

        public double[] Scores { get; private set; } = [];

        public int[] LeafStarts { get; private set; } = [];

        public ushort[] LeafClasses { get; private set; } = [];

        public int[] LeafCounts { get; private set; } = [];

        public void Keep(TreeGrower<TImpurity> grower)
        {
            Nodes = [.. grower._nodes];
            Scores = [.. grower._scores];
            LeafStarts = [.. grower._leafStarts];
            LeafClasses = [.. grower._leafClasses];
            LeafCounts = [.. grower._leafCounts];
        }
    }
}
