using SongGenre.Forest;

namespace SongGenre.Features;

/// <summary>Features, <c>rows × columns</c>, that know what they are; text columns are sparse.</summary>
public sealed class FeatureMatrix
{
    /// <summary>
    /// Creates a matrix; <paramref name="columns"/> describes the columns of <paramref name="numbers"/> in order.
    /// </summary>
    public FeatureMatrix(IReadOnlyList<FeatureColumn> columns, ColumnMatrix numbers)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(columns.Count, numbers.Columns.Count, nameof(columns));
        Columns = columns;
        Numbers = numbers;
    }

    /// <summary>Number of rows.</summary>
    public int Rows => Numbers.Rows;

    /// <summary>What each column is.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>The numbers, <c>rows × columns</c>; none is missing.</summary>
    public ColumnMatrix Numbers { get; }
}
