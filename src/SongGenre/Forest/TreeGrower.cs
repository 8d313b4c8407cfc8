using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <summary>Grows trees one after the other. Holds the working memory, so each thread needs one of its own.</summary>
internal sealed partial class TreeGrower<TImpurity>
    where TImpurity : struct, IImpurity
{
    // scikit-learn allows for as much where it compares an impurity decrease with the least that it accepts.
    private static readonly double RoundingError = Math.BitIncrement(1.0) - 1;

    // As a share of a node's weight: far above what sums of all rows lose, far below what a row adds.
    private const double RoundingErrors = 1e-12;

    private readonly GrowthPlan _plan;
    private readonly SplitSearch<TImpurity> _search;
    private readonly ColumnDraw _draw;
    private readonly ushort[] _draws;
    private readonly ulong[] _members;
    private readonly ulong[] _entries;
    private readonly ulong[] _moved;
    private readonly int[] _sides;
    private readonly Stack<Branch> _stack = [];
    private readonly Stack<int[]> _free = [];
    private readonly PriorityQueue<Branch, (double Decrease, int Order)> _queue = new();
    private readonly List<TreeNode> _nodes = [];
    private readonly List<double> _scores = [];
    private readonly List<int> _ranks = [];
    private readonly List<int> _leafStarts = [];
    private readonly List<ushort> _leafClasses = [];
    private readonly List<int> _leafCounts = [];
    private double _treeWeight;

    public TreeGrower(GrowthPlan plan)
        : this(plan, new ushort[plan.Rows], new ulong[plan.Rows], new ulong[plan.Rows], new ulong[plan.Rows])
    {
    }

    private TreeGrower(GrowthPlan plan, ushort[] draws, ulong[] members, ulong[] entries, ulong[] moved)
    {
        _plan = plan;
        _search = new(plan);
        _draw = new(plan);
        _draws = draws;
        _members = members;
        _entries = entries;
        _moved = moved;
        _sides = new int[2 * plan.PaddedClasses];
    }

    private Span<int> LeftCounts => _sides.AsSpan(0, _plan.PaddedClasses);

    private Span<int> RightCounts => _sides.AsSpan(_plan.PaddedClasses);

    /// <summary>Grows tree <paramref name="number"/>, which depends on the plan and on its number alone.</summary>
    /// <param name="number">The tree's number.</param>
    /// <param name="importances">One sum for each column, to which the tree's impurity decreases are added.</param>
    /// <param name="inBag">Gets a bit for each row that the tree sees; empty if nobody asks.</param>
    /// <param name="threads">Threads that may share the work.</param>
    /// <param name="cancel">Stops the growth.</param>
    /// <returns>The tree, and as one of ranks if nodes have the bits for it.</returns>
    public (DecisionTree Tree, RankedTree? Ranked) Grow(
        int number, Span<double> importances, Span<ulong> inBag, int threads, CancellationToken cancel)
    {
        var random = SplitMix64.Stream(_plan.Options.RandomState, number);
        var rows = DrawRows(ref random, inBag);
        var root = new Branch(0, 0, rows, 0, 0, random.Seed(), LeftCounts.ToArray(), Cut.None, 0);
        if (threads > 1 && CanShare(rows))
        {
            GrowShared(root, threads, cancel);
        }
        else
        {
            _firstMark = 0;
            Clear();
            AddNode();
            Add(root, root.Counts);
            GrowRest(cancel);
        }

        SetThresholds(cancel);
        var tree = new DecisionTree([.. _nodes], [.. _leafStarts], [.. _leafClasses], [.. _leafCounts], _plan.Tables.Weights);
        tree.AddDecreases(CollectionsMarshal.AsSpan(_scores), importances);
        cancel.ThrowIfCancellationRequested();
        var isRankable = _plan.Ranks?.HasRoom(_plan.Classes + (long)tree.Leaves) == true;
        return (tree, isRankable ? new(tree, _plan.Ranks!, _ranks, _plan.Classes) : null);
    }

    private void Clear()
    {
        _nodes.Clear();
        _scores.Clear();
        _leafStarts.Clear();
        _leafStarts.Add(0);
        _leafClasses.Clear();
        _leafCounts.Clear();
    }

    /// <summary>Splits the branches that wait, and those that come of them, until none is left.</summary>
    private void GrowRest(CancellationToken cancel)
    {
        var leavesLeft = (_plan.Options.MaxLeafNodes ?? int.MaxValue) - 1;
        while (Next(out var branch))
        {
            cancel.ThrowIfCancellationRequested();
            if (leavesLeft-- <= 0) MakeLeaf(branch.Node, branch.Counts);
            else Split(branch);
            _free.Push(branch.Counts);
        }
    }

    private int DrawRows(ref SplitMix64 random, Span<ulong> inBag)
    {
        CountDraws(ref random);
        // There is a label, a member and room for an entry for each row, and a count for each class.
        ref var draws = ref MemoryMarshal.GetArrayDataReference(_draws);
        ref var label = ref MemoryMarshal.GetArrayDataReference(_plan.Labels);
        ref var member = ref MemoryMarshal.GetArrayDataReference(_members);
        ref var entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref var counts = ref MemoryMarshal.GetArrayDataReference(_sides);
        Array.Clear(_sides);
        var drawn = 0;
        for (var row = 0; row < _draws.Length; row++)
        {
            int times = Unsafe.Add(ref draws, row);
            var entry = Entry.Of(row, Unsafe.Add(ref label, row), times);
            var isDrawn = times == 0 ? 0 : 1;
            // A row that wasn't drawn bears a mark that no node has, and is overwritten by the next one.
            Unsafe.Add(ref member, row) = Entry.WithMark(entry, isDrawn - 1);
            Unsafe.Add(ref entries, drawn) = entry;
            Unsafe.Add(ref counts, Entry.Class(entry)) += times;
            drawn += isDrawn;
            if (!inBag.IsEmpty) inBag[row >> 6] |= (ulong)isDrawn << row;
        }

        return drawn;
    }

    private void CountDraws(ref SplitMix64 random)
    {
        if (!_plan.Options.Bootstrap)
        {
            Array.Fill(_draws, (ushort)1);
            return;
        }

        Array.Clear(_draws);
        // What is drawn is below the number of rows.
        ref var draws = ref MemoryMarshal.GetArrayDataReference(_draws);
        var (next, rows) = (random, _draws.Length);
        for (var i = 0; i < _plan.Draws; i++) Unsafe.Add(ref draws, next.Next(rows))++;
        random = next;
    }

    private void Split(in Branch branch)
    {
        var left = _nodes.Count;
        AddNode();
        AddNode();
        var (less, more) = Divide(branch, left);
        Add(less, LeftCounts);
        Add(more, RightCounts);
    }

    /// <summary>Makes a branch an inner node; returns its children, whose counts are on both sides.</summary>
    private (Branch Left, Branch Right) Divide(in Branch branch, int left)
    {
        var column = _plan.Columns[branch.Cut.Column];
        var middle = Partition(column, branch);
        _nodes[branch.Node] = new(branch.Cut.Column, left, Codes(branch.Cut));
        var (leftMark, rightMark) = Mark(branch, middle, _firstMark + left);
        var child = branch with
        {
            Node = left,
            End = middle,
            Depth = branch.Depth + 1,
            Mark = leftMark,
            Seed = SplitMix64.Child(branch.Seed, isRight: false),
        };
        var right = child with
        {
            Node = left + 1,
            Start = middle,
            End = branch.End,
            Mark = rightMark,
            Seed = SplitMix64.Child(branch.Seed, isRight: true),
        };
        return (child, right);
    }

    private void AddNode()
    {
        _nodes.Add(default);
        _scores.Add(0);
    }

    /// <summary>Makes a node of rows: a leaf, or a branch that waits to be split.</summary>
    private void Add(in Branch node, ReadOnlySpan<int> counts)
    {
        var options = _plan.Options;
        var rows = node.End - node.Start;
        var totals = _plan.Tables.Totals<TImpurity>(counts, rows);
        var score = TImpurity.Score(totals.Sum, totals.Weight);
        _scores[node.Node] = score;
        if (node.Depth == 0) _treeWeight = totals.Weight;
        if (node.Depth >= (options.MaxDepth ?? int.MaxValue) || rows < options.MinSamplesSplit
            || rows < 2L * options.MinSamplesLeaf || IsPure(counts))
        {
            MakeLeaf(node.Node, counts);
            return;
        }

        var cut = BestCut(new(_entries.AsSpan(node.Start, rows), _members, node.Mark, counts, totals), node.Seed);
        var decrease = cut.Score - score;
        if (cut.Column < 0 || (decrease / _treeWeight) + RoundingError < options.MinImpurityDecrease)
        {
            MakeLeaf(node.Node, counts);
            return;
        }

        if (!_free.TryPop(out var kept)) kept = new int[counts.Length];
        counts.CopyTo(kept);
        var branch = node with { Counts = kept, Cut = cut, Decrease = Math.Max(decrease, 0) };
        if (options.MaxLeafNodes is null) _stack.Push(branch);
        else _queue.Enqueue(branch, (-branch.Decrease, branch.Node));
    }

    private bool Next(out Branch branch) => _plan.Options.MaxLeafNodes is null
        ? _stack.TryPop(out branch)
        : _queue.TryDequeue(out branch, out _);

    /// <summary>
    /// Looks at random columns until enough were seen and one of them can be cut, or no cut can be better, or none is left.
    /// </summary>
    private Cut BestCut(in NodeRows node, ulong seed)
    {
        var best = Cut.None;
        if (_plan.Terms is { } terms && terms.IsFaster(node.Entries.Length)) _draw.Begin(seed, terms, node.Entries);
        else _draw.Begin(seed);
        var perfect = _plan.Tables.IsLopsided
            ? double.PositiveInfinity
            : TImpurity.Perfect(node.Totals.Weight) - (RoundingErrors * node.Totals.Weight);
        var codes = _plan.CodeRows;
        var varying = CodeRows.Varying(codes, node.Entries);
        _search.StartNode();
        while (varying != 0 && best.Score < perfect
            && _draw.Next(best.Column < 0 ? _plan.Columns.Length : _plan.ColumnsPerSplit, out var column))
        {
            if (!CodeRows.Varies(codes, varying, column)) continue;
            if (_plan.Options.Splitter == Splitter.Best) _search.Improve(column, node, ref best);
            else _search.ImproveAt(_draw.Share(), column, node, ref best);
        }

        _draw.End();
        if (_plan.Options.Splitter == Splitter.Best) _search.Refine(node, ref best);
        return best;
    }

    private static bool IsPure(ReadOnlySpan<int> counts)
    {
        var classes = 0;
        for (var c = 0; c < counts.Length; c += Vector512<int>.Count)
            classes += BitOperations.PopCount(Held(counts[c..]));
        return classes <= 1;
    }

    /// <summary>A bit for each of the next classes that has rows.</summary>
    private static ulong Held(ReadOnlySpan<int> counts) =>
        Vector512.GreaterThan(Vector512.Create(counts), Vector512<int>.Zero).ExtractMostSignificantBits();

    private void MakeLeaf(int node, ReadOnlySpan<int> counts)
    {
        // Most leaves of a deep tree hold one class of all.
        for (var first = 0; first < counts.Length; first += Vector512<int>.Count)
        {
            for (var held = Held(counts[first..]); held != 0; held &= held - 1)
            {
                var c = first + BitOperations.TrailingZeroCount(held);
                _leafClasses.Add((ushort)c);
                _leafCounts.Add(counts[c]);
            }
        }

        var classes = CollectionsMarshal.AsSpan(_leafClasses)[_leafStarts[^1]..];
        _nodes[node] = TreeNode.Leaf(_leafStarts.Count - 1, classes);
        _leafStarts.Add(_leafClasses.Count);
    }
}
