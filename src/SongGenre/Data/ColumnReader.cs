using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>Reads one column row by row and refuses values that it may not hold.</summary>
internal abstract class ColumnReader(DbDataReader reader, int position, string name, string file)
{
    /// <summary>The column's name.</summary>
    protected string Name => name;

    /// <summary>The type of the values as they stand in the file.</summary>
    protected Type FileType { get; } = reader.GetFieldType(position);

    /// <summary>Creates the reader of a column at a position of the query's result.</summary>
    public static ColumnReader Create(
        DbDataReader reader, int position, DataSetColumn column, string file, bool requireGenre) => column.Type switch
        {
            "double" => new Doubles(reader, position, column.Name, file),
            "int64" => new Integers(reader, position, column.Name, file),
            _ => new Texts(reader, position, column.Name, file, requireGenre && column.Name == "genre" ? column.Values : null),
        };

    /// <summary>Reads the value of the reader's current row.</summary>
    public abstract void Read(int row);

    /// <summary>The column of all values read.</summary>
    public abstract DataFrameColumn Finish();

    private bool IsMissing => reader.IsDBNull(position);

    private long Integer => reader.GetInt64(position);

    private string Text => reader.GetString(position);

    private SongGenreException Error(int row, string what) =>
        new($"{file}: row {row} (counted from 0), column '{name}': {what}");

    private double ReadDouble(int row)
    {
        if (FileType != typeof(string)) return Finite(reader.GetDouble(position), row);
        var text = Text;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Finite(value, row)
            : throw Error(row, $"'{Shorten(text)}' is no number.");
    }

    private double Finite(double value, int row) => double.IsFinite(value)
        ? value
        : throw Error(row, $"the value is {(double.IsNaN(value) ? "NaN" : "infinite")}; leave it empty if it is missing.");

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 40 ? line : line[..39] + "…";
    }

    private sealed class Doubles(DbDataReader reader, int position, string name, string file)
        : ColumnReader(reader, position, name, file)
    {
        private readonly List<double?> _values = [];

        public override void Read(int row) => _values.Add(IsMissing ? null : ReadDouble(row));

        public override DataFrameColumn Finish() => new DoubleDataFrameColumn(Name, _values);
    }

    private sealed class Integers(DbDataReader reader, int position, string name, string file)
        : ColumnReader(reader, position, name, file)
    {
        // From here on doubles leave whole numbers out.
        private const double Limit = 9007199254740992;
        private readonly List<long?> _values = [];

        public override void Read(int row) => _values.Add(IsMissing ? null : ReadInteger(row));

        public override DataFrameColumn Finish() => new Int64DataFrameColumn(Name, _values);

        private long ReadInteger(int row)
        {
            if (FileType == typeof(long)) return Integer;
            if (FileType == typeof(string)
                && long.TryParse(Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var integer))
                return integer;

            var value = ReadDouble(row);
            return Math.Abs(value) <= Limit && value == Math.Truncate(value)
                ? (long)value
                : throw Error(row, $"{value.ToString(CultureInfo.InvariantCulture)} is no whole number of at most 53 bits.");
        }
    }

    private sealed class Texts(
        DbDataReader reader, int position, string name, string file, IReadOnlyList<string>? required)
        : ColumnReader(reader, position, name, file)
    {
        private readonly List<string?> _values = [];

        public override void Read(int row)
        {
            var value = IsMissing ? null : Text;
            if (required is not null && (value is null || !required.Contains(value)))
                throw Error(row, value is null
                    ? "the genre is missing."
                    : $"unknown genre '{Shorten(value)}'; known are {string.Join(", ", required)}.");
            _values.Add(value);
        }

        public override DataFrameColumn Finish() => new StringDataFrameColumn(Name, _values);
    }
}
