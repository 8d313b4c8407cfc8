using System.Diagnostics;
using System.Security.Cryptography;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli.Tests;

public sealed partial class RecordTests(TrainedSample sample) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Uri => "sqlite:///" + _folder["mlflow.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_training_is_on_record_with_its_overrides_figures_and_console()
    {
        var run = await Recorded(sample.Train("--set", "forest.max_depth=7"));

        Assert.Equal(0, run.ExitCode);
        var only = Assert.Single(Runs());
        Assert.Equal(RunStatus.Finished, only.Info.Status);
        Assert.EndsWith($"on record as {only.Info.Name}, {only.Info.Id}\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(("7", "10"), (only.Parameters["forest.max_depth"], only.Parameters["forest.n_estimators"]));
        Assert.Equal("forest.n_estimators=10\nforest.max_depth=7", only.Tags["songgenre.overrides"]);
        Assert.Contains("--set forest.max_depth=7", only.Tags["songgenre.command_line"], StringComparison.Ordinal);
        Assert.InRange(only.Metrics["auc_ovo_macro"].Value, 0.6, 1);
        Assert.True(only.Metrics.ContainsKey("seconds.fit"));
        Assert.Equal(["testing", "training", "validation"], only.Inputs.Select(input => input.Context).Order(StringComparer.Ordinal));
        Assert.Single(only.ModelOutputs);
        var console = Console(only);
        Assert.Contains(run.Output, console, StringComparison.Ordinal);
        Assert.StartsWith("SYNTHETIC SAMPLE", console, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder[".songgenre/runs"]));
    }

    [Fact]
    public async Task A_training_is_on_record_with_what_forests_of_fewer_trees_score()
    {
        await Recorded(sample.Train());
        var fewer = (await CommandRun.Of([.. sample.Train("--set", "forest.n_estimators=5"), "--json"])).Json["metrics"]!;

        var only = Assert.Single(Runs());
        using var store = MlflowStore.Open(Uri);
        foreach (var name in (string[])["auc_ovo_macro", "accuracy", "log_loss"])
        {
            var curve = store.GetMetricHistory(only.Info.Id, "by_trees." + name);
            Assert.Equal([1L, 2, 5, 10], curve.Select(point => point.Step));
            Assert.Equal((double)fewer["test"]![name]!, curve[2].Value);
            Assert.Equal(only.Metrics[name].Value, curve[3].Value);
        }
    }

    [Fact]
    public async Task An_evaluation_is_on_record_with_the_model_that_it_used()
    {
        var run = await Recorded("evaluate", "--model", sample.Model, "--data", sample.Songs, "--json");

        Assert.Equal(0, run.ExitCode);
        var only = Assert.Single(Runs());
        Assert.Equal(sample.Model, only.Tags["songgenre.model"]);
        Assert.Equal((double)run.Json["metrics"]!["accuracy"]!, only.Metrics["accuracy"].Value);
        Assert.Equal((double)run.Json["contaminated_rows"]!, only.Metrics["contaminated_rows"].Value);
        var digest = Convert.ToHexStringLower(
            SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(sample.Model, "model.json"), Cancel)));
        Assert.Equal(digest, only.Tags["songgenre.model.sha256"]);
        using var store = MlflowStore.Open(Uri);
        foreach (var name in (string[])["confusion.png", "importances.png"])
        {
            using var picture = store.OpenArtifact(only.Info.ArtifactUri, name);
            var begin = new byte[4];
            await picture.ReadExactlyAsync(begin, Cancel);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], begin);
        }
    }

    [Fact]
    public async Task An_evaluation_by_an_alias_says_which_version_that_was_and_which_run_made_it()
    {
        Assert.Equal(0, (await Recorded(sample.Train())).ExitCode);
        var made = Assert.Single(Runs());
        var model = Assert.Single(made.ModelOutputs).ModelId;
        Assert.Equal(0, (await Recorded(
            "register", "--model", made.Info.Name, "--name", "song-genre", "--alias", "champion")).ExitCode);

        var run = await Recorded("evaluate", "--model", "models:/song-genre@champion", "--data", sample.Songs);

        Assert.Equal(0, run.ExitCode);
        var used = Assert.Single(Runs(), one => one.Tags["songgenre.command"] == "evaluate");
        Assert.Equal([model], used.ModelInputs);
        Assert.Equal(
            ["models:/song-genre@champion", "song-genre", "1", model, made.Info.Id],
            new[] { "", ".name", ".version", ".id", ".run" }.Select(tag => used.Tags["songgenre.model" + tag]));
        var shown = await Recorded("runs", "show", used.Info.Id);
        Assert.Contains(
            $"  model    models:/song-genre@champion (song-genre version 1, {model}, made by run {made.Info.Id})\n",
            shown.Output, StringComparison.Ordinal);
        Assert.Matches($@"\n{model} +model +\S+ +used +ready\n", shown.Output);
    }

    [Fact]
    public async Task A_search_is_one_run_with_a_step_for_each_trial()
    {
        var run = await Recorded("sweep", "--data", sample.Songs, "--set", "forest.n_estimators=5", "--folds", "2",
            "--grid", "forest.max_depth=2,4,6", "--json");

        Assert.Equal(0, run.ExitCode);
        var only = Assert.Single(Runs());
        using var store = MlflowStore.Open(Uri);
        var curve = store.GetMetricHistory(only.Info.Id, "trial.auc_ovo_macro");
        Assert.Equal([1L, 2, 3], curve.Select(point => point.Step));
        Assert.Equal(curve.Max(point => point.Value), only.Metrics["best.auc_ovo_macro"].Value);
        Assert.Equal("2,4,6", only.Parameters["sweep.forest.max_depth"]);
        Assert.DoesNotContain("testing", only.Inputs.Select(input => input.Context));
        using var trials = new StreamReader(store.OpenArtifact(only.Info.ArtifactUri, "trials.csv"));
        Assert.Equal(4, (await trials.ReadToEndAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_command_that_fails_is_on_record_as_failed_with_its_error()
    {
        var run = await Recorded("train", "--wandb", "--data", _folder["missing.csv"]);

        Assert.Equal(1, run.ExitCode);
        var offline = Assert.Single(Directory.GetDirectories(_folder["wandb"]));
        Assert.Equal($"wandb sync \"{offline}\" uploads this run", run.ErrorLines[^2]);
        var only = Assert.Single(Runs());
        Assert.Equal(RunStatus.Failed, only.Info.Status);
        Assert.Equal(run.ErrorLines[^1], "error: " + only.Tags["songgenre.error"]);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_training_that_is_stopped_is_on_record_as_killed(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by Linux's commands.");
        using var process = Start("train", "--data", sample.Songs, "--set", "forest.n_estimators=100000");
        await process.StandardError.ReadLineAsync(Cancel);
        await Task.Delay(500, Cancel);
        using (var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"])) await kill.WaitForExitAsync(Cancel);
        await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);

        Assert.Equal(RunStatus.Killed, Assert.Single(Runs()).Info.Status);
    }

    [Fact]
    public async Task A_run_that_is_kept_off_the_record_leaves_nothing()
    {
        var run = await Recorded(sample.Train("--no-tracking"));
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("on record", run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Listing());
    }

    [Fact]
    public async Task A_run_that_was_there_before_is_called_by_its_id_alone()
    {
        Assert.Equal(0, (await Recorded(sample.Train())).ExitCode);
        var id = Assert.Single(Runs()).Info.Id;

        var run = await Recorded(sample.Train(), new Dictionary<string, string> { ["MLFLOW_RUN_ID"] = id });

        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"on record as {id}", run.ErrorLines[^1]);
        Assert.Equal(id, Assert.Single(Runs()).Info.Id);
    }

    [Fact]
    public async Task A_run_of_Weights_and_Biases_is_written_when_asked_for()
    {
        var run = await Recorded(sample.Train("--wandb"));
        Assert.Equal(0, run.ExitCode);
        var offline = Assert.Single(Directory.GetDirectories(_folder["wandb"]));
        var note = Assert.Single(run.ErrorLines, line => line.StartsWith("note: ", StringComparison.Ordinal));
        Assert.Contains("set WANDB_ENTITY", note, StringComparison.Ordinal);
        Assert.Equal($"wandb sync \"{offline}\" uploads this run", run.ErrorLines[^1]);
        Assert.Contains(run.Output, await File.ReadAllTextAsync(Path.Combine(offline, "files", "output.log"), Cancel),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_and_notes_are_on_both_records_and_the_line_wins_over_the_variables()
    {
        var variables = new Dictionary<string, string>
        {
            ["WANDB_PROJECT"] = "variable/project",
            ["WANDB_ENTITY"] = "variable-entity",
            ["WANDB_RUN_GROUP"] = "variable-group",
            ["WANDB_JOB_TYPE"] = "variable-type",
            ["WANDB_NOTES"] = "variable-notes",
            ["WANDB_TAGS"] = "variable-tag",
        };
        var run = await Recorded(sample.Train("--wandb-project", "line project", "--wandb-entity", "line-entity",
            "--wandb-group", "line-group", "--wandb-job-type", "line-type", "--tag", "baseline", "--tag", "data=v3=b",
            "--notes", "why: *deeper*"), variables);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("note: ", run.Error, StringComparison.Ordinal);
        var tags = Assert.Single(Runs()).Tags;
        Assert.Equal(("true", "v3=b", "why: *deeper*"), (tags["baseline"], tags["data"], tags["mlflow.note.content"]));
        var offline = Assert.Single(Directory.GetDirectories(_folder["wandb"]));
        var file = Assert.Single(Directory.GetFiles(offline, "*.wandb"));
        // As protobuf has texts: field and type in a byte, the length in another.
        var bytes = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancel));
        (int Field, string Text)[] texts =
        [
            (2, "line-entity"), (3, "line project"), (6, "line-group"), (7, "line-type"), (9, "why: *deeper*"),
            (10, "baseline"), (10, "data=v3=b"),
        ];
        foreach (var (field, text) in texts)
            Assert.Contains($"{(char)((field << 3) | 2)}{(char)text.Length}{text}", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("variable", bytes, StringComparison.Ordinal);
    }

    // Of wandb's own: WANDB_MODE=disabled makes wandb.init(project=…) do nothing.
    [Theory]
    [InlineData("WANDB_MODE=disabled", "--wandb --tag a", "note: WANDB_MODE=disabled, so --wandb has no effect", 1)]
    [InlineData("WANDB_MODE=disabled", "--wandb-project a --wandb --wandb-group=b --notes c",
        "note: WANDB_MODE=disabled, so --wandb, --wandb-project, --wandb-group have no effect", 1)]
    [InlineData("WANDB_MODE=disabled", "--tag a", null, 1)]
    [InlineData("WANDB_MODE=disabled", "--wandb false", null, 1)]
    [InlineData("SONGGENRE_TRACKING=off", "--tag a --wandb-job-type b",
        "note: SONGGENRE_TRACKING=off, so --wandb-job-type, --tag have no effect", 0)]
    [InlineData("SONGGENRE_TRACKING=off", "", null, 0)]
    public async Task An_option_of_a_record_that_a_variable_turned_off_is_said_to_have_no_effect(
        string variable, string options, string? said, int runs)
    {
        var parts = variable.Split('=');
        var run = await Recorded(
            ["evaluate", "--model", sample.Model, "--data", sample.Songs,
                .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            new() { [parts[0]] = parts[1] });

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(said is null ? [] : [said], run.ErrorLines.Where(line => !line.StartsWith("on record as",
            StringComparison.Ordinal)));
        Assert.False(Directory.Exists(_folder["wandb"]));
        Assert.Equal(runs, File.Exists(_folder["mlflow.db"]) ? Runs().Count : 0);
    }

    private Task<CommandRun> Recorded(params string[] args) => Recorded(args, []);

    private async Task<CommandRun> Recorded(string[] args, Dictionary<string, string> variables)
    {
        using var process = Start(args, variables);
        var error = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return new(process.ExitCode, output, await error);
    }

    private Process Start(params string[] args) => Start(args, []);

    private Process Start(string[] args, Dictionary<string, string> variables)
    {
        var own = new Dictionary<string, string>
        {
            [OffTheRecord.Variable] = "on",
            ["MLFLOW_TRACKING_URI"] = Uri,
            ["WANDB_DIR"] = _folder.Path,
        };
        foreach (var (name, value) in variables) own[name] = value;
        return CommandRun.Start(RepositoryFolder.Root, args, own);
    }

    private List<Run> Runs()
    {
        using var store = MlflowStore.Open(Uri);
        return [.. store.SearchRuns(store.FindExperiment("song-genre")!.Id)];
    }

    private string Console(Run run)
    {
        using var store = MlflowStore.Open(Uri);
        using var console = new StreamReader(store.OpenArtifact(run.Info.ArtifactUri, "console.log"));
        return console.ReadToEnd();
    }
}
