using System.Diagnostics;
using SongGenre.Data;
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
        _project.Write(".gitignore", "artifacts/\n.songgenre/\nwandb/\nmlflow.db*\nmlruns/\nsongs.parquet\n");
        Git("init", "--quiet");
        Git("add", ".");
        Git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "all");
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_run_with_uncommitted_changes_is_done_again_to_the_last_bit_and_what_differs_is_named()
    {
        File.AppendAllText(_project["experiment.yaml"], "split:\n  seed: 7\n");
        var first = await _project.Successful("run", "--data", "songs.parquet", "--json",
            "--wandb-project", "own songs", "--wandb-group=a", "--tag", "why=it's new",
            "--notes", "two\n\"lines\" --out x");
        var run = (string)first.Json["run"]!;
        Assert.Contains("wandb leaves out the artifacts", first.Error, StringComparison.Ordinal);
        Git("checkout", "--quiet", "experiment.yaml");

        var same = await _project.Successful("reproduce", run[..8]);

        Assert.Matches(
            @"^parameters  \d+, the same\ndata        the same\npackages    \d+, the same\n"
                + @"metrics     \d+, the same to the last bit\n"
                + @"files       5, the same to the last bit\nreproduced: nothing differs\n$",
            same.Output);
        Assert.Contains(" with the run's uncommitted changes\n", same.Error, StringComparison.Ordinal);

        Assert.DoesNotContain("wandb leaves out", same.Error, StringComparison.Ordinal);

        Spoil(run, "confusion.png");
        var picture = await _project.Run("reproduce", first.ErrorLines[^2].Split(' ')[3].TrimEnd(','));
        Assert.Equal(1, picture.ExitCode);
        Assert.Matches(
            "\nfiles       5, 1 differ\ndiffers: file confusion.png was [0-9a-f]{64} and is [0-9a-f]{64} now\n$",
            picture.Output);

        Spoil(run);
        var other = await _project.Run("reproduce", run, "--json");
        Assert.Equal(1, other.ExitCode);
        Assert.Equal(
            ["metric aaa 0.5 ", "metric accuracy", "file confusion.png"],
            other.Json["differences"]!.AsArray().Select(d => $"{d!["kind"]} {d["name"]}"
                + ((string?)d["name"] == "aaa" ? $" {d["then"]} {d["now"]}" : "")));
        Assert.Equal(1, TreesLeft());
    }

    [Fact]
    public async Task An_evaluation_is_done_again_with_the_version_that_its_alias_meant_then()
    {
        _sample.CopyModel(_project["first"]);
        Register(_project["first"]);
        await _project.Successful("evaluate", "--model", "models:/song-genre@champion", "--data", "songs.parquet");
        var songs = SongData.Read(_sample.Songs).Clean();
        int[] rows = [.. Enumerable.Range(0, songs.Count)];
        MlflowModel.Save(
            GenreModel.Fit(songs, rows, new() { Forest = new() { Trees = 2, OobScore = false } }, cancel: Cancel),
            _project["second"]);
        Register(_project["second"]);

        var same = await _project.Successful("reproduce", Latest("evaluate"));

        Assert.EndsWith("reproduced: nothing differs\n", same.Output, StringComparison.Ordinal);
        Assert.Contains("\nmodel     models:/song-genre@champion (song-genre version 1, m-", same.Error,
            StringComparison.Ordinal);

        void Register(string folder)
        {
            using var store = RunStore.Open(Store);
            var model = MlflowModel.LogFolder(store, "song-genre", folder);
            store.RegisterModel("song-genre", $"models:/{model.Id}");
            store.SetAlias("song-genre", "champion", folder == _project["first"] ? 1 : 2);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_evaluation_of_a_folder_that_git_does_not_know_is_done_again_while_its_files_are_the_same()
    {
        _sample.CopyModel(_project["artifacts/model"]);
        // A line that is longer than the tag that it is on record as.
        await _project.Successful(
            "evaluate", "--tag", "why=" + new string('y', 8000), "--wandb", "--model", "artifacts/model",
            "--data", "songs.parquet");
        var same = await _project.Successful("reproduce", Latest("evaluate"));
        Assert.EndsWith("reproduced: nothing differs\n", same.Output, StringComparison.Ordinal);

        Assert.DoesNotContain("wandb", same.Error.Split("again ")[^1], StringComparison.OrdinalIgnoreCase);
        // Three tables, and two of them as pictures.
        Assert.Contains("\nfiles       5, the same to the last bit\n", same.Output, StringComparison.Ordinal);

        var trees = await File.ReadAllBytesAsync(_project["artifacts/model/trees.bin"], Cancel);
        trees[^1] ^= 1;
        await File.WriteAllBytesAsync(_project["artifacts/model/trees.bin"], trees, Cancel);
        var other = await _project.Run("reproduce", Latest("evaluate"));
        Assert.Equal(1, other.ExitCode);
        Assert.Matches(
            @"^error: the repeated command failed with exit code 1: error: .+trees\.bin: is damaged",
            other.ErrorLines[^1]);
    }

    [Fact]
    public async Task A_report_that_writes_into_its_notebooks_is_done_again_in_those_of_the_work_tree()
    {
        using var notebooks = new NotebookFolder("1 + 41");
        _project.Write("notebooks/own.ipynb", await File.ReadAllTextAsync(notebooks.Notebook, Cancel));
        Git("add", ".");
        Git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a notebook");
        await _project.Successful(
            "report", _project["notebooks/own.ipynb"], "--in-place", "--out", _project["out"],
            "--data", notebooks.RealLooking(_sample));
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
                .Where(file => file[..4] is not (".git" or "mlfl")).Order(StringComparer.Ordinal),
        ];
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
        await _project.Successful("run", "--steps", "fetch", "--data", "songs.parquet");
        (string Named, string Error)[] unknown =
        [
            ("0123", "has no run 0123."),
            ("calm-drum", "error: 'calm-drum' is no run's id or name; 'songgenre runs' lists them."),
        ];
        foreach (var (named, error) in unknown)
        {
            var run = await _project.Run("reproduce", named);
            Assert.Equal(1, run.ExitCode);
            Assert.EndsWith(error, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Store => "sqlite:///" + _project["mlflow.db"];

    // The id of a command's last run.
    private string Latest(string command)
    {
        using var store = RunStore.Open(Store);
        return store.SearchRuns(store.FindExperiment("song-genre")!.Id)
            .First(run => run.Tags["songgenre.command"] == command).Info.Id;
    }

    // A picture that the run never made.
    private void Spoil(string run, string picture)
    {
        using var store = RunStore.Open(Store);
        store.LogArtifact(store.GetRun(run).Info.ArtifactUri, picture, new MemoryStream("abc"u8.ToArray()));
    }

    // Figures that the run never had.
    private void Spoil(string run)
    {
        using var store = RunStore.Open(Store);
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
