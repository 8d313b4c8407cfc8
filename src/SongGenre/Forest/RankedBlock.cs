using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SongGenre.Forest;

/// <summary>The sums of some rows over trees. Each thread needs one of its own.</summary>
internal sealed class RankedBlock
{
    /// <summary>Sums of a row where classes are no more: two wide registers.</summary>
    public const int Lanes = 16;

    /// <summary>What a row takes up, beside its ranks.</summary>
    public const int BytesPerRow = Lanes * sizeof(double);

    private readonly IRankedRows _ranks;
    private readonly int _placeBits;
    private readonly int _classes;
    private readonly int _rows;
    private readonly ulong[] _leaves;
    private readonly double[] _sums;
    private int _start;
    private int _count;

    /// <param name="layout">What the trees look at.</param>
    /// <param name="ranks">Brings the rows down.</param>
    /// <param name="rows">Room for so many.</param>
    /// <param name="classes">Classes of the forest.</param>
    public RankedBlock(RankLayout layout, IRankedRows ranks, int rows, int classes)
    {
        _placeBits = layout.PlaceBits;
        _ranks = ranks;
        _classes = classes;
        _rows = rows;
        _leaves = new ulong[(rows + RankLayout.GroupRows - 1) / RankLayout.GroupRows * RankLayout.GroupRows];
        // One row more, for what isn't to be added.
        _sums = classes <= Lanes ? new double[(rows + 1) * Lanes] : [];
    }

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
        _ranks.Fill(x, start, _count);
        for (var row = 0; row < _count && _sums.Length > 0; row++)
            sums.Slice((start + row) * _classes, _classes).CopyTo(_sums.AsSpan(row * Lanes));
    }

    /// <summary>Adds each row's leaf to its sums, but for rows in the tree's bag.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="bag">A bit for each row that isn't asked for; empty asks for all.</param>
    /// <param name="sums">The sums of all rows, <c>rows × classes</c>; <see cref="Return"/> brings them there.</param>
    public void AddLeaves(RankedTree tree, ReadOnlySpan<ulong> bag, Span<double> sums)
    {
        _ranks.FindLeaves(tree, bag, _leaves);
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

    private void AddDense(double[] shares, ReadOnlySpan<ulong> bag)
    {
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref var first = ref MemoryMarshal.GetArrayDataReference(shares);
        for (var row = 0; row < _count; row++)
        {
            var place = bag.IsEmpty || !RandomForest.IsIn(bag, _start + row) ? row : _rows;
            ref var sum = ref Unsafe.Add(ref sums, place * Lanes);
            ref var share = ref Unsafe.Add(ref first, (nint)((uint)_leaves[row] >> _placeBits) * Lanes);
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
            var content = (int)((uint)_leaves[row] >> _placeBits);
            if (content < _classes) sums[(row * stride) + content] += 1;
            else tree.AddLeaf(content - _classes, sums.Slice(row * stride, _classes));
        }
    }
}
