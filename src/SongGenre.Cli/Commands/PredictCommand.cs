using System.CommandLine;
using SongGenre.Data;

namespace SongGenre.Cli.Commands;

internal static class PredictCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A folder that train saved", HelpName = "DIR", Required = true };
        var data = new Option<string?>("--data") { Description = "The songs; a genre column is not needed", HelpName = "FILE" };
        var output = new Option<string?>("--out")
        {
            Description = "Where the predictions go: .csv, .parquet or .jsonl. Default: CSV to standard output",
            HelpName = "FILE",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "One column of a single song, such as tempo=174; may be repeated; what is left out counts as missing",
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
                throw new UsageException("give the songs with --data FILE, or one song with --set COLUMN=VALUE");
            }

            var fitted = GenreModel.Load(parsed.GetValue(model)!);
            var songs = file is null ? OneSong(values) : SongData.Read(file, requireGenre: false).Clean(dropDuplicates: false);
            var predictions = Predictions.Of(fitted, songs);
            if (parsed.GetValue(output) is { } target) TableFile.Write(predictions, target);
            else Predictions.WriteCsv(predictions, parsed.InvocationConfiguration.Output);
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
