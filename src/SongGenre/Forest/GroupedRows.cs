using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>Rows that step down a tree side by side, so that none of a group waits for another's memory.</summary>
internal sealed class GroupedRows : IRankedRows
{
    // After as many steps it is asked whether all rows of a group are in leaves.
    private const int Stride = 4;

    private readonly RankLayout _layout;
    private readonly uint[] _ranks;
    private readonly int[] _next;
    private readonly List<(int Cell, uint Zero)> _listed = [];
    private int _start;
    private int _count;

    public GroupedRows(RankLayout layout, int rows)
    {
        _layout = layout;
        var groups = (rows + RankLayout.GroupRows - 1) / RankLayout.GroupRows;
        _ranks = new uint[groups * layout.GroupSize];
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
    public static int BytesPerRow(RankLayout layout) => layout.GroupSize / RankLayout.GroupRows * sizeof(uint);

    /// <inheritdoc/>
    public void Fill(ColumnMatrix x, int start, int count)
    {
        _start = start;
        _count = count;
        foreach (var (cell, zero) in _listed) _ranks[cell] = zero;
        _listed.Clear();
        for (var i = 0; i < _next.Length; i++)
        {
            var c = _layout.Columns[i];
            if (x.Columns[c].Indices is { } indices) Fill(x.Columns[c].Values, indices, c, ref _next[i]);
            else Fill(x.Columns[c].Values.AsSpan(start, count), c);
        }
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

    /// <inheritdoc/>
    public void FindLeaves(RankedTree tree, ReadOnlySpan<ulong> bag, Span<ulong> leaves)
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

            var group = leaves.Slice(row, RankLayout.GroupRows);
            (group[0], group[1], group[2], group[3]) = (a, b, c, d);
            (group[4], group[5], group[6], group[7]) = (e, f, g, h);
            ranks = ref Unsafe.Add(ref ranks, _layout.GroupSize);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Next(ref ulong nodes, ref uint ranks, ulong node, ulong place, nint row) =>
        Unsafe.Add(ref nodes, (nint)((node + Unsafe.Add(ref ranks, (nint)(node & place) + row)) >> 32));
}
