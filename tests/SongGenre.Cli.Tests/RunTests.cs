using System.Text.Json.Nodes;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli.Tests;

public sealed class RunTests(TrainedSample sample) : IDisposable
{
    private readonly ProjectFolder _project = new(sample.Songs);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Steps_say_what_they_took_and_made_and_the_figures_are_those_of_train()
    {
        var run = await _project.Successful("run", "--data", "songs.parquet");
        Assert.Matches(
            """
            ^fetch +\d+\.\d s  made raw:v0 \(1,500 rows\)
            clean +\d+\.\d s  took raw:v0; made clean:v0 \([\d,]+ rows\)
            check +\d+\.\d s  took clean:v0; made checks:v0
            split +\d+\.\d s  took clean:v0; made train:v0 \(.+ rows\), validation:v0 \(.+ rows\), test:v0 \(.+ rows\)
            train +\d+\.\d s  took train:v0, validation:v0; made features:v0, model:v0
            evaluate +\d+\.\d s  took model:v0, test:v0; made results:v0
            SYNTHETIC SAMPLE

            \s+validation +test
            auc_ovo_macro
            """.ReplaceLineEndings("\n"),
            run.Output);
        var trained = (await _project.Successful("train", "--data", "songs.parquet", "--json", "--no-tracking")).Json;

        var again = (await _project.Successful("run", "--data", "songs.parquet", "--json")).Json;

        foreach (var part in (string[])["metrics", "intervals", "data_sha256", "contaminated_rows", "synthetic"])
            Assert.True(JsonNode.DeepEquals(trained[part], again[part]), part);
        Assert.All(again["steps"]!.AsArray(), step =>
            Assert.All(step!["made"]!.AsArray(), made => Assert.False((bool)made!["new"]!)));
        Assert.StartsWith(
            "model:v0  model, ", (await _project.Successful("artifacts", "show", "model:latest")).Output,
            StringComparison.Ordinal);

        using var store = RunStore.Open("sqlite:///" + _project["mlflow.db"]);
        var runs = store.SearchRuns(store.FindExperiment("song-genre")!.Id);
        Assert.All(runs, one => Assert.Equal(RunStatus.Finished, one.Info.Status));
        var whole = Assert.Single(runs, one => one.Info.Id == (string)again["run"]!);
        Assert.Equal((double)again["metrics"]!["test"]!["accuracy"]!, whole.Metrics["accuracy"].Value);
        Assert.Equal(whole.Metrics["accuracy"].Value, whole.Metrics["by_trees.accuracy"].Value);
        Assert.Equal("6", whole.Parameters["forest.max_depth"]);
        Assert.Equal(["testing", "training", "validation"], whole.Inputs.Select(input => input.Context).Order());
        Assert.Equal(
            ["fetch", "clean", "check", "split", "train", "evaluate"],
            runs.Where(one => one.Tags.GetValueOrDefault("mlflow.parentRunId") == whole.Info.Id)
                .OrderBy(one => one.Info.Start).Select(one => one.Info.Name));
    }

    [Theory]
    [InlineData("--steps fly", "there is no step 'fly'; the steps are fetch, clean, check, split, train, evaluate")]
    [InlineData("--steps train --input train=model", "train=model: train takes train and validation, not 'model'")]
    [InlineData("--steps clean --data songs.parquet", "--data: is for the step fetch, which is not run")]
    [InlineData("--steps clean --set forest.max_depth=7",
        "forest.max_depth=7: is for the step train, which is not run")]
    public async Task What_can_not_be_meant_is_refused_with_exit_code_2(string args, string message)
    {
        var run = await CommandRun.Of(["run", .. args.Split(' ')]);
        Assert.Equal((2, $"error: {message}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_missing_input_names_the_step_that_makes_it_and_leaves_nothing()
    {
        var run = await _project.Run("run", "--steps", "split");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches("^error: split: needs clean, which .+ hasn't; the step clean makes it: add it to the steps.\n$",
            run.Error);
        Assert.False(Path.Exists(_project["mlflow.db"]) || Path.Exists(_project[".songgenre"]));
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle_keeps_what_was_made_and_marks_the_runs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by Linux's commands.");
        using var process = _project.Start("run", "--data", "songs.parquet", "--set", "forest.n_estimators=100000");
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line
            && !line.StartsWith("split", StringComparison.Ordinal))
        {
        }

        await InterruptTests.Interrupt(process);

        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("error: interrupted\n", await process.StandardError.ReadToEndAsync(Cancel),
            StringComparison.Ordinal);
        using var store = RunStore.Open("sqlite:///" + _project["mlflow.db"]);
        var runs = store.SearchRuns(store.FindExperiment("song-genre")!.Id);
        Assert.Equal(
            ["run", "train"],
            runs.Where(run => run.Info.Status == RunStatus.Killed)
                .Select(run => run.Tags["songgenre.command"]).Order());
        var split = (await _project.Successful("artifacts", "list")).Output;
        Assert.Contains("\ntrain ", split, StringComparison.Ordinal);
        Assert.DoesNotContain("\nmodel ", split, StringComparison.Ordinal);
        Assert.Contains(
            ": whole\n", (await _project.Successful("artifacts", "verify")).Output, StringComparison.Ordinal);
    }
}
