using System.Globalization;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

public static partial class SongData
{
    /// <summary>One song from <c>column=value</c> pairs; columns that are left out are missing.</summary>
    /// <exception cref="SongGenreException">A pair has no '=', names no feature column, or holds no number.</exception>
    public static Songs One(IEnumerable<string> values)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in values)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new SongGenreException($"'{pair}' is no COLUMN=VALUE, such as tempo=174.");
            given[pair[..equals]] = pair[(equals + 1)..];
        }

        var known = Card.Schema.Select(c => c.Name).Where(n => n is not ("genre" or "type")).ToList();
        foreach (var name in given.Keys.Except(known))
        {
            throw new SongGenreException($"'{name}' is no column of songs.{Nearest.Hint(name, known)}");
        }

        var columns = Card.Schema.Select(c => Cell(c, given.GetValueOrDefault(c.Name))).ToList();
        columns.Add(new Int64DataFrameColumn("row", [0L]));
        var source = new DataSource(DataOrigin.Given, "command line", "", IsPublished: false, IsSynthetic: false);
        return new Songs(new DataFrame(columns), source);
    }

    private static DataFrameColumn Cell(DataSetColumn column, string? text) => column.Type switch
    {
        "string" => new StringDataFrameColumn(column.Name, [text!]),
        "int64" => new Int64DataFrameColumn(column.Name, [(long?)Number(column, text)]),
        _ => new DoubleDataFrameColumn(column.Name, [Number(column, text)]),
    };

    private static double? Number(DataSetColumn column, string? text)
    {
        if (text is null) return null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number)
            || (column.Type == "int64" && (number != Math.Floor(number) || Math.Abs(number) > int.MaxValue)))
        {
            var kind = column.Type == "int64" ? "whole number" : "number";
            throw new SongGenreException($"{column.Name}: '{text}' is no {kind}");
        }

        return number;
    }
}
