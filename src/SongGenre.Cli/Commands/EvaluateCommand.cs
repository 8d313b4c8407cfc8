using System.CommandLine;
using System.Text.Json.Nodes;
using SongGenre.Data;

namespace SongGenre.Cli.Commands;

internal static class EvaluateCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var data = CommonOptions.RequiredData();
        var json = CommonOptions.Json();
        var command = new ExampleCommand("evaluate", "Score a saved model on a table of songs whose genres are known.",
            "songgenre evaluate --model artifacts/model --data theirs.csv")
        {
            model, data, json,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var fitted = CommonOptions.LoadModel(parsed.GetValue(model)!, parsed.InvocationConfiguration.Error);
            var songs = SongData.Read(parsed.GetValue(data)!).Clean();
            var result = GenreEvaluation.Run(fitted, songs);
            if (parsed.GetValue(json)) output.WriteLine(ToJson(result, songs).ToJsonString());
            else Print(result, songs, output);
        });
        return command;
    }

    private static JsonObject ToJson(EvaluationResult result, CleanSongs songs) => new()
    {
        ["rows"] = songs.Count,
        ["metrics"] = ScoreOutput.ToJson(result.Scores),
        ["missing_classes"] = new JsonArray(
            [.. result.Scores.MissingClasses.Select(c => JsonValue.Create(songs.Genres[c]))]),
        ["contaminated_rows"] = result.ContaminatedRows,
        ["data_sha256"] = songs.Source.Sha256,
        ["synthetic"] = songs.Source.IsSynthetic,
    };

    private static void Print(EvaluationResult result, CleanSongs songs, TextWriter output)
    {
        if (songs.Source.IsSynthetic) output.WriteLine(DataSource.SyntheticNotice);
        if (result.ContaminatedRows > 0)
        {
            output.WriteLine(
                $"CONTAMINATED: the model was trained on {result.ContaminatedRows} of these {songs.Count} rows");
        }

        ScoreOutput.Print(output, ("score", result.Scores));
    }
}
