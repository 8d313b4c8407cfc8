using System.CommandLine;
using SongGenre.Data;

namespace SongGenre.Cli.Commands;

internal static class PredictCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var data = new Option<string?>("--data")
        {
            Description = "The songs: a Parquet or CSV file, or a folder that holds it; a genre column is not needed",
            HelpName = "FILE",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Where the predictions go, as CSV, Parquet or JSON lines (.jsonl) by the ending. "
                + "Default: CSV to standard output",
            HelpName = "FILE",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "One column of a single song, such as tempo=174; may be repeated; "
                + "the others count as missing",
            HelpName = "COLUMN=VALUE",
        };
        var command = new ExampleCommand("predict", "Predict genre and class probabilities of songs.",
            "songgenre predict --model artifacts/model --data new.csv --out genres.csv",
            "songgenre predict --model artifacts/model --set title=\"Drum & Bass 2020\" --set tempo=174")
        {
            model, data, output, set,
        };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(data);
            var values = parsed.GetValue(set)!;
            if (file is null == (values.Length == 0))
            {
                throw new UsageException("give either many songs with --data FILE or one song with --set COLUMN=VALUE");
            }

            var one = file is null ? OneSong(values) : null;
            var fitted = CommonOptions.LoadModel(parsed.GetValue(model)!, parsed.InvocationConfiguration.Error);
            var songs = one ?? SongData.Read(file!, requireGenre: false).Clean(dropDuplicates: false);
            var predictions = Predictions.Of(fitted, songs);
            if (parsed.GetValue(output) is not { } target)
            {
                Predictions.WriteCsv(predictions, parsed.InvocationConfiguration.Output);
                return;
            }

            TableFile.Write(predictions, target);
            parsed.InvocationConfiguration.Error.WriteLine($"wrote {songs.Count} predictions to {target}");
        });
        return command;
    }

    private static CleanSongs OneSong(string[] values)
    {
        try
        {
            return SongData.One(values).Clean();
        }
        catch (SongGenreException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
