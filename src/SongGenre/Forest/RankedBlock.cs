using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <summary>Some rows of a matrix as ranks, with their sums over trees. Each thread needs one of its own.</summary>
internal sealed class RankedBlock
{
    /// <summary>Sums of a row where classes are no more: two wide registers.</summary>
    public const int Lanes = 16;

    // After as many steps it is asked whether all rows of a group are in leaves.
    private const int Stride = 4;

    private readonly RankLayout _layout;
    private readonly int _classes;
    private readonly int _rows;
    private readonly uint[] _ranks;
    private readonly ulong[] _leaves;
    private readonly double[] _sums;
    private readonly int[] _next;
    private readonly List<(int Cell, uint Zero)> _listed = [];
    private int _start;
    private int _count;

    public RankedBlock(RankLayout layout, int rows, int classes)
    {
        _layout = layout;
        _classes = classes;
        _rows = rows;
        var groups = (rows + RankLayout.GroupRows - 1) / RankLayout.GroupRows;
        _ranks = new uint[groups * layout.GroupSize];
        _leaves = new ulong[groups * RankLayout.GroupRows];
        // One row more, for what isn't to be added.
        _sums = classes <= Lanes ? new double[(rows + 1) * Lanes] : [];
        _next = new int[layout.Columns.Length];
        foreach (var c in layout.Columns)
        {
            var zero = (uint)layout.ThresholdsOf(c).Rank(0) << layout.PlaceBits;
            _ranks.AsSpan(layout.PlaceOf(c), RankLayout.GroupRows).Fill(zero);
        }

        for (var group = 1; group < groups; group++)
            _ranks.AsSpan(0, layout.GroupSize).CopyTo(_ranks.AsSpan(group * layout.GroupSize));
    }

    /// <summary>What a row takes up.</summary>
    public static int BytesPerRow(RankLayout layout) =>
        (layout.GroupSize / RankLayout.GroupRows * sizeof(uint)) + (Lanes * sizeof(double));

    /// <summary>
    /// Takes as many rows as there is room for. All calls are about the same matrix, each about later rows than the one
    /// before.
    /// </summary>
    /// <param name="x">The matrix.</param>
    /// <param name="start">The first row.</param>
    /// <param name="sums">What has been summed so far, all rows × classes.</param>
    public void Fill(ColumnMatrix x, int start, ReadOnlySpan<double> sums)
    {
        _start = start;
        _count = Math.Min(_rows, x.Rows - start);
        foreach (var (cell, zero) in _listed) _ranks[cell] = zero;
        _listed.Clear();
        for (var i = 0; i < _next.Length; i++)
        {
            var c = _layout.Columns[i];
            if (x.Columns[c].Indices is { } indices) Fill(x.Columns[c].Values, indices, c, ref _next[i]);
            else Fill(x.Columns[c].Values.AsSpan(start, _count), c);
        }

        for (var row = 0; row < _count && _sums.Length > 0; row++)
            sums.Slice((start + row) * _classes, _classes).CopyTo(_sums.AsSpan(row * Lanes));
    }

    private void Fill(ReadOnlySpan<double> values, int c)
    {
        var (thresholds, place, shift) = (_layout.ThresholdsOf(c), _layout.PlaceOf(c), _layout.PlaceBits);
        for (var row = 0; row < values.Length; row++)
            _ranks[Cell(row, place)] = (uint)thresholds.Rank(values[row]) << shift;
    }

    private void Fill(double[] values, int[] indices, int c, ref int next)
    {
        while (next < indices.Length && indices[next] < _start) next++;
        for (; next < indices.Length && indices[next] < _start + _count; next++)
        {
            var cell = Cell(indices[next] - _start, _layout.PlaceOf(c));
            _listed.Add((cell, _ranks[cell]));
            _ranks[cell] = (uint)_layout.ThresholdsOf(c).Rank(values[next]) << _layout.PlaceBits;
        }
    }

    private int Cell(int row, int place)
    {
        var (group, within) = Math.DivRem((uint)row, (uint)RankLayout.GroupRows);
        return ((int)group * _layout.GroupSize) + place + (int)within;
    }

    /// <summary>Adds each row's leaf to its sums, but for rows in the tree's bag.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="bag">A bit for each row that isn't asked for; empty asks for all.</param>
    /// <param name="sums">The sums of all rows, <c>rows × classes</c>; <see cref="Return"/> brings them there.</param>
    public void AddLeaves(RankedTree tree, ReadOnlySpan<ulong> bag, Span<double> sums)
    {
        Walk(tree);
        if (tree.Shares is { } shares) AddDense(shares, bag);
        else if (_sums.Length > 0) AddSparse(tree.Tree, bag, _sums, Lanes);
        else AddSparse(tree.Tree, bag, sums[(_start * _classes)..], _classes);
    }

    /// <summary>Gives the sums back.</summary>
    public void Return(Span<double> sums)
    {
        for (var row = 0; row < _count && _sums.Length > 0; row++)
            _sums.AsSpan(row * Lanes, _classes).CopyTo(sums[((_start + row) * _classes)..]);
    }

    /// <summary>
    /// Finds the leaf of each row. Rows of a group step down side by side, so that none waits for another's memory.
    /// </summary>
    private void Walk(RankedTree tree)
    {
        // Nodes and places are within their bounds in every tree, grown or loaded, and no sum carries more than 1.
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(tree.Nodes);
        ref var ranks = ref MemoryMarshal.GetArrayDataReference(_ranks);
        var place = (1UL << _layout.PlaceBits) - 1;
        for (var row = 0; row < _count; row += RankLayout.GroupRows)
        {
            var a = nodes;
            ulong b = a, c = a, d = a, e = a, f = a, g = a, h = a;
            for (var left = tree.Depth; left > 0; left -= Stride)
            {
                for (var step = Math.Min(left, Stride); step > 0; step--)
                {
                    a = Next(ref nodes, ref ranks, a, place, 0);
                    b = Next(ref nodes, ref ranks, b, place, 1);
                    c = Next(ref nodes, ref ranks, c, place, 2);
                    d = Next(ref nodes, ref ranks, d, place, 3);
                    e = Next(ref nodes, ref ranks, e, place, 4);
                    f = Next(ref nodes, ref ranks, f, place, 5);
                    g = Next(ref nodes, ref ranks, g, place, 6);
                    h = Next(ref nodes, ref ranks, h, place, 7);
                }

                if (((a | b | c | d | e | f | g | h) & place) == 0) break;
            }

            var leaves = _leaves.AsSpan(row, RankLayout.GroupRows);
            (leaves[0], leaves[1], leaves[2], leaves[3]) = (a, b, c, d);
            (leaves[4], leaves[5], leaves[6], leaves[7]) = (e, f, g, h);
            ranks = ref Unsafe.Add(ref ranks, _layout.GroupSize);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Next(ref ulong nodes, ref uint ranks, ulong node, ulong place, nint row) =>
        Unsafe.Add(ref nodes, (nint)((node + Unsafe.Add(ref ranks, (nint)(node & place) + row)) >> 32));

    private void AddDense(double[] shares, ReadOnlySpan<ulong> bag)
    {
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref var first = ref MemoryMarshal.GetArrayDataReference(shares);
        for (var row = 0; row < _count; row++)
        {
            var place = bag.IsEmpty || !RandomForest.IsIn(bag, _start + row) ? row : _rows;
            ref var sum = ref Unsafe.Add(ref sums, place * Lanes);
            ref var share = ref Unsafe.Add(ref first, (nint)((uint)_leaves[row] >> _layout.PlaceBits) * Lanes);
            (Vector512.LoadUnsafe(ref sum) + Vector512.LoadUnsafe(ref share)).StoreUnsafe(ref sum);
            sum = ref Unsafe.Add(ref sum, Vector512<double>.Count);
            share = ref Unsafe.Add(ref share, Vector512<double>.Count);
            (Vector512.LoadUnsafe(ref sum) + Vector512.LoadUnsafe(ref share)).StoreUnsafe(ref sum);
        }
    }

    private void AddSparse(DecisionTree tree, ReadOnlySpan<ulong> bag, Span<double> sums, int stride)
    {
        for (var row = 0; row < _count; row++)
        {
            if (!bag.IsEmpty && RandomForest.IsIn(bag, _start + row)) continue;
            var content = (int)((uint)_leaves[row] >> _layout.PlaceBits);
            if (content < _classes) sums[(row * stride) + content] += 1;
            else tree.AddLeaf(content - _classes, sums.Slice(row * stride, _classes));
        }
    }
}
