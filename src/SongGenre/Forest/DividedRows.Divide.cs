using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <content>Bringing rows down a tree.</content>
internal sealed partial class DividedRows
{
    // Rows of a node that are brought to their leaves one by one.
    private const int FewRows = 3;

    // A node looks through its column's list unless that is so many times as long as its own rows, which take longer.
    private const int ListedPerRow = 4;

    // Where a row is that no node has.
    private const ushort Nowhere = ushort.MaxValue;

    // Those of a node beside each other, where each row is among them, and room for those that go right.
    private readonly ushort[] _rows;
    private readonly ushort[] _positions;
    private readonly ushort[] _right;
    private readonly Stack<(int Node, int Start, int End)> _waiting = new();

    /// <inheritdoc/>
    public void FindLeaves(RankedTree tree, ReadOnlySpan<ulong> bag, Span<ulong> leaves)
    {
        var nodes = tree.Nodes;
        _waiting.Push((0, 0, Ask(bag, leaves)));
        while (_waiting.TryPop(out var branch))
        {
            var (n, start, end) = branch;
            while (end - start > FewRows)
            {
                var node = nodes[n];
                var s = SourceOf(node);
                if (s == 0) break;
                var (middle, front) = Divide(s, ~(uint)node >> _layout.PlaceBits, start, end);
                n = (int)(node >> 32) + front;
                if (middle == end) continue;
                // Rows at the back go on: they are fewer, or go right, and a grown tree has the nodes of these first.
                if (middle > start) _waiting.Push((n, start, middle));
                (n, start) = (n + 1 - (2 * front), middle);
            }

            for (var i = start; i < end; i++) leaves[_rows[i]] = LeafOf(tree, nodes[n], _rows[i]);
        }
    }

    /// <summary>Takes the rows that are asked for; returns how many these are.</summary>
    private int Ask(ReadOnlySpan<ulong> bag, Span<ulong> leaves)
    {
        var asked = 0;
        for (var row = 0; row < _count; row++)
        {
            var isAsked = bag.IsEmpty || !RandomForest.IsIn(bag, _start + row);
            _rows[asked] = (ushort)row;
            _positions[row] = isAsked ? (ushort)asked : Nowhere;
            asked += isAsked ? 1 : 0;
            if (!isAsked) leaves[row] = 0;
        }

        return asked;
    }

    private int SourceOf(ulong node) => (int)((uint)node & _place) / RankLayout.GroupRows;

    /// <summary>Divides a node's rows.</summary>
    /// <returns>Where the rows at the back start, and where those in front go: 0 is left, 1 right.</returns>
    private (int Middle, int Front) Divide(int s, uint rank, int start, int end)
    {
        var source = _sources[s];
        if (source.Length == Source.IsDense) return (DivideDense(source.Start, rank, start, end), 0);
        var front = source.Zero > rank ? 1 : 0;
        if (source.Length > ListedPerRow * (end - start)) return (DivideByRow(s, rank, front, start, end), front);
        return (DivideByList(_listed.AsSpan(source.Start, source.Length), rank, front, start, end), front);
    }

    private int DivideDense(int first, uint rank, int start, int end)
    {
        // Rows are within the ranks of the column, positions within the rows.
        ref var ranks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ranks), first);
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        ref var positions = ref MemoryMarshal.GetArrayDataReference(_positions);
        ref var right = ref MemoryMarshal.GetArrayDataReference(_right);
        nint middle = start, count = 0;
        for (nint i = start; i < end; i++)
        {
            // No branch: every row is put on both sides.
            nint row = Unsafe.Add(ref rows, i);
            Unsafe.Add(ref rows, middle) = (ushort)row;
            Unsafe.Add(ref positions, row) = (ushort)middle;
            Unsafe.Add(ref right, count) = (ushort)row;
            nint isRight = Unsafe.Add(ref ranks, row) > rank ? 1 : 0;
            count += isRight;
            middle += 1 - isRight;
        }

        for (nint i = 0; i < count; i++)
        {
            nint row = Unsafe.Add(ref right, i);
            Unsafe.Add(ref rows, middle + i) = (ushort)row;
            Unsafe.Add(ref positions, row) = (ushort)(middle + i);
        }

        return (int)middle;
    }

    private int DivideByList(ReadOnlySpan<(int Row, uint Rank)> list, uint rank, int front, int start, int end)
    {
        ref var positions = ref MemoryMarshal.GetArrayDataReference(_positions);
        var middle = end;
        foreach (var (row, own) in list)
        {
            var position = Unsafe.Add(ref positions, row);
            if ((uint)(position - start) >= (uint)(end - start) || (own > rank ? 1 : 0) == front) continue;
            PutBack(position, --middle);
        }

        return middle;
    }

    private int DivideByRow(int s, uint rank, int front, int start, int end)
    {
        var middle = end;
        for (var i = start; i < middle;)
        {
            if ((RankOf(s, _rows[i]) > rank ? 1 : 0) == front) i++;
            else PutBack(i, --middle);
        }

        return middle;
    }

    private void PutBack(int position, int back)
    {
        (_rows[position], _rows[back]) = (_rows[back], _rows[position]);
        _positions[_rows[position]] = (ushort)position;
        _positions[_rows[back]] = (ushort)back;
    }

    private ulong LeafOf(RankedTree tree, ulong node, int row)
    {
        for (int s; (s = SourceOf(node)) > 0;)
            node = tree.Nodes[(int)((node + (RankOf(s, row) << _layout.PlaceBits)) >> 32)];
        return node;
    }

    private uint RankOf(int s, int row)
    {
        var (start, length, zero) = _sources[s];
        if (length == Source.IsDense) return _ranks[start + row];
        if ((_bits[row] >> s & 1) == 0) return zero;
        var place = Array.BinarySearch(_named, _rowStarts[row], _rowStarts[row + 1] - _rowStarts[row], s);
        return place < 0 ? zero : _namedRanks[place];
    }
}
