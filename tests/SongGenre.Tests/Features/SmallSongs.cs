using Microsoft.Data.Analysis;
using SongGenre.Data;
using SongGenre.Features;

namespace SongGenre.Tests.Features;

/// <summary>
/// A few made-up songs with everything that real ones have: missing numbers, unknown keys, both kinds of text.
/// </summary>
internal static class SmallSongs
{
    public static CleanSongs Create()
    {
        string[] titles = ["Hard Techno", "", "", "techno 2020", "", "trance"];
        string[] names = ["", "Bass Drum", "bass  feat", "", "", ""];
        var table = new DataFrame();
        foreach (var (name, i) in FeaturePipeline.Numerical.Select((name, i) => (name, i)))
        {
            table.Columns.Add(name == "duration_ms"
                ? new Int64DataFrameColumn(name, [100_000, 200_000, 300_000, 400_000, 500_000, 600_000])
                : new DoubleDataFrameColumn(name, [i, null, i + 2, i + 6, i + 0.5, double.NaN]));
        }

        table.Columns.Add(new Int64DataFrameColumn("time_signature", new long?[] { 4, 3, 4, null, 4, 5 }));
        table.Columns.Add(new Int64DataFrameColumn("key", [0, 11, 5, 0, 5, 7]));
        table.Columns.Add(new Int64DataFrameColumn("mode", [0, 1, 0, 1, 0, 1]));
        table.Columns.Add(new StringDataFrameColumn("type", Enumerable.Repeat("audio_features", 6)));
        table.Columns.Add(new StringDataFrameColumn("genre", ["a", "b", "a", "b", "a", "b"]));
        table.Columns.Add(new StringDataFrameColumn("song_name", names));
        table.Columns.Add(new StringDataFrameColumn("title", titles));
        var texts = titles.Zip(names, (title, name) => $"{title} {name}");
        table.Columns.Add(new StringDataFrameColumn("text_feature", texts));
        var source = new DataSource(DataOrigin.Given, "small", "", IsPublished: false, IsSynthetic: false);
        return new(table, source, new(6, 0, 0, 0), ["a", "b"], [0, 1, 0, 1, 0, 1]);
    }
}
