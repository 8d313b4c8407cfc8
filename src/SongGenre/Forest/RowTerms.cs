namespace SongGenre.Forest;

/// <summary>
/// The very sparse columns row by row: which of them hold another code than their common one there. In a node of few
/// rows that names all columns that can be cut at once, where asking each column's list would take far longer.
/// </summary>
internal sealed class RowTerms
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly ushort[] _codes;
    private readonly long _rowsPerSplit;

    private RowTerms(int[] starts, int[] columns, ushort[] codes, long rowsPerSplit)
    {
        _starts = starts;
        _columns = columns;
        _codes = codes;
        _rowsPerSplit = rowsPerSplit;
    }

    /// <summary>Terms of all rows.</summary>
    public int Count => _columns.Length;

    /// <summary>Null if no column is very sparse.</summary>
    public static RowTerms? Of(BinnedColumn[] columns, int rows, int columnsPerSplit)
    {
        var starts = new int[rows + 1];
        var sparse = 0;
        foreach (var column in columns)
        {
            if (column is not { Codes: null, Rows: { } listed }) continue;
            sparse++;
            foreach (var row in listed) starts[row + 1]++;
        }

        for (var row = 0; row < rows; row++) starts[row + 1] += starts[row];
        if (starts[rows] == 0) return null;
        var ofColumns = new int[starts[rows]];
        var codes = new ushort[starts[rows]];
        var next = starts.AsSpan(0, rows).ToArray();
        for (var c = 0; c < columns.Length; c++)
        {
            if (columns[c] is not { Codes: null, Rows: { } listed, RowCodes: { } listedCodes }) continue;
            for (var i = 0; i < listed.Length; i++)
            {
                ofColumns[next[listed[i]]] = c;
                codes[next[listed[i]]++] = listedCodes[i];
            }
        }

        // What the lists of as many columns as a split looks at hold on average.
        return new(starts, ofColumns, codes, (long)starts[rows] * columnsPerSplit / columns.Length);
    }

    /// <summary>Whether a node of so many rows is looked through faster by rows than by columns.</summary>
    public bool IsFaster(int nodeRows) => (long)nodeRows * Count / (_starts.Length - 1) < _rowsPerSplit;

    /// <summary>The columns of a row, and their codes.</summary>
    public ReadOnlySpan<int> Of(int row, out ReadOnlySpan<ushort> codes)
    {
        codes = _codes.AsSpan(_starts[row].._starts[row + 1]);
        return _columns.AsSpan(_starts[row].._starts[row + 1]);
    }
}
