using System.Globalization;
using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre;

/// <summary>What a model says of songs, as a table.</summary>
public static class Predictions
{
    /// <summary>
    /// One row per song: <c>row</c> (its row number in the file), <c>genre</c> (the most probable) and one column with
    /// the probability of each genre.
    /// </summary>
    public static DataFrame Of(GenreModel model, CleanSongs songs)
    {
        var rows = Enumerable.Range(0, songs.Count).ToArray();
        var probabilities = model.Predict(songs.Table, rows);
        List<DataFrameColumn> columns =
        [
            new Int64DataFrameColumn("row", rows.Select(r => (long)songs.Table["row"][r])),
            new StringDataFrameColumn("genre", rows.Select(r => model.Genres[probabilities.Predicted(r)])),
        ];
        for (var c = 0; c < model.Genres.Count; c++)
        {
            columns.Add(new DoubleDataFrameColumn(model.Genres[c], rows.Select(r => probabilities[r, c])));
        }

        return new DataFrame(columns);
    }

    /// <summary>Writes the table as CSV; no value of it needs quotes.</summary>
    public static void WriteCsv(DataFrame predictions, TextWriter output)
    {
        output.WriteLine(string.Join(',', predictions.Columns.Select(c => c.Name)));
        for (var row = 0L; row < predictions.Rows.Count; row++)
        {
            output.WriteLine(string.Join(',', predictions.Columns.Select(c => Convert.ToString(c[row], CultureInfo.InvariantCulture))));
        }
    }
}
