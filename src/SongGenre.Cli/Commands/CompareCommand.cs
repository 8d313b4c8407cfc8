using System.CommandLine;
using SongGenre.Evaluation;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli.Commands;

/// <summary>What is different between runs.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("run")
        {
            Description = "Two runs or more: ids, the beginnings of them, or names; all are compared with the first",
            Arity = ArgumentArity.OneOrMore,
        };
        var html = new Option<string?>("--html")
        {
            Description = "Write one page with curves, parallel coordinates, scatter and lineage, too",
            HelpName = "FILE",
        };
        var (store, experiment, json) = (CommonOptions.RunStore(), CommonOptions.RunExperiment(), CommonOptions.Json());
        var command = new ExampleCommand(
            "compare", "Compare runs: parameters, scores with intervals, confusions, importances; seeds are pooled.",
            "songgenre compare 3fa2 77be", "songgenre compare 3fa2 77be 90c1 --html artifacts/compare.html")
        {
            runs, html, json, store, experiment,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(runs)!.Length < 2) throw new UsageException("compare: give two runs or more");
            if (parsed.GetValue(html) is { } page) WritableTarget.RequireFile(html.Name, page);
            using var archive = CommonOptions.OpenRuns(parsed, store, experiment);
            var comparison = RunComparison.Of(
                archive.Store, [.. parsed.GetValue(runs)!.Select(archive.Find)], new EvaluationOptions());
            if (parsed.GetValue(html) is { } file)
            {
                ComparisonPage.Write(file, comparison, archive.Store);
                parsed.InvocationConfiguration.Error.WriteLine($"wrote {file}");
            }

            if (parsed.GetValue(json)) output.WriteLine(ComparisonOutput.ToJson(comparison).ToJsonString());
            else ComparisonOutput.Print(comparison, output);
        });
        return command;
    }
}
