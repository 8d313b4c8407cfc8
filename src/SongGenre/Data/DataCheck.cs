using System.Globalization;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>Checks tables of songs against what <c>data/dataset.json</c> says of the published ones.</summary>
internal static partial class DataCheck
{
    private const int RowsShown = 10;

    /// <summary>Runs all checks in the order of the columns.</summary>
    /// <param name="table">The songs.</param>
    /// <param name="reference">Songs whose distributions the table's must be like; null to leave that out.</param>
    public static IReadOnlyList<CheckResult> Run(DataFrame table, DataFrame? reference)
    {
        var results = new List<CheckResult>();
        foreach (var column in DataSetCard.Embedded.Schema)
        {
            var found = table.Columns[column.Name];
            results.Add(Type(column, found));
            if (!column.Nullable) results.Add(Missing(table, column));
            if (column.Values is not null) results.Add(KnownValues(table, column));
            if (column.Min is not null) results.Add(Range(table, column));
        }

        if (reference is not null) results.AddRange(Compared.Select(name => Distribution(name, table, reference)));
        return results;
    }

    private static CheckResult Type(DataSetColumn column, DataFrameColumn found)
    {
        var type = found switch
        {
            DoubleDataFrameColumn => "double",
            Int64DataFrameColumn => "int64",
            StringDataFrameColumn => "string",
            _ => found.DataType.Name,
        };
        return new("type", column.Name, type == column.Type, 0, [], $"{type}, expected {column.Type}");
    }

    private static CheckResult Missing(DataFrame table, DataSetColumn column) =>
        Rows("missing", table, column, value => value is null, "a value in every row");

    private static CheckResult KnownValues(DataFrame table, DataSetColumn column)
    {
        var known = column.Values!.ToHashSet(StringComparer.Ordinal);
        return Rows(
            "known values", table, column, value => value is string text && !known.Contains(text),
            $"one of {string.Join(", ", column.Values!)}");
    }

    private static CheckResult Range(DataFrame table, DataSetColumn column) => Rows(
        "range", table, column,
        value => value is not null && !(Number(value) >= column.Min && Number(value) <= column.Max),
        string.Create(CultureInfo.InvariantCulture, $"{column.Min} to {column.Max}"));

    private static double Number(object value) =>
        value is string ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static CheckResult Rows(
        string name, DataFrame table, DataSetColumn column, Func<object?, bool> offends, string demand)
    {
        var values = table.Columns[column.Name];
        var numbers = (Int64DataFrameColumn)table.Columns["row"];
        var rows = new List<long>();
        var count = 0;
        for (var i = 0L; i < values.Length; i++)
        {
            if (!offends(values[i])) continue;
            if (count++ < RowsShown) rows.Add(numbers[i]!.Value);
        }

        return new(name, column.Name, count == 0, count, rows, $"expected {demand}");
    }
}
