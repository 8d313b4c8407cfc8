namespace SongGenre.Forest;

/// <summary>Grows trees one after the other. Holds the working memory, so each thread needs one of its own.</summary>
internal sealed partial class TreeGrower<TImpurity>
    where TImpurity : struct, IImpurity
{
    // scikit-learn allows for as much where it compares an impurity decrease with the least that it accepts.
    private static readonly double RoundingError = Math.BitIncrement(1.0) - 1;

    private readonly GrowthPlan _plan;
    private readonly SplitSearch<TImpurity> _search;
    private readonly ushort[] _draws;
    private readonly ulong[] _entries;
    private readonly ulong[] _moved;
    private readonly int[] _columns;
    private readonly int[] _counts;
    private readonly int _columnsPerSplit;
    private readonly Stack<Branch> _stack = [];
    private readonly PriorityQueue<Branch, (double Decrease, int Order)> _queue = new();
    private readonly List<TreeNode> _nodes = [];
    private readonly List<int> _leafStarts = [];
    private readonly List<ushort> _leafClasses = [];
    private readonly List<double> _leafShares = [];
    private SplitMix64 _random;
    private double _treeWeight;

    public TreeGrower(GrowthPlan plan)
    {
        _plan = plan;
        _search = new(plan.Tables, plan.Rows, plan.Options.MinSamplesLeaf);
        _draws = new ushort[plan.Rows];
        _entries = new ulong[plan.Rows];
        _moved = new ulong[plan.Rows];
        _columns = new int[plan.Columns.Length];
        _counts = new int[plan.Classes];
        _columnsPerSplit = plan.Options.MaxFeatures.Of(plan.Columns.Length);
    }

    /// <summary>Grows tree <paramref name="number"/>, which depends on the plan and on its number alone.</summary>
    /// <param name="number">The tree's number.</param>
    /// <param name="importances">One sum for each column, to which the tree's impurity decreases are added.</param>
    /// <param name="inBag">Gets a bit for each row that the tree sees; empty if nobody asks.</param>
    /// <param name="cancel">Stops the growth.</param>
    public DecisionTree Grow(int number, Span<double> importances, Span<ulong> inBag, CancellationToken cancel)
    {
        _random = SplitMix64.Stream(_plan.Options.RandomState, number);
        for (var c = 0; c < _columns.Length; c++) _columns[c] = c;
        _nodes.Clear();
        _leafStarts.Clear();
        _leafStarts.Add(0);
        _leafClasses.Clear();
        _leafShares.Clear();

        var rows = DrawRows(inBag);
        _nodes.Add(default);
        Add(0, 0, rows, 0);
        var leavesLeft = (_plan.Options.MaxLeafNodes ?? int.MaxValue) - 1;
        while (Next(out var branch))
        {
            cancel.ThrowIfCancellationRequested();
            if (leavesLeft-- <= 0)
            {
                Count(branch.Start, branch.End);
                MakeLeaf(branch.Node);
                continue;
            }

            importances[branch.Cut.Column] += branch.Decrease;
            var column = _plan.Columns[branch.Cut.Column];
            var middle = Partition(column, branch);
            var left = _nodes.Count;
            _nodes.Add(default);
            _nodes.Add(default);
            _nodes[branch.Node] = new(branch.Cut.Column, left, Threshold(column, branch.Cut));
            Add(left, branch.Start, middle, branch.Depth + 1);
            Add(left + 1, middle, branch.End, branch.Depth + 1);
        }

        return new([.. _nodes], [.. _leafStarts], [.. _leafClasses], [.. _leafShares]);
    }

    private int DrawRows(Span<ulong> inBag)
    {
        var rows = _plan.Rows;
        if (_plan.Options.Bootstrap)
        {
            Array.Clear(_draws);
            for (var i = 0; i < _plan.Draws; i++) _draws[_random.Next(rows)]++;
        }
        else
        {
            Array.Fill(_draws, (ushort)1);
        }

        var drawn = 0;
        for (var row = 0; row < rows; row++)
        {
            if (_draws[row] == 0) continue;
            _entries[drawn++] = Entry.Of(row, _plan.Labels[row], _draws[row]);
            if (!inBag.IsEmpty) inBag[row >> 6] |= 1UL << row;
        }

        return drawn;
    }

    /// <summary>Makes a node of rows: a leaf, or a branch that waits to be split.</summary>
    private void Add(int node, int start, int end, int depth)
    {
        var options = _plan.Options;
        var totals = Count(start, end);
        if (node == 0) _treeWeight = totals.Weight;
        var rows = end - start;
        if (depth >= (options.MaxDepth ?? int.MaxValue) || rows < options.MinSamplesSplit
            || rows < 2L * options.MinSamplesLeaf || IsPure())
        {
            MakeLeaf(node);
            return;
        }

        var cut = BestCut(_entries.AsSpan(start, rows), totals);
        var decrease = cut.Score - TImpurity.Score(totals.Sum, totals.Weight);
        if (cut.Column < 0 || (decrease / _treeWeight) + RoundingError < options.MinImpurityDecrease)
        {
            MakeLeaf(node);
            return;
        }

        var branch = new Branch(node, start, end, depth, cut, Math.Max(decrease, 0));
        if (options.MaxLeafNodes is null) _stack.Push(branch);
        else _queue.Enqueue(branch, (-branch.Decrease, node));
    }

    private bool Next(out Branch branch) => _plan.Options.MaxLeafNodes is null
        ? _stack.TryPop(out branch)
        : _queue.TryDequeue(out branch, out _);

    /// <summary>Looks at random columns until enough were seen and one of them can be cut, or none is left.</summary>
    private Cut BestCut(ReadOnlySpan<ulong> entries, in NodeTotals totals)
    {
        var best = Cut.None;
        for (var seen = 0; seen < _columns.Length && (seen < _columnsPerSplit || best.Column < 0); seen++)
        {
            var pick = seen + _random.Next(_columns.Length - seen);
            var number = _columns[pick];
            _columns[pick] = _columns[seen];
            _columns[seen] = number;
            _search.Improve(_plan.Columns[number], number, entries, _counts, totals, ref best);
        }

        return best;
    }

    private NodeTotals Count(int start, int end)
    {
        Array.Clear(_counts);
        foreach (var entry in _entries.AsSpan(start, end - start)) _counts[Entry.Class(entry)] += Entry.Draws(entry);
        double weight = 0, sum = 0;
        for (var c = 0; c < _counts.Length; c++)
        {
            weight += _plan.Tables.Weights[c] * _counts[c];
            sum += TImpurity.Growth(_plan.Tables, c, 0, _counts[c]);
        }

        return new(end - start, weight, sum);
    }

    private bool IsPure()
    {
        var present = 0;
        foreach (var count in _counts) present += count == 0 ? 0 : 1;
        return present == 1;
    }

    private void MakeLeaf(int node)
    {
        _nodes[node] = TreeNode.Leaf(_leafStarts.Count - 1);
        var weight = 0.0;
        for (var c = 0; c < _counts.Length; c++) weight += _plan.Tables.Weights[c] * _counts[c];
        for (var c = 0; c < _counts.Length; c++)
        {
            if (_counts[c] == 0) continue;
            _leafClasses.Add((ushort)c);
            _leafShares.Add(_plan.Tables.Weights[c] * _counts[c] / weight);
        }

        _leafStarts.Add(_leafClasses.Count);
    }
}
