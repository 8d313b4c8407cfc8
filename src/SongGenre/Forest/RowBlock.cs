using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SongGenre.Forest;

/// <summary>Some rows of a matrix, row by row, with the memory to walk them through trees. Each thread needs one of its own.</summary>
internal sealed class RowBlock(int rows, int columns)
{
    private readonly double[] _values = new double[rows * columns];
    private readonly int[] _nodes = new int[rows];
    private readonly int[] _walking = new int[rows];
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
        if (some is null)
        {
            Array.Clear(_values);
            for (var c = 0; c < columns; c++) Fill(x.Columns[c], c);
            return;
        }

        foreach (var c in some)
        {
            for (var i = 0; i < _count; i++) _values[(i * columns) + c] = 0;
            Fill(x.Columns[c], c);
        }
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
            _values[((indices[i] - _start) * columns) + c] = column.Values[i];
    }

    /// <summary>
    /// Adds each row's leaf to its sums, <c>all rows × classes</c>, but for rows in the tree's bag. All rows take a step
    /// down before one takes the next: steps of different rows don't wait for each other's memory.
    /// </summary>
    public void AddLeaves(DecisionTree tree, ReadOnlySpan<ulong> bag, Span<double> sums, int classes)
    {
        var walking = 0;
        for (var i = 0; i < _count; i++)
        {
            _walking[walking] = i;
            _nodes[i] = bag.IsEmpty || !RandomForest.IsIn(bag, _start + i) ? 0 : -1;
            walking += _nodes[i] + 1;
        }

        // Children and columns are within their bounds in every tree, grown or loaded.
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(tree.Nodes);
        ref var values = ref MemoryMarshal.GetArrayDataReference(_values);
        if (tree.Nodes[0].Column < 0) walking = 0;
        while (walking > 0)
        {
            var left = 0;
            for (var w = 0; w < walking; w++)
            {
                var row = _walking[w];
                ref var node = ref Unsafe.Add(ref nodes, _nodes[row]);
                var value = Unsafe.Add(ref values, (row * columns) + node.Column);
                var next = node.Left + (value <= node.Threshold ? 0 : 1);
                _nodes[row] = next;
                _walking[left] = row;
                left += Unsafe.Add(ref nodes, next).Column >= 0 ? 1 : 0;
            }

            walking = left;
        }

        for (var i = 0; i < _count; i++)
        {
            if (_nodes[i] >= 0) tree.AddLeaf(tree.Nodes[_nodes[i]].Left, sums.Slice((_start + i) * classes, classes));
        }
    }
}
