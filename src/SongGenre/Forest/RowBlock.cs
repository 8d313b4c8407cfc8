using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>Some rows of a matrix, row by row, with the memory to walk them through trees. Each thread needs one of its own.</summary>
internal sealed class RowBlock(int rows, int columns)
{
    private readonly double[] _values = new double[rows * columns];
    private readonly ulong[] _walks = new ulong[rows];
    private readonly ulong[] _arrived = new ulong[rows + 1];
    private readonly List<int> _listed = [];
    private int _start;
    private int _count;

    /// <summary>Copies rows out of columns: from <paramref name="start"/> on as many as there is room for.</summary>
    /// <param name="x">The columns.</param>
    /// <param name="start">The first row.</param>
    /// <param name="some">The columns that matter, the same each time; null for all.</param>
    public void Fill(ColumnMatrix x, int start, int[]? some)
    {
        _start = start;
        _count = Math.Min(rows, x.Rows - start);
        foreach (var cell in _listed) _values[cell] = 0;
        _listed.Clear();
        if (some is not null)
        {
            foreach (var c in some) Fill(x.Columns[c], c);
            return;
        }

        for (var c = 0; c < columns; c++) Fill(x.Columns[c], c);
    }

    private void Fill(Column column, int c)
    {
        if (column.Indices is not { } indices)
        {
            for (var i = 0; i < _count; i++) _values[(i * columns) + c] = column.Values[_start + i];
            return;
        }

        var from = Array.BinarySearch(indices, _start);
        for (var i = from < 0 ? ~from : from; i < indices.Length && indices[i] < _start + _count; i++)
        {
            var cell = ((indices[i] - _start) * columns) + c;
            _values[cell] = column.Values[i];
            _listed.Add(cell);
        }
    }

    /// <summary>
    /// Adds each row's leaf to its sums, <c>all rows × classes</c>, but for rows in the tree's bag. All rows take a step
    /// down before one takes the next: steps of different rows don't wait for each other's memory.
    /// </summary>
    public void AddLeaves(DecisionTree tree, ReadOnlySpan<ulong> bag, Span<double> sums, int classes)
    {
        // A walk is a row above and its node below. Nodes, rows and columns are within their bounds in every tree, grown
        // or loaded.
        ref var walks = ref MemoryMarshal.GetArrayDataReference(_walks);
        ref var arrived = ref MemoryMarshal.GetArrayDataReference(_arrived);
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(tree.Nodes);
        ref var values = ref MemoryMarshal.GetArrayDataReference(_values);
        var (walking, done) = (0, 0);
        for (var row = 0; row < _count; row++)
        {
            _walks[walking] = (ulong)row << 32;
            walking += bag.IsEmpty || !RandomForest.IsIn(bag, _start + row) ? 1 : 0;
        }

        if (tree.Nodes[0].Column < 0)
        {
            _walks.AsSpan(0, walking).CopyTo(_arrived);
            (walking, done) = (0, walking);
        }

        while (walking > 0)
        {
            var left = 0;
            for (var w = 0; w < walking; w++)
            {
                var walk = Unsafe.Add(ref walks, w);
                var row = walk >> 32;
                ref var node = ref Unsafe.Add(ref nodes, (nint)(uint)walk);
                var value = Unsafe.Add(ref values, (nint)row * columns + node.Column);
                var next = (uint)(node.Left + (value <= node.Threshold ? 0 : 1));
                walk = (row << 32) | next;
                // Both places are written and one of them kept: no branch to mispredict.
                Unsafe.Add(ref walks, left) = walk;
                Unsafe.Add(ref arrived, done) = walk;
                var isLeaf = Unsafe.Add(ref nodes, (nint)next).Column >>> 31;
                done += isLeaf;
                left += 1 - isLeaf;
            }

            walking = left;
        }

        foreach (var walk in _arrived.AsSpan(0, done))
        {
            ref var leaf = ref Unsafe.Add(ref nodes, (nint)(uint)walk);
            var first = (_start + (int)(walk >> 32)) * classes;
            if (leaf.OnlyClass is { } only) sums[first + only] += 1;
            else tree.AddLeaf(leaf.Left, sums.Slice(first, classes));
        }
    }
}
