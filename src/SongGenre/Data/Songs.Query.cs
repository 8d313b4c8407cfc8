using System.Data.Common;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

public sealed partial class Songs
{
    /// <summary>
    /// Runs one SQL query of DuckDB's dialect over this table, which is called <c>songs</c>. The query sees nothing
    /// else: no file, no network; and what it changes is forgotten.
    /// </summary>
    /// <param name="sql">A query, such as <c>select genre, count(*) as n from songs group by genre order by n</c>.</param>
    /// <returns>
    /// The result: integers as <see cref="Int64DataFrameColumn"/>, other numbers as <see cref="DoubleDataFrameColumn"/>,
    /// truth values as <see cref="BooleanDataFrameColumn"/>, text as <see cref="StringDataFrameColumn"/>. Integers that
    /// need more than 64 bits become doubles.
    /// </returns>
    /// <exception cref="SongGenreException">
    /// DuckDB refuses the query, two columns of the result have one name, or a column is of another type.
    /// </exception>
    public DataFrame Query(string sql)
    {
        if (string.IsNullOrWhiteSpace(sql)) throw new SongGenreException("SQL: the query is empty.");
        try
        {
            using var connection = Sql.Open();
            connection.Append("songs", Table);
            connection.Run("SET enable_external_access = false; SET lock_configuration = true;");
            using var command = connection.Command(sql);
            using var reader = command.ExecuteReader();
            return ReadResult(reader);
        }
        catch (DuckDBException e)
        {
            throw new SongGenreException($"SQL: {e.FirstLine()}", e);
        }
    }

    private static DataFrame ReadResult(DbDataReader reader)
    {
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        foreach (var (i, name) in names.Index())
        {
            if (names.AsSpan(0, i).Contains(name))
                throw new SongGenreException($"SQL: two columns of the result are called '{name}'; rename one with AS.");
        }

        var values = names.Select(_ => new List<object?>()).ToArray();
        while (reader.Read())
        {
            for (var i = 0; i < values.Length; i++) values[i].Add(reader.IsDBNull(i) ? null : reader.GetValue(i));
        }

        return new DataFrame(names.Select((name, i) => ResultColumn(name, reader.GetFieldType(i), values[i])));
    }

    private static DataFrameColumn ResultColumn(string name, Type type, List<object?> values)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(string))
            return new StringDataFrameColumn(name, values.Cast<string?>());
        if (type == typeof(bool))
            return new BooleanDataFrameColumn(name, values.Cast<bool?>());
        if (type == typeof(double) || type == typeof(float) || type == typeof(decimal))
            return new DoubleDataFrameColumn(
                name, values.Select(v => v is null ? (double?)null : Convert.ToDouble(v, culture)));
        if (!IsInteger(type))
            throw new SongGenreException(
                $"SQL: column '{name}' of the result is neither number nor text; cast it to VARCHAR.");

        var integers = values.Select(value => value switch
        {
            null => (BigInteger?)null,
            BigInteger big => big,
            _ => new BigInteger(Convert.ToDecimal(value, culture)),
        }).ToList();
        return integers.All(v => v is null || (v >= long.MinValue && v <= long.MaxValue))
            ? new Int64DataFrameColumn(name, integers.Select(v => (long?)v))
            : new DoubleDataFrameColumn(name, integers.Select(v => (double?)v));
    }

    private static bool IsInteger(Type type) => type == typeof(BigInteger)
        || Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;
}
