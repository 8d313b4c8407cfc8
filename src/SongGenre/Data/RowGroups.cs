using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>
/// Which rows of a table belong together. Each method gives one number per row: the position of the first row that
/// equals it. Missing values equal each other.
/// </summary>
public static class RowGroups
{
    /// <summary>Every audio column but <c>loudness</c>, which is missing in a fifth of the rows.</summary>
    private static readonly string[] Recording =
    [
        "danceability", "energy", "key", "mode", "speechiness", "acousticness", "instrumentalness", "liveness",
        "valence", "tempo", "duration_ms", "time_signature",
    ];

    /// <summary>Rows with the same recording.</summary>
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
            groups[row] = titles[row] is string { Length: > 0 } title
                ? First(first, title, row)
                : First(untitled, groups[row], row);
        }

        return groups;
    }

    /// <summary>Rows that are equal in every column of the file.</summary>
    public static int[] ByWholeRow(DataFrame table) => First(table, SongData.Card.Schema.Select(column => column.Name));

    private static int[] First(DataFrame table, IEnumerable<string> columns)
    {
        var codes = columns.Select(name => DistinctRows.Codes(table.Columns[name])).ToArray();
        var groups = new int[table.Rows.Count];
        var first = new Dictionary<int, int>(groups.Length, new DistinctRows.RowComparer(codes));
        for (var row = 0; row < groups.Length; row++) groups[row] = First(first, row, row);
        return groups;
    }

    /// <summary>The row that showed a key first: this one, unless the key is known.</summary>
    private static int First<T>(Dictionary<T, int> known, T key, int row)
        where T : notnull => known.TryAdd(key, row) ? row : known[key];
}
