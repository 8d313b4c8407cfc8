using Microsoft.Data.Analysis;
using SongGenre.Data;
using SongGenre.Features;

namespace SongGenre.Tests.Features;

/// <summary>Made-up songs of three genres that differ by sound and by name; rows 0 and 1 are one recording.</summary>
internal static class ManySongs
{
    public static CleanSongs Create(int count)
    {
        string[] words = ["bass drop", "LOUD night", "love song"];
        var labels = Enumerable.Range(0, count).Select(i => i % 3).ToArray();
        double Number(int column, int row) => row == 1 ? Number(column, 0)
            : column + (labels[row] * 0.3) + (((row * 37 * (column + 1)) % 101) / 100.0);
        var table = new DataFrame();
        var rows = Enumerable.Range(0, count).ToArray();
        foreach (var (name, c) in FeaturePipeline.Numerical.Select((name, c) => (name, c)))
        {
            table.Columns.Add(name == "duration_ms"
                ? new Int64DataFrameColumn(name, rows.Select(row => (long)(20_000 * Number(c, row))))
                : new DoubleDataFrameColumn(name, rows.Select(row => Number(c, row))));
        }

        long Whole(int row, int of) => row == 1 ? 0 : row * 7 % of;
        table.Columns.Add(new Int64DataFrameColumn("time_signature", Enumerable.Repeat(4L, count)));
        table.Columns.Add(new Int64DataFrameColumn("key", rows.Select(row => Whole(row, 12))));
        table.Columns.Add(new Int64DataFrameColumn("mode", rows.Select(row => Whole(row, 2))));
        table.Columns.Add(new StringDataFrameColumn("type", Enumerable.Repeat("audio_features", count)));
        table.Columns.Add(new StringDataFrameColumn("genre", labels.Select(label => "abc"[label].ToString())));
        var names = labels.Select((label, row) => row % 5 == 4 ? "" : $"{words[label]} {row % 7}").ToArray();
        table.Columns.Add(new StringDataFrameColumn("song_name", names));
        table.Columns.Add(new StringDataFrameColumn("title", Enumerable.Repeat("", count)));
        table.Columns.Add(new StringDataFrameColumn("text_feature", names.Select(name => " " + name)));
        var source = new DataSource(DataOrigin.Given, "many", "", IsPublished: false, IsSynthetic: false);
        return new(table, source, new(count, 0, 0, 0), ["a", "b", "c"], labels);
    }
}
