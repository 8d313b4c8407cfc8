using System.Data.Common;
using DuckDB.NET.Data;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>Reads a file of songs into a table and refuses what no later step could use.</summary>
internal static partial class SongReader
{
    /// <summary>
    /// Reads the columns of <c>data/dataset.json</c> in its order, then <c>row</c>, the 0-based row number. Other
    /// columns are ignored.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="requireGenre">
    /// Whether each row needs a known genre; otherwise the column may be missing, and so may its values.
    /// </param>
    /// <exception cref="SongGenreException">A column is missing or mistyped, or a value is not what it must be.</exception>
    public static DataFrame Read(DataFile file, bool requireGenre)
    {
        try
        {
            using var connection = Sql.Open();
            var source = file.IsParquet ? Parquet(connection, file.Path) : Csv(file.Path);
            var columns = DataSetCard.Embedded.Schema;
            RequireColumns(file.Path, source, requireGenre);
            var selected = columns.Select(column => Select(file.Path, column, source));
            using var command = connection.Command($"SELECT {string.Join(", ", selected)} FROM {source.Sql}");
            using var reader = command.ExecuteReader();
            return Read(reader, file.Path, columns, requireGenre);
        }
        catch (DuckDBException e)
        {
            throw new SongGenreException($"{file.Path}: can't be read: {Reason(e)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException($"{file.Path}: can't be read: {e.Message}", e);
        }
    }

    private static DataFrame Read(
        DbDataReader reader, string file, IReadOnlyList<DataSetColumn> columns, bool requireGenre)
    {
        var readers = columns.Select((column, i) => ColumnReader.Create(reader, i, column, file, requireGenre)).ToArray();
        var rows = 0;
        for (; reader.Read(); rows++)
        {
            foreach (var column in readers) column.Read(rows);
        }

        if (rows == 0) throw new SongGenreException($"{file}: the file has columns but no rows.");
        return new DataFrame(
            [.. readers.Select(column => column.Finish()),
             new Int64DataFrameColumn("row", Enumerable.Range(0, rows).Select(row => (long)row))]);
    }

    // DuckDB's first line says where, its third what; between them stands the line itself, which may be long.
    private static string Reason(DuckDBException failure)
    {
        var lines = failure.Message.Split('\n');
        var where = lines[0].IndexOf("CSV Error on Line: ", StringComparison.Ordinal);
        return where >= 0 && lines.Length > 2
            ? $"line {lines[0][(where + 19)..].Trim()}: {lines[2].Trim()}"
            : failure.FirstLine();
    }
}
