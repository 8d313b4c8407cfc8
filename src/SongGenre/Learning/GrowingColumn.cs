using SongGenre.Forest;

namespace SongGenre.Learning;

/// <summary>
/// A column whose rows come one after the other: the rows of its values while most are 0, else a value for each row.
/// </summary>
internal sealed class GrowingColumn
{
    private const int ZerosPerValue = 3;

    // The first rows say little about the others.
    private const int Few = 64;

    private List<float> _values = [];
    private List<int>? _rows = [];

    /// <summary>Adds a value other than 0 in a row below those before it.</summary>
    public void Add(int row, float value)
    {
        if (_rows is null) PadTo(row);
        else _rows.Add(row);
        _values.Add(value);
        if (_rows is not null && _values.Count >= Few && !IsSparse(row + 1)) Spread();
    }

    /// <summary>The column with zeros down to its last row.</summary>
    public Column ToColumn(int rows)
    {
        if (_rows is not null && IsSparse(rows)) return Column.Sparse(rows, [.. _rows], Doubles());
        if (_rows is not null) Spread();
        PadTo(rows);
        return Column.Dense(Doubles());
    }

    private bool IsSparse(int rows) => (long)_values.Count * (ZerosPerValue + 1) < rows;

    private void Spread()
    {
        var (rows, values) = (_rows!, _values);
        _rows = null;
        _values = [];
        for (var i = 0; i < rows.Count; i++)
        {
            PadTo(rows[i]);
            _values.Add(values[i]);
        }
    }

    private void PadTo(int row)
    {
        while (_values.Count < row) _values.Add(0);
    }

    private double[] Doubles()
    {
        var doubles = new double[_values.Count];
        for (var i = 0; i < doubles.Length; i++) doubles[i] = _values[i];
        return doubles;
    }
}
