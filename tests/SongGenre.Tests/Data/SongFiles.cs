using DuckDB.NET.Data;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

/// <summary>Small files of songs.</summary>
internal static class SongFiles
{
    /// <summary>A sound song; the values stand in the order of the columns.</summary>
    private static readonly string[] Song =
    [
        "0.5", "0.75", "7", "-6.5", "1", "0.125", "0.25", "0", "0.1", "0.3", "174.01", "audio_features", "200000", "4",
        "dnb", "", "Liquid 2020",
    ];

    public static IReadOnlyList<string> Columns { get; } = [.. SongData.Card.Schema.Select(column => column.Name)];

    /// <summary>CSV of sound songs, but for the values that a row number and a column name.</summary>
    public static string Csv(int rows, params (int Row, string Column, string Value)[] changes)
    {
        var lines = Enumerable.Range(0, rows).Select(_ => (string[])Song.Clone()).ToArray();
        foreach (var (row, column, value) in changes) lines[row][Columns.ToList().IndexOf(column)] = value;
        return string.Join(",", Columns) + "\n" + string.Concat(lines.Select(line => string.Join(",", line) + "\n"));
    }

    /// <summary>Sound songs that differ in tempo: row r has tempo 100 + r.</summary>
    public static string DistinctCsv(int rows) =>
        Csv(rows, [.. Enumerable.Range(0, rows).Select(row => (row, "tempo", $"{100 + row}"))]);

    /// <summary>Writes Parquet of the one song, with some columns' expressions replaced or (by "") left out.</summary>
    public static string Parquet(string file, params (string Column, string Expression)[] changes)
    {
        var selected = Columns.Select((column, i) =>
        {
            var type = SongData.Card.Schema[i].Type switch { "double" => "DOUBLE", "int64" => "BIGINT", _ => "VARCHAR" };
            var change = changes.FirstOrDefault(change => change.Column == column).Expression;
            return change == "" ? null : $"{change ?? $"nullif('{Song[i]}', '')::{type}"} AS \"{column}\"";
        }).OfType<string>();
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY (SELECT {string.Join(", ", selected)} FROM range(3) AS r(i)) TO '{file}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return file;
    }
}
