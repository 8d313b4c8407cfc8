using DuckDB.NET.Data;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>The parts of DuckDB's SQL that files and tables share.</summary>
internal static class Sql
{
    /// <summary>Opens an empty database in memory that never looks for extensions elsewhere.</summary>
    public static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection(
            "DataSource=:memory:;autoinstall_known_extensions=false;autoload_known_extensions=false");
        connection.Open();
        return connection;
    }

    /// <summary>Runs statements that return nothing of interest.</summary>
    public static void Run(this DuckDBConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    /// <summary>A command; all values in its text went through <see cref="Text"/> or <see cref="Name"/>.</summary>
    public static DuckDBCommand Command(this DuckDBConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // SQL is this type's subject: Query's text is the user's own, all other values are quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>A text literal.</summary>
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A quoted name.</summary>
    public static string Name(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text literal for one file to read: DuckDB reads file names as patterns.</summary>
    public static string FileToRead(string file) => Text(Path.GetFullPath(file)
        .Replace("[", "[[]", StringComparison.Ordinal)
        .Replace("*", "[*]", StringComparison.Ordinal)
        .Replace("?", "[?]", StringComparison.Ordinal));

    /// <summary>What DuckDB complains of, on one line.</summary>
    public static string FirstLine(this DuckDBException failure) =>
        failure.Message.Split('\n', 2)[0].TrimEnd('\r', ' ', ':');

    /// <summary>Creates a table of a data frame's rows, in their order.</summary>
    public static void Append(this DuckDBConnection connection, string name, DataFrame table)
    {
        var columns = table.Columns.Select(column => $"{Name(column.Name)} {TypeOf(column)}");
        connection.Run($"CREATE TABLE {Name(name)} ({string.Join(", ", columns)})");
        var rows = (int)table.Rows.Count;
        var writers = table.Columns.Select(Writer).ToArray();
        using var appender = connection.CreateAppender(name);
        for (var i = 0; i < rows; i++)
        {
            var row = appender.CreateRow();
            foreach (var write in writers) write(row, i);
            row.EndRow();
        }
    }

    private static string TypeOf(DataFrameColumn column) => column switch
    {
        DoubleDataFrameColumn => "DOUBLE",
        Int64DataFrameColumn or Int32DataFrameColumn => "BIGINT",
        BooleanDataFrameColumn => "BOOLEAN",
        StringDataFrameColumn => "VARCHAR",
        _ => throw new SongGenreException(
            $"Column '{column.Name}' holds {column.DataType.Name} values; "
            + "only numbers, truth values and text can be stored."),
    };

    private static Action<IDuckDBAppenderRow, long> Writer(DataFrameColumn column) => column switch
    {
        DoubleDataFrameColumn numbers => (row, i) => row.AppendValue(numbers[i]),
        Int64DataFrameColumn integers => (row, i) => row.AppendValue(integers[i]),
        Int32DataFrameColumn integers => (row, i) => row.AppendValue((long?)integers[i]),
        BooleanDataFrameColumn booleans => (row, i) => row.AppendValue(booleans[i]),
        _ => (row, i) => row.AppendValue(((StringDataFrameColumn)column)[i]),
    };
}
