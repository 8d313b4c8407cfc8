namespace SongGenre.Forest;

/// <summary>One column of numbers: dense, or sparse with zeros left out.</summary>
public sealed class Column
{
    private Column(int rows, int[]? indices, double[] values)
    {
        Rows = rows;
        Indices = indices;
        Values = values;
    }

    /// <summary>Number of rows, zeros included.</summary>
    public int Rows { get; }

    /// <summary>Ascending rows of <see cref="Values"/> in a sparse column; null in a dense one.</summary>
    public int[]? Indices { get; }

    /// <summary>The values of all rows, or of the rows in <see cref="Indices"/> alone.</summary>
    public double[] Values { get; }

    /// <summary>Whether zeros are left out.</summary>
    public bool IsSparse => Indices is not null;

    /// <summary>A column that holds a value for each row.</summary>
    public static Column Dense(double[] values) => new(values.Length, null, values);

    /// <summary>A column of zeros but for the given ascending rows.</summary>
    public static Column Sparse(int rows, int[] indices, double[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, indices.Length);
        for (var i = 0; i < indices.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[i], rows, nameof(indices));
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(indices[i], i == 0 ? -1 : indices[i - 1], nameof(indices));
        }

        return new(rows, indices, values);
    }
}
