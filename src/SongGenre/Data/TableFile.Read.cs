using System.Data.Common;
using DuckDB.NET.Data;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

public static partial class TableFile
{
    /// <summary>Reads a table that <see cref="Write"/> wrote as Parquet; the file's name doesn't matter.</summary>
    /// <param name="file">The file.</param>
    /// <returns>
    /// The table as it was: rows and columns in their order, missing values missing; only 32-bit integers come back as
    /// 64-bit ones.
    /// </returns>
    /// <exception cref="SongGenreException">The file can't be read, or is no such table.</exception>
    public static DataFrame Read(string file)
    {
        try
        {
            using var connection = Sql.Open();
            using var command = connection.Command(
                $"SELECT * FROM read_parquet({Sql.FileToRead(file)}, hive_partitioning = false)");
            using var reader = command.ExecuteReader();
            var columns = Enumerable.Range(0, reader.FieldCount).Select(i => NewColumn(file, reader, i)).ToArray();
            while (reader.Read())
            {
                foreach (var column in columns) column.Read();
            }

            return new DataFrame(columns.Select(column => column.Finish()));
        }
        catch (DuckDBException e)
        {
            throw new SongGenreException($"{file}: can't be read: {e.FirstLine()}", e);
        }
    }

    private static (Action Read, Func<DataFrameColumn> Finish) NewColumn(string file, DbDataReader reader, int i)
    {
        var name = reader.GetName(i);
        return reader.GetDataTypeName(i).ToUpperInvariant() switch
        {
            "DOUBLE" => Values(() => reader.GetDouble(i), v => new DoubleDataFrameColumn(name, v)),
            "BIGINT" => Values(() => reader.GetInt64(i), v => new Int64DataFrameColumn(name, v)),
            "BOOLEAN" => Values(() => reader.GetBoolean(i), v => new BooleanDataFrameColumn(name, v)),
            "VARCHAR" => Texts(),
            var type => throw new SongGenreException(
                $"{file}: column '{name}' holds {type}; only numbers, truth values and text can be read."),
        };

        (Action, Func<DataFrameColumn>) Values<T>(Func<T> read, Func<IEnumerable<T?>, DataFrameColumn> finish)
            where T : struct
        {
            var values = new List<T?>();
            return (() => values.Add(reader.IsDBNull(i) ? null : read()), () => finish(values));
        }

        (Action, Func<DataFrameColumn>) Texts()
        {
            var values = new List<string?>();
            return (() => values.Add(reader.IsDBNull(i) ? null : reader.GetString(i)),
                () => new StringDataFrameColumn(name, values));
        }
    }
}
