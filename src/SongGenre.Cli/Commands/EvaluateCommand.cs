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
            model, data, RecordOptions.All, json,
        };
        // On another thread: Ctrl+C is only watched once the action has returned its task.
        command.SetAction((parsed, cancel) => Task.Run(
            () =>
            {
                var options = RecordOptions.Read(parsed);
                using var folder = CommonOptions.OpenModel(
                    parsed.GetValue(model)!, parsed.InvocationConfiguration.Error);
                var fitted = GenreModel.Load(folder.Path);
                return RecordedCommand.Do(parsed, options, fitted.Experiment, [], record =>
                {
                    record.Run.UsedModel(folder);
                    Run(fitted, parsed.GetValue(data)!, parsed.GetValue(json), record, cancel);
                    return 0;
                });
            },
            CancellationToken.None));
        return command;
    }

    private static void Run(
        GenreModel fitted, string data, bool json, RecordedCommand record, CancellationToken cancel)
    {
        var songs = SongData.Read(data).Clean();
        record.Run.Data(songs);
        cancel.ThrowIfCancellationRequested();
        var result = GenreEvaluation.Run(fitted, songs);
        cancel.ThrowIfCancellationRequested();
        record.Run.Result(songs, fitted, result);
        if (json) record.Output.WriteLine(ToJson(result, songs).ToJsonString());
        else Print(result, songs, record.Output);
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
