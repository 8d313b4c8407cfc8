using DuckDB.NET.Data;

namespace SongGenre.Data;

internal static partial class SongReader
{
    /// <summary>A file as DuckDB reads it: the table function's call, and each column's name and DuckDB type.</summary>
    private sealed record Source(string Sql, IReadOnlyList<(string Name, string Type)> Columns, bool IsText)
    {
        /// <summary>The position of a column by its exact name; −1 if there is none.</summary>
        public int Find(string name)
        {
            for (var i = 0; i < Columns.Count; i++)
            {
                if (Columns[i].Name == name) return i;
            }

            return -1;
        }
    }

    private static Source Parquet(DuckDBConnection connection, string file)
    {
        var sql = $"read_parquet({Sql.FileToRead(file)}, hive_partitioning = false)";
        using var command = connection.Command($"DESCRIBE SELECT * FROM {sql}");
        using var reader = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (reader.Read()) columns.Add((reader.GetString(0), reader.GetString(1)));
        return new Source(sql, columns, IsText: false);
    }

    // Everything is fixed, nothing guessed: DuckDB's guesses look at a part of the file only, and its errors about
    // them name no line.
    private static Source Csv(string file)
    {
        var names = CsvHeader.Read(file);
        foreach (var column in DataSetCard.Embedded.Schema)
        {
            if (names.Count(name => name == column.Name) > 1)
                throw new SongGenreException($"{file}: column '{column.Name}' stands in it twice; remove one.");
        }

        var columns = string.Join(", ", names.Select((_, i) => $"'c{i}': 'VARCHAR'"));
        return new Source(
            $"read_csv({Sql.FileToRead(file)}, auto_detect = false, columns = {{{columns}}}, header = true, "
            + "delim = ',', quote = '\"', escape = '\"', nullstr = '', compression = 'none', "
            + "hive_partitioning = false, parallel = false)",
            [.. names.Select(name => (name, "VARCHAR"))],
            IsText: true);
    }

    private static void RequireColumns(string file, Source source, bool requireGenre)
    {
        var missing = DataSetCard.Embedded.Schema
            .Where(column => (requireGenre || column.Name != "genre") && source.Find(column.Name) < 0)
            .Select(column => $"'{column.Name}'").ToList();
        if (missing.Count == 0) return;

        var hint = source.IsText ? "the first line must name them, separated by commas" : "names must match exactly";
        throw new SongGenreException(missing.Count == 1
            ? $"{file}: column {missing[0]} is missing; {hint}."
            : $"{file}: columns {string.Join(", ", missing)} are missing; {hint}.");
    }

    /// <summary>The expression that reads a column, cast only where nothing can be lost.</summary>
    private static string Select(string file, DataSetColumn column, Source source)
    {
        var position = source.Find(column.Name);
        if (position < 0) return "NULL::VARCHAR";
        if (source.IsText) return $"c{position}";

        var name = Sql.Name(column.Name);
        var type = source.Columns[position].Type;
        var whole = type is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER";
        var number = whole || type is "UBIGINT" or "HUGEINT" or "UHUGEINT" or "FLOAT" or "DOUBLE"
            || type.StartsWith("DECIMAL", StringComparison.Ordinal);
        return (column.Type, type) switch
        {
            ("string", "VARCHAR") => name,
            ("int64", _) when whole => $"{name}::BIGINT",
            ("int64" or "double", _) when number => $"{name}::DOUBLE",
            // A column without a single value has a type that its writer made up.
            ("string", _) => $"CASE WHEN {name} IS NULL THEN NULL ELSE error({Mistyped("text")}) END::VARCHAR",
            _ => $"CASE WHEN {name} IS NULL THEN NULL ELSE error({Mistyped("numbers")}) END::DOUBLE",
        };

        string Mistyped(string wanted) => Sql.Text($"column '{column.Name}' holds {type}, it must hold {wanted}");
    }
}
