using System.CommandLine;
using SongGenre.Steps;
using SongGenre.Tracking;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Cli.Commands;

/// <summary>The experiment from the data to the figures, step by step, with all that each step makes kept as a version.
/// </summary>
internal static class RunCommand
{
    private static readonly Option<string?> Steps = new("--steps")
    {
        Description = "Only these, separated by commas; they run in their order. Default: all of "
            + string.Join(",", Step.All.Select(step => step.Name)),
        HelpName = "LIST",
    };

    private static readonly Option<string[]> Input = new("--input")
    {
        Description = "The version that a step takes, such as split=clean:v3 or evaluate=model:best; may be repeated. "
            + "Default: what this run makes, else the latest",
        HelpName = "STEP=ARTIFACT",
    };

    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<string?> Config = CommonOptions.Config();
    private static readonly Option<string[]> Set = CommonOptions.Set();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new ExampleCommand("run",
            "Run the experiment step by step; what each step makes is kept as a version (see 'artifacts').",
            "songgenre run", "songgenre run --steps train,evaluate --set forest.max_depth=20",
            "songgenre run --steps evaluate --input evaluate=model:best")
        {
            Steps, Input, Config, Set, Data, RecordOptions.All, Json,
        };
        // On another thread: Ctrl+C is only watched once the action has returned its task.
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var steps = RequireSense(parsed);
        var options = RecordOptions.Read(parsed);
        var experiment = CommonOptions.LoadExperiment(parsed.GetValue(Config), parsed.GetValue(Set)!);
        var store = new ArtifactStore(ArtifactStore.DefaultFolder);
        var plan = StepPlan.Create(store, steps, experiment, parsed.GetValue(Input)!);
        return RecordedCommand.Do(
            parsed, options, plan.Experiment, ReportData.Overrides(parsed.GetValue(Set)!),
            record => Run(parsed, store, plan, options, record, cancel));
    }

    private static int Run(
        ParseResult parsed,
        ArtifactStore store,
        StepPlan plan,
        TrackingOptions options,
        RecordedCommand record,
        CancellationToken cancel)
    {
        var isJson = parsed.GetValue(Json);
        using var progress = isJson ? null : new Progress("training", RecordedWriter.Screen(record.Error));
        var result = new SongPipeline(store, plan, record.Run, options)
        {
            Load = () => CommonOptions.LoadSongs(parsed.GetValue(Data), record.Error),
            Growing = progress,
            Done = Tell,
        }.Run(cancel);
        if (isJson) record.Output.WriteLine(StepOutput.ToJson(result, record.Run.Id).ToJsonString());
        else StepOutput.PrintScores(result, record.Output);
        return 0;

        void Tell(StepResult done)
        {
            // What moves has ended before the next line stands.
            if (done.Step == Step.Train) progress?.Dispose();
            if (!isJson) record.Output.WriteLine(StepOutput.Line(done));
        }
    }

    private static IReadOnlyList<Step> RequireSense(ParseResult parsed)
    {
        try
        {
            var steps = parsed.GetValue(Steps) is { } list ? Step.Parse(list) : Step.All;
            StepPlan.CheckInputs(steps, parsed.GetValue(Input)!);
            StepPlan.CheckOverrides(steps, parsed.GetValue(Set)!);
            return parsed.GetValue(Data) is null || steps.Contains(Step.Fetch) ? steps
                : throw new UsageException($"{Data.Name}: is for the step fetch, which is not run");
        }
        catch (SongGenreException wrong)
        {
            throw new UsageException(wrong.Message.TrimEnd('.'));
        }
    }
}
