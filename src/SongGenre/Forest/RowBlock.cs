namespace SongGenre.Forest;

/// <summary>Some rows of a matrix, row by row: for few rows, and trees that can't be ranked.</summary>
internal sealed class RowBlock(int rows, int columns)
{
    private readonly double[] _values = new double[rows * columns];
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

    /// <summary>Adds each row's leaf to its sums, <c>all rows × classes</c>, but for rows in the tree's bag.</summary>
    public void AddLeaves(DecisionTree tree, ReadOnlySpan<ulong> bag, Span<double> sums, int classes)
    {
        for (var i = 0; i < _count; i++)
        {
            var row = _start + i;
            if (!bag.IsEmpty && RandomForest.IsIn(bag, row)) continue;
            tree.AddLeaf(tree.LeafOf(_values.AsSpan(i * columns, columns)), sums.Slice(row * classes, classes));
        }
    }
}
