namespace SongGenre.Forest;

/// <summary>Numbers in columns, <c>rows × columns</c>: what a forest is trained on.</summary>
public sealed class ColumnMatrix
{
    /// <summary>Creates a matrix from columns of <paramref name="rows"/> rows each.</summary>
    public ColumnMatrix(int rows, IReadOnlyList<Column> columns)
    {
        foreach (var column in columns) ArgumentOutOfRangeException.ThrowIfNotEqual(column.Rows, rows, nameof(columns));
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<Column> Columns { get; }
}
