using SongGenre.Data;
using SongGenre.Steps;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Review;

namespace SongGenre.Tracking.Reproduction;

/// <summary>
/// Does a run of the command again: its commit with its uncommitted changes in a git work tree of its own, its locked
/// packages, its data and its command line; what it did is compared to the last bit.
/// </summary>
public sealed partial class RunReproduction
{
    private const string Project = "src/SongGenre.Cli";
    private const int ShortId = 8;
    private const string Program = "artifacts/bin/SongGenre.Cli/SongGenre.Cli.dll";

    /// <summary>Where the run is on record. Default what the environment says.</summary>
    public TrackingOptions Options { get; init; } = TrackingOptions.ToLookUp();

    /// <summary>
    /// Whether work tree and repeated run stay, whatever becomes of it. Default false: all of it is gone afterwards.
    /// </summary>
    public bool Keep { get; init; }

    /// <summary>Told in a line each what goes on; null for nobody.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Repeats a run.</summary>
    /// <param name="run">Its id, the beginning of that, or its name.</param>
    /// <param name="cancel">Stops it and takes everything away that isn't to be kept.</param>
    /// <exception cref="SongGenreException">
    /// The run is unknown, didn't finish or is no run of the command; or its commit, changes, packages or data can't be
    /// had again; or the repeated command failed.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ReproductionResult Run(string run, CancellationToken cancel = default)
    {
        // A run whose end couldn't be sent when it ended may be on record only now.
        if (TrackingOptions.IsOnHere) TrackedRun.SendLeft(Options, Say);
        using var archive = RunArchive.Open(Options, isNamed: false, Say);
        var store = archive.Store;
        var then = RecordedRun.Read(store, archive.Find(run).Info.Id);
        var name = $"run {Plain(then.Run.Info.Name)} ({Short(then.Run.Info.Id)})";
        RequireRepeatable(then, name);
        var command = CommandLine.Parse(then.CommandLine!);
        var data = FindData(then, command);
        using var model = FindModel(then, name, command, store);
        Say?.Invoke($"{name}: songgenre {Plain(command.ToString())}");
        var commit = then.Tag("mlflow.source.git.commit")!;
        using var tree = WorkTree.Create(Repository.Root, commit, then.Diff, cancel);
        if (Keep) tree.Keep();
        try
        {
            Adapt(command, then, name, tree, data, model);
            return Repeat(then, command, tree, data, cancel) with { Kept = Keep ? tree.Folder : null };
        }
        finally
        {
            if (Keep)
            {
                Say?.Invoke(
                    $"kept      {tree.Folder}; to remove it: git worktree remove --force {tree.Tree}, then the folder");
            }
        }
    }

    private ReproductionResult Repeat(
        RecordedRun then, CommandLine command, WorkTree tree, string? data, CancellationToken cancel)
    {
        var changed = then.Diff is null ? "" : " with the run's uncommitted changes";
        Say?.Invoke($"commit    {Short(then.Tag("mlflow.source.git.commit")!)}{changed}");
        var inputs = then.Tag(StepPlan.InputsTag)?.Replace("\n", ", ", StringComparison.Ordinal);
        Say?.Invoke($"data      {Plain(data ?? inputs ?? "as the command finds it")}");
        if (UsedModel.Of(then.Run) is { } model) Say?.Invoke($"model     {Plain(model.ToString())}");
        Build(tree, cancel);
        Say?.Invoke("again     what follows is the command's own");
        Execute(command, then, tree, data, cancel);
        return RunDifferences.Find(then, Recorded(tree, then));
    }

    private static void RequireRepeatable(RecordedRun run, string name)
    {
        if (run.Tag(MlflowSink.ParentTag) is { } parent)
            throw new SongGenreException($"{name}: is a part of run {Short(parent)}; reproduce that.");
        if (run.Run.Info.Status != RunStatus.Finished)
        {
            var state = run.Run.Info.Status switch
            {
                RunStatus.Killed => "was killed",
                RunStatus.Failed => "failed",
                _ => "hasn't ended",
            };
            throw new SongGenreException($"{name}: {state}, so there is nothing to compare with; name a finished run.");
        }

        if (run.CommandLine is not { Length: > 0 } || run.Tag("songgenre.command") is not { } command)
        {
            throw new SongGenreException(
                $"{name}: has no command line on record; only runs of songgenre can be repeated.");
        }

        if (!Commands.Contains(command))
        {
            throw new SongGenreException(
                $"{name}: was made by {command}, not by one of songgenre {string.Join(", ", Commands)}; "
                + "do that again.");
        }

        if (run.Tag(StepPlan.InputsTag) is { } inputs) Inputs(inputs, name);
        if (run.Tag("mlflow.source.git.commit") is not { } commit)
            throw new SongGenreException($"{name}: has no commit on record: it was run outside of a git repository.");
        // Whatever begins with a dash would be an option of git's.
        if (commit.Length == 0 || !commit.All(char.IsAsciiHexDigit))
        {
            throw new SongGenreException(
                $"{name}: its commit on record, '{Short(commit)}', is none; name another run.");
        }

        if (run.Tag("songgenre.git.dirty") == "true" && run.Diff is null)
        {
            throw new SongGenreException(
                $"{name}: was run on uncommitted changes that aren't on record; its code can't be had again.");
        }
    }

    private void Build(WorkTree tree, CancellationToken cancel)
    {
        // No server that stays behind and holds the folder.
        var environment = new Dictionary<string, string?>
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_NOLOGO"] = "1",
        };
        var restored = Tool.Run(
            tree.Tree, "dotnet", ["restore", Project, "--locked-mode"], environment, cancel: cancel);
        if (restored.Code != 0)
        {
            throw new SongGenreException(
                $"the locked packages of the commit can't be restored: {FirstError(restored.Output)}");
        }

        Say?.Invoke("packages  restored as they are locked; the build takes a minute");
        var built = Tool.Run(
            tree.Tree, "dotnet", ["build", Project, "--no-restore", "-p:UseSharedCompilation=false"], environment,
            cancel: cancel);
        if (built.Code != 0)
            throw new SongGenreException($"the run's commit can't be built: {FirstError(built.Output)}");
    }

    private void Execute(
        CommandLine command, RecordedRun then, WorkTree tree, string? data, CancellationToken cancel)
    {
        var environment = new Dictionary<string, string?>
        {
            ["MLFLOW_TRACKING_URI"] = StoreOf(tree),
            ["MLFLOW_EXPERIMENT_NAME"] = null,
            ["MLFLOW_RUN_ID"] = null,
            ["MLFLOW_RUN_NAME"] = null,
            ["SONGGENRE_PARENT_RUN"] = null,
            ["WANDB_MODE"] = "disabled",
            [TrackingOptions.SwitchVariable] = null,
            [SongData.FileVariable] = data,
            [Experiment.SetVariable] = then.Overrides,
        };
        var program = Path.Combine(tree.Tree, Program);
        var ran = Tool.Run(
            tree.Tree, "dotnet", [program, .. command.Arguments], environment, Tell, cancel);
        if (ran.Code != 0)
        {
            throw new SongGenreException(
                $"the repeated command failed with exit code {ran.Code}: {LastLine(ran.Output)}");
        }

        void Tell(string line)
        {
            // That record goes with the folder, and no other one is wanted.
            string[] idle = ["on record as", "note: " + TrackingOptions.NoWandb];
            if (!idle.Any(start => line.StartsWith(start, StringComparison.Ordinal))) Say?.Invoke("  " + line);
        }
    }

    private RecordedRun Recorded(WorkTree tree, RecordedRun then)
    {
        var options = new TrackingOptions { Store = StoreOf(tree) };
        // Its own journals only: those of the repository are no business of this store.
        TrackedRun.SendLeft(options.Journals[0], options, Say ?? (_ => { }));
        using var store = RunStore.Open(options.Store);
        var command = then.Tag("songgenre.command");
        var run = store.FindExperiment(options.Experiment) is { } experiment
            ? store.SearchRuns(experiment.Id).FirstOrDefault(run => run.Parent is null
                && run.Tags.GetValueOrDefault("songgenre.command") == command)
            : null;
        if (run is null)
            throw new SongGenreException("the repeated command left no run: its commit is older than the record.");
        return run.Info.Status == RunStatus.Finished
            ? RecordedRun.Read(store, run.Info.Id)
            : throw new SongGenreException(
                "the record of the repeated command has no end, so there is nothing to compare; try again.");
    }

    private static string Short(string id, int length = ShortId) => Plain(id.Length > length ? id[..length] : id);

    // Names and tags of a store are anybody's text, and an error is one line.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string StoreOf(WorkTree tree) => RunStore.LocalScheme + Path.Combine(tree.Folder, "mlflow.db");

    private static string FirstError(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
            ?? lines.LastOrDefault("no reason was given");
    }

    private static string LastLine(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("it wrote nothing");
}
