using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>
/// Which rows of a table belong together. Each method gives one number per row: the position of the first row that
/// equals it. Missing values equal each other.
/// </summary>
internal static class RowGroups
{
    /// <summary>Every audio column but <c>loudness</c>, which is missing in a fifth of the rows.</summary>
    private static readonly string[] Recording =
    [
        "danceability", "energy", "key", "mode", "speechiness", "acousticness", "instrumentalness", "liveness",
        "valence", "tempo", "duration_ms", "time_signature",
    ];

    public static int[] ByRecording(DataFrame table) => First(table, Recording);

    /// <summary>Rows with the same title; those without one by recording.</summary>
    public static int[] ByPlaylist(DataFrame table)
    {
        var groups = ByRecording(table);
        var titles = table.Columns["title"];
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var untitled = new Dictionary<int, int>();
        for (var row = 0; row < groups.Length; row++)
        {
            var known = titles[row] is string { Length: > 0 } title
                ? first.TryAdd(title, row) ? row : first[title]
                : untitled.TryAdd(groups[row], row) ? row : untitled[groups[row]];
            groups[row] = known;
        }

        return groups;
    }

    public static int[] ByWholeRow(DataFrame table) => First(table, [.. Recording, "loudness", "type", "genre", "song_name", "title"]);

    private static int[] First(DataFrame table, string[] columns)
    {
        var rows = (int)table.Rows.Count;
        var ids = new int[columns.Length][];
        for (var i = 0; i < ids.Length; i++) ids[i] = Ids(table.Columns[columns[i]], rows);
        var first = new Dictionary<int, int>(rows, new SameIds(ids));
        var groups = new int[rows];
        for (var row = 0; row < rows; row++) groups[row] = first.TryAdd(row, row) ? row : first[row];
        return groups;
    }

    /// <summary>One number per value: 0 for a missing one, the others counted as they come.</summary>
    private static int[] Ids(DataFrameColumn column, int rows) => column switch
    {
        PrimitiveDataFrameColumn<double> numbers => Number(numbers, rows),
        PrimitiveDataFrameColumn<long> numbers => Number(numbers, rows),
        _ => Number(((StringDataFrameColumn)column).Select(text => text is null ? default(Text?) : new Text(text)), rows),
    };

    private static int[] Number<T>(IEnumerable<T?> values, int rows) where T : struct, IEquatable<T>
    {
        var known = new Dictionary<T, int>();
        var ids = new int[rows];
        var row = 0;
        foreach (var value in values)
        {
            if (value is { } present && !known.TryGetValue(present, out ids[row])) known[present] = ids[row] = known.Count + 1;
            row++;
        }

        return ids;
    }

    /// <summary>A string as a value type, so that a missing one has the same shape as a missing number.</summary>
    private readonly record struct Text(string Value);

    private sealed class SameIds(int[][] columns) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y)
        {
            foreach (var column in columns)
            {
                if (column[x] != column[y]) return false;
            }

            return true;
        }

        public int GetHashCode(int row)
        {
            var hash = 17u;
            foreach (var column in columns) hash = (hash * 31) + (uint)column[row];
            return (int)hash;
        }
    }
}
