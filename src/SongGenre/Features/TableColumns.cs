using System.Globalization;
using Microsoft.Data.Analysis;

namespace SongGenre.Features;

/// <summary>Reads rows of a table's columns as plain arrays.</summary>
internal static class TableColumns
{
    /// <summary>Numbers; a missing one is NaN.</summary>
    /// <exception cref="SongGenreException">There is no such column, or it holds what is no finite number.</exception>
    public static double[] Numbers(DataFrame table, string name, int[] rows)
    {
        var column = Find(table, name);
        var values = Array.ConvertAll(rows, row => column switch
        {
            DoubleDataFrameColumn doubles => doubles[row] ?? double.NaN,
            Int64DataFrameColumn integers => integers[row] ?? double.NaN,
            _ => Convert(column[row], name, row),
        });
        var infinite = Array.FindIndex(values, double.IsInfinity);
        return infinite < 0
            ? values
            : throw new SongGenreException(FormattableString.Invariant(
                $"Column {name} is infinite in row {rows[infinite]}; give a finite number or leave it empty."));
    }

    /// <summary>Texts; a missing one is "".</summary>
    /// <exception cref="SongGenreException">There is no such column.</exception>
    public static string[] Texts(DataFrame table, string name, int[] rows)
    {
        var column = Find(table, name);
        return Array.ConvertAll(rows, row => column[row] as string ?? "");
    }

    /// <summary>
    /// The title, a blank, and the song's name; from <c>text_feature</c> where cleaning has joined them already.
    /// </summary>
    public static string[] TitlesAndNames(DataFrame table, int[] rows)
    {
        if (table.Columns.IndexOf("text_feature") >= 0) return Texts(table, "text_feature", rows);
        var texts = Texts(table, "title", rows);
        var names = Texts(table, "song_name", rows);
        for (var i = 0; i < texts.Length; i++) texts[i] += " " + names[i];
        return texts;
    }

    private static DataFrameColumn Find(DataFrame table, string name)
    {
        var index = table.Columns.IndexOf(name);
        if (index >= 0) return table.Columns[index];
        var known = string.Join(", ", table.Columns.Select(column => column.Name));
        throw new SongGenreException(
            $"The table has no column {name}, which the features need; its columns are {known}.");
    }

    private static double Convert(object? value, string name, int row)
    {
        if (value is null) return double.NaN;
        if (value is not string && value is IConvertible number) return number.ToDouble(CultureInfo.InvariantCulture);
        throw new SongGenreException(FormattableString.Invariant(
            $"Column {name} holds '{value}' in row {row}; it must hold numbers."));
    }
}
