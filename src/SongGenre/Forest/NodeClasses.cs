namespace SongGenre.Forest;

/// <summary>The classes that each node of a tree holds, and how often rows of each were drawn.</summary>
internal sealed class NodeClasses
{
    private readonly DecisionTree _tree;
    private readonly List<ushort> _classes = [];
    private readonly List<int> _counts = [];
    private readonly (int Start, int End)[] _ranges;
    private readonly int[] _dense;

    /// <param name="tree">The tree.</param>
    /// <param name="classes">Classes of the forest.</param>
    public NodeClasses(DecisionTree tree, int classes)
    {
        _tree = tree;
        _dense = new int[Math.Max(classes, ClassTables.Lanes)];
        _ranges = new (int, int)[tree.Nodes.Length];
        // Children follow their parents.
        for (var n = tree.Nodes.Length - 1; n >= 0; n--)
        {
            var start = _classes.Count;
            if (tree.Nodes[n].Column < 0) AddLeaf(tree.Nodes[n].Left);
            else Merge(_ranges[tree.Nodes[n].Left], _ranges[tree.Nodes[n].Left + 1]);
            _ranges[n] = (start, _classes.Count);
        }
    }

    /// <summary>A node's score; the same bit for bit as when it was grown.</summary>
    public double Score<TImpurity>(ClassTables tables, int node)
        where TImpurity : struct, IImpurity
    {
        var (start, end) = _ranges[node];
        for (var i = start; i < end; i++) _dense[_classes[i]] = _counts[i];
        var totals = tables.Totals<TImpurity>(_dense, rows: 0);
        for (var i = start; i < end; i++) _dense[_classes[i]] = 0;
        return TImpurity.Score(totals.Sum, totals.Weight);
    }

    /// <summary>Appends a node's classes and counts to those of a tree's leaves.</summary>
    public void CopyTo(List<ushort> classes, List<int> counts, int node)
    {
        for (var i = _ranges[node].Start; i < _ranges[node].End; i++)
        {
            classes.Add(_classes[i]);
            counts.Add(_counts[i]);
        }
    }

    private void AddLeaf(int leaf)
    {
        for (var i = _tree.LeafStarts[leaf]; i < _tree.LeafStarts[leaf + 1]; i++)
        {
            _classes.Add(_tree.Classes[i]);
            _counts.Add(_tree.Counts[i]);
        }
    }

    private void Merge((int Start, int End) left, (int Start, int End) right)
    {
        var (l, r) = (left.Start, right.Start);
        while (l < left.End || r < right.End)
        {
            var takesLeft = l < left.End && (r == right.End || _classes[l] <= _classes[r]);
            var takesRight = r < right.End && (l == left.End || _classes[r] <= _classes[l]);
            _classes.Add(_classes[takesLeft ? l : r]);
            _counts.Add((takesLeft ? _counts[l] : 0) + (takesRight ? _counts[r] : 0));
            if (takesLeft) l++;
            if (takesRight) r++;
        }
    }
}
