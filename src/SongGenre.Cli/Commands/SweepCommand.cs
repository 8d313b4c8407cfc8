using System.CommandLine;
using SongGenre.Data;
using SongGenre.Tuning;

namespace SongGenre.Cli.Commands;

internal static class SweepCommand
{
    private static readonly Option<string?> Config = CommonOptions.Config();
    private static readonly Option<string[]> Set = CommonOptions.Set();
    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<bool> Json = CommonOptions.Json();

    private static readonly Option<string[]> Grid = new("--grid")
    {
        Description = "Try each of a key's values, such as forest.max_depth=5,9,13,null; may be repeated",
        HelpName = "KEY=A,B,…",
    };

    private static readonly Option<string[]> Range = new("--range")
    {
        Description = "Draw a key's value from a range, such as forest.min_samples_leaf=1..20, "
            + "or 1..1000:log for a logarithmic scale; with --random; may be repeated",
        HelpName = "KEY=LOW..HIGH",
    };

    private static readonly Option<int?> Random = new("--random")
    {
        Description = "Draw that many points at random. Default: every point of the grid",
        HelpName = "N",
    };

    private static readonly Option<string> Score = new("--score")
    {
        Description = "cv: folds without a common recording; oob: each row by the trees that did not see it, which is "
            + "faster, and flatters where a recording stands in several rows",
        HelpName = "cv|oob",
        DefaultValueFactory = _ => SearchOptions.CrossValidation,
    };

    private static readonly Option<int> Folds = new("--folds")
    {
        Description = "Folds of the cross-validation",
        HelpName = "N",
        DefaultValueFactory = _ => new SearchOptions().Folds,
    };

    private static readonly Option<string> Metric = new("--metric")
    {
        Description = $"What is made as good as it can be: {string.Join(", ", SearchMetric.Names)}",
        HelpName = "NAME",
        DefaultValueFactory = _ => SearchMetric.AucOvoMacro.Name,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Seed of folds and random points",
        HelpName = "N",
        DefaultValueFactory = _ => new SearchOptions().Seed,
    };

    private static readonly Option<bool> Halving = new("--halving")
    {
        Description = "Let points compete: few trees for all, then thrice as many for the best third, and so on",
    };

    private static readonly Option<string?> Budget = new("--budget")
    {
        Description = "End after that time with the best so far: seconds, or such as 10m. Default: no limit",
        HelpName = "DURATION",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Keep each trial in this folder, and go on there with what is missing",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Best = new("--best")
    {
        Description = "Write the best experiment, for 'train --config'",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new ExampleCommand("sweep", "Search hyperparameters inside the training rows, best first.",
            "songgenre sweep --grid forest.max_depth=5,9,13,null --grid tfidf.max_features=10,100,1000",
            "songgenre sweep --random 60 --range forest.min_samples_leaf=1..50:log "
            + "--range forest.max_features=0.1..1.0 --halving --budget 10m --out artifacts/sweep "
            + "--best artifacts/best.yaml")
        {
            Grid, Range, Random, Score, Folds, Metric, Seed, Halving, Budget, Out, Best, Config, Set, Data,
            RecordOptions.All, Json,
        };
        // On another thread: Ctrl+C is only watched once the action has returned its task.
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var overrides = parsed.GetValue(Set)!;
        var experiment = CommonOptions.LoadExperiment(parsed.GetValue(Config), overrides);
        var plan = Plan(parsed, experiment);
        if (parsed.GetValue(Out) is { } folder) WritableTarget.RequireFolder(Out.Name, folder);
        if (parsed.GetValue(Best) is { } file) WritableTarget.RequireFile(Best.Name, file);
        return RecordedCommand.Do(
            parsed, RecordOptions.Read(parsed), experiment, ReportData.Overrides(overrides),
            record => Run(parsed, experiment, plan, record, cancel));
    }

    private static int Run(
        ParseResult parsed, Experiment experiment, SearchPlan plan, RecordedCommand record, CancellationToken cancel)
    {
        var (output, error, run) = (record.Output, record.Error, record.Run);
        var songs = CommonOptions.LoadSongs(parsed.GetValue(Data), error).Clean();
        var split = Split.Create(songs, experiment.Split);
        // The test rows stay untouched.
        run.Data(songs, split with { Test = [] });
        run.Plan(plan);
        using var log = parsed.GetValue(Out) is { } kept ? TrialLog.Open(kept, plan, songs) : null;
        var table = new TrialTable(plan, parsed.GetValue(Json) ? null : output, error) { Run = run };
        var result = Search(songs, split, plan, log, table, cancel);
        if (parsed.GetValue(Best) is { } best)
        {
            result.SaveBest(best);
            error.WriteLine($"wrote the best experiment to {best}");
        }

        run.Result(result);
        if (parsed.GetValue(Json)) output.WriteLine(result.ToJson().ToJsonString());
        else TrialTable.Print(result, log?.Folder, output);
        return 0;
    }

    private static SearchResult Search(
        CleanSongs songs, Split split, SearchPlan plan, TrialLog? log, TrialTable table, CancellationToken cancel)
    {
        try
        {
            return table.Show(log, progress => HyperparameterSearch.Run(songs, split, plan, log, progress, cancel));
        }
        catch (OperationCanceledException) when (log is not null)
        {
            table.Tell(FormattableString.Invariant(
                $"{log.Folder} keeps {log.Trials.Count} of {plan.Trials} trials; the same command goes on with them"));
            throw;
        }
    }

    private static SearchPlan Plan(ParseResult parsed, Experiment experiment)
    {
        try
        {
            SearchDimension[] dimensions =
            [
                .. parsed.GetValue(Grid)!.Select(text => SearchDimension.Grid(text, experiment)),
                .. parsed.GetValue(Range)!.Select(text => SearchDimension.Range(text, experiment)),
            ];
            return SearchPlan.Create(experiment, dimensions, new()
            {
                Random = parsed.GetValue(Random),
                Scoring = parsed.GetValue(Score)!,
                Folds = parsed.GetValue(Folds),
                Metric = SearchMetric.Parse(parsed.GetValue(Metric)!),
                Seed = parsed.GetValue(Seed),
                IsHalving = parsed.GetValue(Halving),
                Budget = parsed.GetValue(Budget) is { } time ? Quantity.Duration(Budget.Name, time) : null,
            });
        }
        catch (SongGenreException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
