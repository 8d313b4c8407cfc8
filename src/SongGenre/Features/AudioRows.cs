namespace SongGenre.Features;

/// <summary>
/// Scaled columns, their squares and products scaled in turn, and a column for each key: all numbers of a row beside
/// each other. They take 1.5 kB a row.
/// </summary>
internal sealed class AudioRows : ILinearRows
{
    /// <summary>Rows that are held in one array, which no number of rows can outgrow.</summary>
    public const int BlockRows = 4096;

    /// <summary>Number of keys.</summary>
    public const int Keys = 12;

    /// <summary>The most standard deviations that a product counts.</summary>
    public const double MostProduct = 5;

    private readonly double[][] _blocks;
    private readonly double[] _keys;
    private readonly int[] _columns;

    /// <param name="scaled">Columns of equally many rows.</param>
    /// <param name="scalers">How each of them, then each of <see cref="Products"/>, is scaled.</param>
    /// <param name="keys">The key of each row; any other number is none.</param>
    public AudioRows(double[][] scaled, StandardScaler[] scalers, double[] keys)
    {
        _keys = keys;
        _columns = [.. Enumerable.Range(0, scalers.Length + 1)];
        _blocks = new double[(keys.Length + BlockRows - 1) / BlockRows][];
        for (var b = 0; b < _blocks.Length; b++)
        {
            var rows = Math.Min(BlockRows, keys.Length - (b * BlockRows));
            _blocks[b] = new double[rows * _columns.Length];
            for (var i = 0; i < rows; i++)
                Fill(_blocks[b].AsSpan(i * _columns.Length, _columns.Length), scaled, scalers, (b * BlockRows) + i);
        }
    }

    /// <inheritdoc/>
    public int Count => _keys.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Read(int row, out ReadOnlySpan<double> values)
    {
        // A missing or unknown key is 0 times the first.
        _columns[^1] = _columns.Length - 1 + (IsKnown(_keys[row]) ? (int)_keys[row] : 0);
        values = _blocks[row / BlockRows].AsSpan(row % BlockRows * _columns.Length, _columns.Length);
        return _columns;
    }

    /// <summary>The products of each column with itself and those after it, as pairs of columns.</summary>
    public static IEnumerable<(int A, int B)> Products(int columns) =>
        from a in Enumerable.Range(0, columns) from b in Enumerable.Range(a, columns - a) select (a, b);

    private void Fill(Span<double> values, double[][] scaled, StandardScaler[] scalers, int row)
    {
        var columns = scaled.Length;
        for (var c = 0; c < columns; c++) values[c] = scaled[c][row];
        for (int a = 0, c = columns; a < columns; a++)
            for (var b = a; b < columns; b++) values[c++] = values[a] * values[b];
        for (var c = 0; c < scalers.Length; c++)
            values[c] = Math.Clamp((values[c] - scalers[c].Mean) / scalers[c].Scale, -MostProduct, MostProduct);
        values[^1] = IsKnown(_keys[row]) ? 1 : 0;
    }

    private static bool IsKnown(double key) => key is >= 0 and < Keys;
}
