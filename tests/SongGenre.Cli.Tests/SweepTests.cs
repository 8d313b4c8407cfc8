using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SongGenre.Cli.Tests;

public sealed partial class SweepTests(TrainedSample sample) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_holds_every_trial_best_first_and_goes_alone_to_standard_output()
    {
        var run = await CommandRun.Successful(
            Sweep("--grid", "forest.max_depth=1,4", "--grid", "forest.n_estimators=3,6", "--json"));
        var json = run.Json;
        Assert.Equal(json.ToJsonString() + "\n", run.Output);
        Assert.Equal(
            [
                "metric", "score", "folds", "seed", "halving", "complete", "rows", "best", "trials", "seconds",
                "data_sha256", "synthetic",
            ],
            json.Select(member => member.Key));
        var trials = json["trials"]!.AsArray();
        Assert.Equal([0, 1, 2, 3], trials.Select(trial => (int)trial!["number"]!).Order());
        var scores = trials.Select(trial => (double)trial!["metrics"]!["auc_ovo_macro"]!).ToList();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal((int)trials[0]!["number"]!, (int)json["best"]!["number"]!);
        Assert.Equal(
            (string)trials[0]!["values"]!["forest.max_depth"]!,
            (string)json["best"]!["experiment"]!["forest.max_depth"]!);
        Assert.Equal((int)sample.Trained["rows"]!["train"]!, (int)json["rows"]!["train"]!);
        Assert.Equal((int)sample.Trained["rows"]!["test"]!, (int)json["rows"]!["test_untouched"]!);
        Assert.True((bool)json["complete"]!);
        Assert.True((bool)json["synthetic"]!);
    }

    [Fact]
    public async Task Where_there_is_no_terminal_each_trial_is_a_line_and_the_result_a_table()
    {
        var run = await CommandRun.Successful(
            Sweep("--grid", "forest.max_depth=2,3", "--score", "oob", "--metric", "log_loss"));
        Assert.Equal(
            [
                $"SYNTHETIC SAMPLE: {sample.Songs}",
                "2 points, 2 trials",
                "trial 1 of 2: log_loss #, forest.max_depth=2, # s",
                "trial 2 of 2: log_loss #, forest.max_depth=3, # s",
            ],
            run.ErrorLines.Select(line =>
                line.StartsWith("trial", StringComparison.Ordinal) ? Figure().Replace(line, "#") : line));
        var lines = run.Output.Split('\n');
        Assert.Equal("SYNTHETIC SAMPLE", lines[0]);
        Assert.Matches(
            @"^scored by trees that did not see a row among the 1,\d{3} training rows "
            + @"\(they may have seen its recording in another row\); the \d{3} test rows were not touched$",
            lines[1]);
        Assert.Equal(
            ["rank", "forest.max_depth", "log_loss", "±", "auc_ovo_macro", "accuracy", "seconds"], Words(lines[3]));
        Assert.Equal(["1", "2"], lines[4..6].Select(line => Words(line)[0]));
        Assert.True(LogLoss(lines[4]) <= LogLoss(lines[5]));
        Assert.Equal("# the best, as 'train --config' takes it", lines[7]);
    }

    [Fact]
    public async Task The_best_experiment_can_be_trained_and_a_second_run_only_reads_the_folder()
    {
        string[] args =
        [
            .. Sweep("--random", "9", "--range", "forest.max_features=0.1..1.0"),
            "--range", "forest.min_samples_leaf=1..20:log", "--halving", "--score", "oob",
            "--out", _folder["sweep"], "--best", _folder["best.yaml"],
        ];
        var first = await CommandRun.Successful(args);
        Assert.Contains("9 points, 13 trials\n", first.Error, StringComparison.Ordinal);
        var second = await CommandRun.Successful(args);
        Assert.Contains($"9 points, 13 trials; 13 are in {_folder["sweep"]}\n", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("trial 1", second.Error, StringComparison.Ordinal);
        Assert.Equal(first.Output, second.Output);
        Assert.EndsWith(await File.ReadAllTextAsync(_folder["best.yaml"], TestContext.Current.CancellationToken),
            first.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["results.csv", "results.json", "search.json", "trials.jsonl"],
            Directory.GetFiles(_folder["sweep"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var csv = File.ReadAllLines(Path.Combine(_folder["sweep"], "results.csv"));
        Assert.Equal(1 + 13, csv.Length);
        var results = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder["sweep"], "results.json")))!;
        Assert.Equal(13, results["trials"]!.AsArray().Count);
        await CommandRun.Successful("train", "--data", sample.Songs, "--config", _folder["best.yaml"], "--json");

        var other = await CommandRun.Of([.. args, "--seed", "1"]);
        Assert.Equal(1, other.ExitCode);
        Assert.EndsWith(
            $"\nerror: {_folder["sweep"]}: holds another search (other seed); name a new folder.\n", other.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_keeps_the_finished_trials_and_exits_130()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by Linux's commands.");
        // Trees of one leaf are grown in a moment; those of the second point take minutes.
        using var process = CommandRun.Start(
            RepositoryFolder.Root,
            "sweep", "--data", sample.Songs, "--score", "oob", "--out", _folder["sweep"],
            "--grid", "forest.min_samples_leaf=700,1", "--set", "forest.n_estimators=20000");
        var cancel = TestContext.Current.CancellationToken;
        var error = new List<string>();
        while (await process.StandardError.ReadLineAsync(cancel) is { } line)
        {
            error.Add(line);
            if (!line.StartsWith("trial 1 of 2", StringComparison.Ordinal)) continue;
            using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        }

        await process.WaitForExitAsync(cancel);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("error: interrupted", error[^1]);
        Assert.Matches($@"^{_folder["sweep"]} keeps 1 of 2 trials; the same command goes on with them$", error[^2]);
        Assert.NotEmpty(File.ReadAllLines(Path.Combine(_folder["sweep"], "trials.jsonl")));
        Assert.False(File.Exists(Path.Combine(_folder["sweep"], "results.json")));
    }

    [Theory]
    [InlineData("--grid forest.max_depht=5", "unknown key forest.max_depht. Did you mean forest.max_depth?")]
    [InlineData("--grid forest.max_depth", "has no '='")]
    [InlineData("--grid forest.max_depth=", "has no value")]
    [InlineData("--grid forest.max_depth=five", "forest.max_depth is 'five'; it must be an integer or null.")]
    [InlineData("", "There is nothing to search")]
    [InlineData("--range forest.max_depth=1..5", "add --random N.")]
    [InlineData("--random 5 --range forest.max_depth=5..1", "the first number must be below the second.")]
    [InlineData("--random 0 --range forest.max_depth=1..5", "random is 0; it must be from 1 to 100000.")]
    [InlineData("--grid split.kind=track,random", "split.kind changes what is scored")]
    [InlineData("--grid forest.max_depth=1 --metric auc", "metric 'auc' is unknown.")]
    [InlineData("--grid forest.max_depth=1 --score test", "score is 'test'; it must be cv or oob.")]
    [InlineData("--grid forest.max_depth=1 --folds 1", "folds is 1; it must be from 2 to 50.")]
    [InlineData("--grid forest.max_depth=1 --budget soon", "--budget soon: write seconds or a duration")]
    [InlineData("--grid forest.n_estimators=1,2 --halving", "leave forest.n_estimators out of the search.")]
    [InlineData("--grid forest.bootstrap=false --score oob", "there is no out-of-bag score")]
    public async Task A_search_that_means_nothing_is_refused_in_one_line(string line, string fragment)
    {
        var run = await CommandRun.Of(
            ["sweep", "--data", sample.Songs, .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
    }

    private string[] Sweep(params string[] more) =>
        ["sweep", "--data", sample.Songs, "--set", "forest.n_estimators=9", "--folds", "2", .. more];

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static double LogLoss(string line) => double.Parse(Words(line)[2], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Figure();
}
