using System.CommandLine;
using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Evaluation;

namespace SongGenre.Cli.Commands;

internal static class TrainCommand
{
    private static readonly Option<string?> Config = CommonOptions.Config();
    private static readonly Option<string[]> Set = CommonOptions.Set();
    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<bool> Json = CommonOptions.Json();

    private static readonly Option<string?> SplitName = new("--split")
    {
        Description = $"How rows are divided: {string.Join(", ", SplitOptions.Kinds)}. Default: the experiment's",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Train = new("--train")
    {
        Description = "The training rows as a file of their own, together with --test",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Test = new("--test")
    {
        Description = "The test rows as a file of their own, together with --train",
        HelpName = "FILE",
    };

    private static readonly Option<string?> ModelOut = new("--model-out")
    {
        Description = "Save the fitted model as this folder",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new ExampleCommand("train", "Fit a model, score it on validation and test rows, and save it.",
            "songgenre train --split track --set forest.n_estimators=300 --model-out artifacts/model",
            "songgenre train --train mine.csv --test theirs.csv --json")
        {
            Config, Set, SplitName, Train, Test, Data, ModelOut, RecordOptions.All, Json,
        };
        // On another thread: Ctrl+C is only watched once the action has returned its task.
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        RefuseContradictions(parsed);
        var overrides = parsed.GetValue(Set)!.ToList();
        if (parsed.GetValue(SplitName) is { } kind) overrides.Add("split.kind=" + kind);
        var experiment = CommonOptions.LoadExperiment(parsed.GetValue(Config), overrides);

        if (parsed.GetValue(ModelOut) is not null) GenreModel.RequireSavable(experiment);
        return RecordedCommand.Do(
            parsed, RecordOptions.Read(parsed), experiment, ReportData.Overrides([.. overrides]),
            record => Run(parsed, experiment, record, cancel));
    }

    private static int Run(ParseResult parsed, Experiment experiment, RecordedCommand record, CancellationToken cancel)
    {
        var (output, error, run) = (record.Output, record.Error, record.Run);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (songs, split) = Load(parsed, experiment, error);
        var loadSeconds = clock.Elapsed.TotalSeconds;
        run.Data(songs, split);
        run.Metric("seconds.load", loadSeconds);

        var result = Fit(songs, split, experiment, parsed.GetValue(Json) ? null : error, cancel);
        if (parsed.GetValue(ModelOut) is { } folder)
        {
            result.Model.Save(folder);
            error.WriteLine($"saved the model in {folder}");
        }

        var saved = parsed.GetValue(ModelOut);
        if (parsed.GetValue(Json))
        {
            var intervals = Bootstrap.Intervals(
                result.TestLabels, result.TestProbabilities, result.Model.Experiment.Evaluation);
            run.Result(songs, result, intervals);
            output.WriteLine(ToJson(result, ScoreOutput.ToJson(intervals), loadSeconds, saved).ToJsonString());
        }
        else
        {
            run.Result(songs, result);
            Print(result, loadSeconds, output);
        }

        return 0;
    }

    private static TrainingResult Fit(
        CleanSongs songs, Split split, Experiment experiment, TextWriter? log, CancellationToken cancel)
    {
        if (log is null) return GenreTraining.Run(songs, split, experiment, cancel: cancel);
        using var progress = new Progress("training", RecordedWriter.Screen(log));
        return GenreTraining.Run(songs, split, experiment, progress, cancel);
    }

    private static void RefuseContradictions(ParseResult parsed)
    {
        var files = (parsed.GetValue(Train) is not null ? 1 : 0) + (parsed.GetValue(Test) is not null ? 1 : 0);
        if (files == 1) throw new UsageException("--train and --test go together: give both files");
        if (files == 2 && parsed.GetValue(SplitName) is not null)
        {
            throw new UsageException("--split divides one table, --train and --test are two: give one or the other");
        }

        if (parsed.GetValue(SplitName) is { } kind && !SplitOptions.Kinds.Contains(kind))
        {
            throw new UsageException($"--split {kind} is unknown; use one of {string.Join(", ", SplitOptions.Kinds)}");
        }

        if (files == 2 && parsed.GetValue(Data) is not null)
        {
            throw new UsageException("--data is one table, --train and --test are two: give one or the other");
        }
    }

    private static (CleanSongs Songs, Split Split) Load(ParseResult parsed, Experiment experiment, TextWriter error)
    {
        if (parsed.GetValue(Train) is { } train)
        {
            return Split.FromFiles(SongData.Read(train), SongData.Read(parsed.GetValue(Test)!), experiment.Split);
        }

        var songs = CommonOptions.LoadSongs(parsed.GetValue(Data), error).Clean();
        return (songs, Split.Create(songs, experiment.Split));
    }

    private static JsonObject ToJson(TrainingResult result, JsonObject intervals, double load, string? folder) => new()
    {
        ["rows"] = new JsonObject
        {
            ["train"] = result.Split.Train.Length,
            ["validation"] = result.Split.Validation.Length,
            ["test"] = result.Split.Test.Length,
        },
        ["metrics"] = new JsonObject
        {
            ["validation"] = result.Validation is { } scores ? ScoreOutput.ToJson(scores) : null,
            ["test"] = ScoreOutput.ToJson(result.Test),
        },
        ["intervals"] = intervals,
        ["expected_calibration_error"] = Calibration.Compute(
            result.TestLabels,
            result.TestProbabilities,
            result.Model.Experiment.Evaluation.CalibrationBins).ExpectedError,
        ["seconds"] = new JsonObject
        {
            ["load"] = load,
            ["features"] = result.Seconds.Features,
            ["fit"] = result.Seconds.Fit,
            ["predict"] = result.Seconds.Predict,
        },
        ["split"] = result.Split.Name,
        ["contaminated_rows"] = result.Split.ContaminatedRows,
        ["model"] = folder,
        ["data_sha256"] = result.Model.DataSha256,
        ["synthetic"] = result.IsSynthetic,
    };

    private static void Print(TrainingResult result, double loadSeconds, TextWriter output)
    {
        var split = result.Split;
        if (result.IsSynthetic) output.WriteLine(DataSource.SyntheticNotice);
        output.WriteLine($"split {split.Name}: {split.Train.Length} training rows "
            + $"({split.Validation.Length} of them held out "
            + $"for validation), {split.Test.Length} test rows");
        if (split.ContaminatedRows > 0)
        {
            output.WriteLine(
                $"CONTAMINATED: {split.ContaminatedRows} of {split.Test.Length} test rows were trained on");
        }

        output.WriteLine();
        ScoreOutput.Print(output, ("validation", result.Validation), ("test", result.Test));
        output.WriteLine();
        output.WriteLine($"load {loadSeconds:0.00} s, features {result.Seconds.Features:0.00} s, "
            + $"fit {result.Seconds.Fit:0.00} s, predict {result.Seconds.Predict:0.00} s");
    }
}
