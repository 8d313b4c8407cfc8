using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

/// <summary>Songs made by hand: of each only what a split looks at.</summary>
internal static class SmallSongs
{
    /// <summary>
    /// One row for each entry: its genre (an index into <see cref="SongData.Genres"/>, or −1), the number of its
    /// recording, and its playlist title. Rows of one recording differ in loudness.
    /// </summary>
    public static Songs Of(params (int Genre, int Recording, string? Title)[] rows)
    {
        DoubleDataFrameColumn Doubles(string name) => new(name, rows.Select(_ => 0.5));
        Int64DataFrameColumn Integers(string name, Func<int, long> value) => new(name, rows.Select((_, row) => value(row)));
        StringDataFrameColumn Texts(string name, Func<int, string?> value) => new(name, rows.Select((_, row) => value(row)));
        var table = new DataFrame(
            Doubles("danceability"), Doubles("energy"), Integers("key", _ => 1),
            new DoubleDataFrameColumn("loudness", rows.Select((_, row) => (double?)(-row / 1000.0))), Integers("mode", _ => 1),
            Doubles("speechiness"), Doubles("acousticness"), Doubles("instrumentalness"), Doubles("liveness"),
            Doubles("valence"), new DoubleDataFrameColumn("tempo", rows.Select(row => 100.0 + row.Recording)),
            Texts("type", _ => "audio_features"), Integers("duration_ms", _ => 200000), Integers("time_signature", _ => 4),
            Texts("genre", row => rows[row].Genre < 0 ? null : SongData.Genres[rows[row].Genre]),
            Texts("song_name", _ => null), Texts("title", row => rows[row].Title), Integers("row", row => row));
        return new Songs(table, new DataSource(DataOrigin.Given, "small.csv", new string('0', 64), false, false));
    }
}
