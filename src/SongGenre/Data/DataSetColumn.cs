using System.Text.Json.Serialization;

namespace SongGenre.Data;

/// <summary>One column of the data set.</summary>
public sealed record DataSetColumn
{
    /// <summary>The column's name; upper and lower case count.</summary>
    [JsonPropertyName("column")]
    public required string Name { get; init; }

    /// <summary><c>double</c>, <c>int64</c> or <c>string</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether values may be missing.</summary>
    public required bool Nullable { get; init; }

    /// <summary>The smallest plausible value; null in a column without a range.</summary>
    public double? Min { get; init; }

    /// <summary>The greatest plausible value; null in a column without a range.</summary>
    public double? Max { get; init; }

    /// <summary>All values that the column may hold; null where any text is right.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}
