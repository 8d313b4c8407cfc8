namespace SongGenre.Forest;

/// <summary>Draws columns without replacement, node after node; each node's draw depends on its seed alone.</summary>
internal sealed class ColumnDraw
{
    private readonly int[] _columns;
    private readonly int[] _swapped;
    private SplitMix64 _random;

    public ColumnDraw(int columns)
    {
        _columns = new int[columns];
        _swapped = new int[columns];
        for (var c = 0; c < columns; c++) _columns[c] = c;
    }

    /// <summary>Columns drawn for the node so far.</summary>
    public int Drawn { get; private set; }

    public void Begin(ulong seed) => _random = new(seed);

    /// <summary>False if there is none left.</summary>
    public bool Next(out int column)
    {
        column = -1;
        if (Drawn == _columns.Length) return false;
        var pick = Drawn + _random.Next(_columns.Length - Drawn);
        _swapped[Drawn] = pick;
        (_columns[Drawn], _columns[pick]) = (_columns[pick], _columns[Drawn]);
        column = _columns[Drawn++];
        return true;
    }

    /// <summary>A number from 0 to below 1, for the column that was drawn last.</summary>
    public double Share() => _random.NextDouble();

    /// <summary>Puts all columns back to where they were.</summary>
    public void End()
    {
        while (Drawn > 0)
        {
            Drawn--;
            var pick = _swapped[Drawn];
            (_columns[Drawn], _columns[pick]) = (_columns[pick], _columns[Drawn]);
        }
    }
}
