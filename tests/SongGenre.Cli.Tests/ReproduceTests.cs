using System.Diagnostics;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Cli.Tests;

public sealed class ReproduceTests : IDisposable
{
    private readonly ProjectFolder _project;

    private readonly TrainedSample _sample;

    public ReproduceTests(TrainedSample sample)
    {
        _sample = sample;
        _project = new(sample.Songs);
        // Built by taking what these tests were built with, so that no test waits for a compiler.
        var built = Path.Combine(RepositoryFolder.Root, "artifacts", "bin", "SongGenre.Cli");
        _project.Write("src/SongGenre.Cli/SongGenre.Cli.csproj",
            $"""
            <Project DefaultTargets="Build">
              <Target Name="Restore" />
              <Target Name="Build">
                <ItemGroup>
                  <Built Include="{built}/**/*" />
                </ItemGroup>
                <Copy SourceFiles="@(Built)" UseSymboliclinksIfPossible="true"
                      DestinationFolder="../../artifacts/bin/SongGenre.Cli/%(RecursiveDir)" />
              </Target>
            </Project>
            """);
        _project.Write(".gitignore", "artifacts/\n.songgenre/\nmlflow.db*\nmlruns/\nsongs.parquet\n");
        Git("init", "--quiet");
        Git("add", ".");
        Git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "all");
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_run_with_uncommitted_changes_is_done_again_to_the_last_bit_and_what_differs_is_named()
    {
        File.AppendAllText(_project["experiment.yaml"], "split:\n  seed: 7\n");
        var run = (string)(await _project.Successful("run", "--data", "songs.parquet", "--json")).Json["run"]!;
        Git("checkout", "--quiet", "experiment.yaml");

        var same = await _project.Successful("reproduce", run[..8]);

        Assert.Matches(
            @"^parameters  \d+, the same\ndata        the same\npackages    \d+, the same\n"
                + @"metrics     \d+, the same to the last bit\nfiles       [1-9]\d*, the same to the last bit\nreproduced: nothing differs\n$",
            same.Output);
        Assert.Contains(" with the run's uncommitted changes\n", same.Error, StringComparison.Ordinal);

        Spoil(run);
        var other = await _project.Run("reproduce", run, "--json");
        Assert.Equal(1, other.ExitCode);
        Assert.Equal(
            ["metric aaa 0.5 ", "metric accuracy"],
            other.Json["differences"]!.AsArray().Select(d => $"{d!["kind"]} {d["name"]}"
                + ((string?)d["name"] == "aaa" ? $" {d["then"]} {d["now"]}" : "")));
        Assert.Equal(1, TreesLeft());
    }

    [Fact]
    public async Task An_evaluation_is_done_again_with_the_version_that_its_alias_meant_then()
    {
        await Train("--set", "forest.max_depth=3");
        var run = await Evaluate("models:/song-genre@champion");
        await Train("--set", "forest.max_depth=5");
        Assert.NotEqual("3", Parameter(await Evaluate("models:/song-genre@champion")));

        var same = await _project.Successful("reproduce", run);

        Assert.EndsWith("reproduced: nothing differs\n", same.Output, StringComparison.Ordinal);
        Assert.Contains("\nmodel     models:/song-genre@champion (song-genre version 1, m-", same.Error,
            StringComparison.Ordinal);

        async Task Train(params string[] more)
        {
            await _project.Successful(["train", "--data", "songs.parquet", "--config", "experiment.yaml", .. more]);
            await _project.Successful(
                "register", "--model", Latest("train"), "--name", "song-genre", "--alias", "champion");
        }
    }

    [Fact]
    public async Task An_evaluation_is_done_again_with_a_folder_of_any_kind_of_path_that_git_does_not_know()
    {
        _sample.CopyModel(_project["artifacts/model"]);
        var run = await Evaluate("artifacts/model");
        Assert.EndsWith("reproduced: nothing differs\n", (await _project.Successful("reproduce", run)).Output,
            StringComparison.Ordinal);

        Directory.Delete(_project["artifacts/model"], recursive: true);
        var gone = await _project.Run("reproduce", run);
        Assert.Equal(1, gone.ExitCode);
        Assert.EndsWith("the folder artifacts/model, is gone; put it back.", Assert.Single(gone.ErrorLines),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_report_that_writes_into_its_notebooks_is_done_again_in_the_work_tree_s(bool isRooted)
    {
        using var notebooks = new NotebookFolder("1 + 41");
        _project.Write("notebooks/own.ipynb", await File.ReadAllTextAsync(notebooks.Notebook, Cancel));
        Git("add", ".");
        Git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a notebook");
        var notebook = isRooted ? _project["notebooks/own.ipynb"] : Path.Combine("notebooks", "own.ipynb");
        await _project.Successful(
            "report", notebook, "--in-place", "--out", _project["out"], "--data", notebooks.RealLooking(_sample));
        Git("checkout", "--quiet", "notebooks");
        Directory.Delete(_project["out"], recursive: true);
        var before = Listing();

        var run = await _project.Run("reproduce", Latest("report"), "--keep", "--json");

        // It has no picture to compare.
        Assert.Equal((1, 0), (run.ExitCode, run.Json["differences"]!.AsArray().Count));
        Assert.Equal(before, Listing());
        Assert.Equal("", Git("status", "--porcelain"));
        var kept = (string)run.Json["kept"]!;
        Assert.Contains("42", await File.ReadAllTextAsync(Path.Combine(kept, "tree", "notebooks", "own.ipynb"), Cancel),
            StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(kept, "out", "out", "own.html")));
        Directory.Delete(kept, recursive: true);

        // What the project has, but for git's and the record's own.
        List<string> Listing() =>
        [
            .. Directory.EnumerateFiles(_project.Path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_project.Path, file))
                .Where(file => !file.StartsWith(".git", StringComparison.Ordinal) && !file.StartsWith("mlflow.db", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public async Task A_notebook_that_is_not_the_repository_s_is_one_line()
    {
        using var notebooks = new NotebookFolder("1 + 41");
        await _project.Successful("report", notebooks.Notebook, "--data", "songs.parquet");
        var run = await _project.Run("reproduce", Latest("report"));
        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith(
            $": {notebooks.Notebook} is no notebook of its commit; only a report of the repository's own notebooks can be "
                + "repeated.",
            run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(1, TreesLeft());
    }

    [Fact]
    public async Task Ctrl_C_takes_the_work_tree_away()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by Linux's commands.");
        var run = (string)(await _project.Successful("run", "--data", "songs.parquet", "--json")).Json["run"]!;
        using var process = _project.Start("reproduce", run);
        var cancel = TestContext.Current.CancellationToken;
        while (await process.StandardError.ReadLineAsync(cancel) is { } line
            && !line.StartsWith("packages", StringComparison.Ordinal))
        {
        }

        await InterruptTests.Interrupt(process);

        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("error: interrupted\n", await process.StandardError.ReadToEndAsync(cancel),
            StringComparison.Ordinal);
        Assert.Equal(1, TreesLeft());
    }

    [Fact]
    public async Task What_fails_is_kept_where_that_is_asked_for()
    {
        _project.Write("src/SongGenre.Cli/SongGenre.Cli.csproj",
            """
            <Project DefaultTargets="Build">
              <Target Name="Restore" />
              <Target Name="Build"><Error Text="no compiler likes it" /></Target>
            </Project>
            """);
        Git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-a", "-m", "can't be built");
        var id = (string)(await _project.Successful("run", "--data", "songs.parquet", "--json")).Json["run"]!;

        var run = await _project.Run("reproduce", id, "--keep");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("^error: the run's commit can't be built: .*no compiler likes it", run.ErrorLines[^1]);
        var kept = Assert.Single(run.ErrorLines, line => line.StartsWith("kept ", StringComparison.Ordinal));
        var folder = kept["kept".Length..kept.IndexOf(';', StringComparison.Ordinal)].Trim();
        Assert.True(Directory.Exists(Path.Combine(folder, "tree", "src")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_unknown_run_is_one_line()
    {
        var run = await _project.Run("reproduce", "0123");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<string> Evaluate(string model)
    {
        await _project.Successful("evaluate", "--model", model, "--data", "songs.parquet");
        return Latest("evaluate");
    }

    private string Parameter(string run)
    {
        using var store = RunStore.Open("sqlite:///" + _project["mlflow.db"]);
        return store.GetRun(run).Parameters["forest.max_depth"];
    }

    // The id of a command's last run.
    private string Latest(string command)
    {
        using var store = RunStore.Open("sqlite:///" + _project["mlflow.db"]);
        return store.SearchRuns(store.FindExperiment("song-genre")!.Id)
            .First(run => run.Tags["songgenre.command"] == command).Info.Id;
    }

    // Figures that the run never had.
    private void Spoil(string run)
    {
        using var store = RunStore.Open("sqlite:///" + _project["mlflow.db"]);
        store.LogBatch(run,
            [new("aaa", 0.5, DateTimeOffset.UnixEpoch), new("accuracy", 2, DateTimeOffset.UnixEpoch)]);
    }

    private int TreesLeft() =>
        Git("worktree", "list").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = _project.Path,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output;
    }
}
