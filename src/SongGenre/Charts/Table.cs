using System.Globalization;
using System.Reflection;
using Microsoft.Data.Analysis;

namespace SongGenre.Charts;

/// <summary>
/// A small table that people read, with an HTML and a plain-text face. Columns of numbers are aligned to the right, all others
/// to the left; missing values are shown as "—".
/// </summary>
public sealed partial class Table
{
    private readonly bool[] numeric;

    /// <summary>The columns' types, one each; none but for a data frame.</summary>
    private readonly string[] types;

    private Table(
        string caption,
        IReadOnlyList<string> headers,
        IReadOnlyList<IReadOnlyList<string>> rows,
        bool[] numeric,
        string note,
        string[] types)
    {
        Caption = caption;
        Headers = headers;
        Rows = rows;
        Note = note;
        this.numeric = numeric;
        this.types = types;
    }

    /// <summary>What the table shows; may be empty.</summary>
    public string Caption { get; }

    /// <summary>One header per column.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>The cells as they are shown: rows × columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>What has to be known to read it, below the table; may be empty.</summary>
    public string Note { get; }

    /// <summary>A table with one row per item.</summary>
    /// <typeparam name="T">A row: any type, anonymous ones too.</typeparam>
    /// <param name="rows">The rows in their order.</param>
    /// <param name="caption">What the table shows.</param>
    /// <param name="columns">The columns; none: one for each public property of <typeparamref name="T"/>.</param>
    /// <returns>The table.</returns>
    public static Table From<T>(IEnumerable<T> rows, string caption, params IReadOnlyList<TableColumn<T>> columns)
    {
        if (columns.Count == 0)
            columns = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(Column)];
        var values = rows.Select(row => columns.Select(column => column.Value(row)).ToArray()).ToArray();
        return new(
            caption,
            [.. columns.Select(column => column.Header)],
            [.. values.Select(row => row.Select((value, i) => Cell(value, columns[i].Format)).ToArray())],
            [.. columns.Index().Select(column => IsNumeric(values, column.Index))],
            "",
            []);

        static TableColumn<T> Column(PropertyInfo property) => new(property.Name, row => property.GetValue(row));
    }

    /// <summary>The first rows of a data frame, its columns' types below their names in the HTML face. Long text is cut at 40
    /// characters, since a frame's rows are samples of its content; whole numbers have their thousands grouped.</summary>
    /// <param name="frame">The data frame.</param>
    /// <param name="rows">Number of rows shown at most, at least 1; default 10.</param>
    /// <param name="caption">What the table shows; default: the data frame's shape.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1.</exception>
    public static Table From(DataFrame frame, int rows = 10, string? caption = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var shown = (int)Math.Min(rows, frame.Rows.Count);
        var shape = $"{Counted(frame.Rows.Count, "row")} × {Counted(frame.Columns.Count, "column")}";
        return new(
            caption ?? shape,
            [.. frame.Columns.Select(column => column.Name)],
            [.. Enumerable.Range(0, shown).Select(row => frame.Columns.Select(column => FrameCell(column[row])).ToArray())],
            [.. frame.Columns.Select(column => column.IsNumericColumn())],
            shown == frame.Rows.Count ? caption is null ? "" : shape
                : string.Create(CultureInfo.InvariantCulture, $"first {shown:N0} of {frame.Rows.Count:N0} rows"),
            [.. frame.Columns.Select(column => TypeName(column.DataType))]);

        static string FrameCell(object? value) => OneLine(Cell(value, value is long or int or short or byte ? "N0" : null));

        static string Counted(long count, string what) =>
            string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
    }

    /// <summary>The same table with a line below it.</summary>
    /// <param name="note">What has to be known to read the table.</param>
    public Table WithNote(string note) => new(Caption, Headers, Rows, numeric, note, types);

    private static string Cell(object? value, string? format) => value switch
    {
        null => Numbers.Missing,
        double number => Numbers.Text(number, format),
        float number => Numbers.Text(number, format),
        decimal number when format is null => Numbers.Text((double)number),
        bool truth => truth ? "yes" : "no",
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? Numbers.Missing,
    };

    private static bool IsNumeric(object?[][] rows, int column) =>
        rows.Select(row => row[column]).FirstOrDefault(value => value is not null)
            is double or float or decimal or int or long or short or byte or uint or ulong or ushort or sbyte;

    private static string TypeName(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Double => "double",
        TypeCode.Single => "float",
        TypeCode.Int64 => "int64",
        TypeCode.Int32 => "int32",
        TypeCode.String => "string",
        TypeCode.Boolean => "bool",
        _ => type.Name,
    };
}
