using Microsoft.Data.Analysis;

namespace SongGenre.Data;

public sealed partial class Songs
{
    /// <summary>
    /// Drops rows that equal an earlier one in all columns of <c>data/dataset.json</c> (a missing value equals a
    /// missing one), puts "" where <c>title</c> or <c>song_name</c> is missing, and adds
    /// <c>text_feature = title + " " + song_name</c>. This table stays as it is.
    /// </summary>
    /// <param name="dropDuplicates">
    /// Whether to drop duplicates; false keeps every row in its place, as predictions for a file need it. Default true.
    /// </param>
    public CleanSongs Clean(bool dropDuplicates = true)
    {
        var rows = (int)Table.Rows.Count;
        var kept = dropDuplicates
            ? DistinctRows.Of(Table, SongData.Card.Schema.Select(column => column.Name))
            : [.. Enumerable.Range(0, rows)];
        var columns = Table.Columns.Select(column => Take(column, kept)).ToList();
        var titles = (StringDataFrameColumn)columns.Single(column => column.Name == "title");
        var names = (StringDataFrameColumn)columns.Single(column => column.Name == "song_name");
        var report = new CleaningReport(rows, rows - kept.Length, Fill(titles), Fill(names));
        columns.Add(new StringDataFrameColumn("text_feature", titles.Zip(names, (title, name) => $"{title} {name}")));

        var table = new DataFrame(columns);
        return new CleanSongs(table, Source, report, SongData.Genres, LabelsOf(table));
    }

    /// <summary>Each row's genre as an index into <see cref="SongData.Genres"/>; −1 where it has none of them.</summary>
    internal static int[] LabelsOf(DataFrame table)
    {
        var labelOf = SongData.Genres.Index()
            .ToDictionary(genre => genre.Item, genre => genre.Index, StringComparer.Ordinal);
        return
        [
            .. ((StringDataFrameColumn)table.Columns["genre"])
                .Select(genre => genre is not null && labelOf.TryGetValue(genre, out var label) ? label : -1),
        ];
    }

    /// <summary>Some rows of a table of songs, in their order.</summary>
    internal static DataFrame Rows(DataFrame table, int[] rows) =>
        new(table.Columns.Select(column => Take(column, rows)));

    private static DataFrameColumn Take(DataFrameColumn column, int[] rows) => column switch
    {
        DoubleDataFrameColumn doubles => new DoubleDataFrameColumn(column.Name, rows.Select(row => doubles[row])),
        Int64DataFrameColumn integers => new Int64DataFrameColumn(column.Name, rows.Select(row => integers[row])),
        _ => new StringDataFrameColumn(column.Name, rows.Select(row => ((StringDataFrameColumn)column)[row])),
    };

    private static int Fill(StringDataFrameColumn column)
    {
        var filled = 0;
        for (var i = 0L; i < column.Length; i++)
        {
            if (column[i] is not null) continue;
            column[i] = "";
            filled++;
        }

        return filled;
    }
}
