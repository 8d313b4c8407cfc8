using System.Diagnostics;
using System.Globalization;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;
using SongGenre.Tests.Onnx;
using SongGenre.Tests.Tracking.Wandb;
using SongGenre.Tracking;
using SmallSongs = SongGenre.Tests.Features.SmallSongs;

namespace SongGenre.Tests.Tracking.Runs;

public sealed class TrackedRunStartTests : IDisposable
{
    private readonly RecordFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_has_the_experiment_the_machine_and_the_command()
    {
        var experiment = new Experiment { Forest = new ForestOptions { MaxDepth = 7 } };
        using (var run = _folder.Start(experiment)) run.Finish();

        Assert.Equal(
            experiment.Flatten().Select(p => $"{p.Key}|{p.Value}").Order(StringComparer.Ordinal),
            _folder.Sql("SELECT key, value FROM params ORDER BY key"));
        Assert.Equal(
            [
                "mlflow.source.name|songgenre train", "songgenre.command|train",
                $"songgenre.dotnet|.NET {Environment.Version}", $"songgenre.host|{Environment.MachineName}",
                "songgenre.overrides|forest.max_depth=7",
            ],
            _folder.Sql(
                """
                SELECT key, value FROM tags WHERE key IN ('songgenre.command', 'songgenre.overrides', 'songgenre.host',
                    'songgenre.dotnet', 'mlflow.source.name') ORDER BY key
                """));
        Assert.Equal(experiment.ToYaml(), File.ReadAllText(Artifact("environment/experiment.yaml")));
        Assert.Contains("\"Microsoft.Data.Sqlite\"", File.ReadAllText(Artifact("environment/packages.lock.json")), StringComparison.Ordinal);
        Assert.Empty(_folder.Said);
    }

    [Fact]
    public void What_a_run_changed_since_the_commit_can_be_applied_to_it()
    {
        Git("init", "-q", "-b", "trunk");
        File.WriteAllText(_folder["old.txt"], "one\n");
        Git("add", ".");
        Git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "-m", "first");
        Git("remote", "add", "origin", "https://me:secret@example.org/songs.git");
        File.WriteAllText(_folder["old.txt"], "two\n");
        File.WriteAllText(_folder["new.txt"], "three\n");
        foreach (var name in new[] { ".env", ".env.json", "my.key", "songs.csv", "runs.db" })
            File.WriteAllText(_folder[name], "private\n");
        File.WriteAllText(_folder["large.json"], new('x', 1_000_000));
        Git("config", "diff.noprefix", "true");

        var (tree, diff) = WorkingTree.Read(_folder.Path)!.Value;

        Assert.Equal((Git("rev-parse", "HEAD").Trim(), "trunk", true), (tree.Commit!, tree.Branch!, tree.IsDirty));
        Assert.Equal("https://example.org/songs.git", tree.Remote);
        Assert.Equal("?? new.txt", Git("status", "--porcelain").Split('\n').Single(line => line.Contains("new", StringComparison.Ordinal)));
        Assert.Equal(2, diff!.Split("diff --git ").Length - 1);
        Assert.DoesNotContain("private", diff, StringComparison.Ordinal);
        Git("clean", "-q", "-f");
        Git("checkout", "-q", ".");
        File.WriteAllText(_folder[".git/the.diff"], diff);
        Git("apply", ".git/the.diff");
        Assert.Equal(("two\n", "three\n"), (File.ReadAllText(_folder["old.txt"]), File.ReadAllText(_folder["new.txt"])));
    }

    [Fact]
    public void A_folder_outside_a_repository_has_no_working_tree() => Assert.Null(WorkingTree.Read(_folder.Path));

    [Fact]
    public void A_training_is_on_record_in_one_line_with_predictions_that_read_back_to_the_same_scores()
    {
        var songs = SmallSongs.Create();
        var split = new Split { Name = "rows", Train = [0, 1, 2, 3], Validation = [3], Test = [4, 5], ContaminatedRows = 0 };
        var experiment = new Experiment
        {
            Features = new FeatureOptions { Set = FeatureOptions.Audio },
            Forest = new ForestOptions { Trees = 5 },
        };
        var result = GenreTraining.Run(songs, split, experiment, cancel: TestContext.Current.CancellationToken);

        TrackedRun.Record("03-training", songs, result, _folder.Options with { Wandb = _folder.Wandb });

        Assert.Equal(["FINISHED"], _folder.Sql("SELECT status FROM runs"));
        Assert.Equal(
            [("accuracy", result.Test.Accuracy), ("validation.accuracy", result.Validation!.Accuracy)],
            _folder.Sql(
                "SELECT key, value FROM metrics WHERE key IN ('accuracy', 'validation.accuracy') ORDER BY key")
                .Select(line => (line.Split('|')[0], double.Parse(line.Split('|')[1], CultureInfo.InvariantCulture))));
        Assert.Equal(
            ["1", "2", "5"], _folder.Sql("SELECT step FROM metrics WHERE key = 'by_trees.accuracy' ORDER BY step"));
        var lines = File.ReadAllLines(Artifact("predictions/test.csv"));
        Assert.Equal("row,genre," + string.Join(',', songs.Genres), lines[0]);
        for (var i = 0; i < split.Test.Length; i++)
        {
            var cells = lines[i + 1].Split(',');
            Assert.Equal((i + 4).ToString(CultureInfo.InvariantCulture), cells[0]);
            Assert.Equal(songs.Genres[songs.Labels[split.Test[i]]], cells[1]);
            Assert.Equal(
                Enumerable.Range(0, songs.Genres.Count).Select(genre => result.TestProbabilities[i, genre]),
                cells[2..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)));
        }

        Assert.Equal(
            ["songs.testing|testing|2", "songs.training|training|4", "songs.validation|validation|1"],
            _folder.Sql(
                """
                SELECT name, value, json_extract(dataset_profile, '$.num_rows') FROM datasets JOIN inputs ON source_id = dataset_uuid
                    JOIN input_tags USING (input_uuid) ORDER BY 1
                """.Replace("SELECT name,", "SELECT datasets.name,", StringComparison.Ordinal)));
        Assert.Equal(["2|model"], _folder.Sql("SELECT status, name FROM logged_models"));
        Assert.Equal(["1"], _folder.Sql("SELECT count(*) FROM inputs WHERE source_type = 'RUN_OUTPUT'"));
        Assert.Equal("feature,importance", File.ReadLines(Artifact("importances.csv")).First());
        Assert.Equal("genre," + string.Join(',', songs.Genres), File.ReadLines(Artifact("confusion.csv")).First());
        var offline = Assert.Single(Directory.GetDirectories(_folder["wandb"]));
        Assert.Contains("model", WandbFile.OfKind(WandbFile.RecordsIn(offline), 8).Select(artifact => ProtoFields.Text(artifact, 4)));
    }

    [Fact]
    public void Ranges_of_figures_are_their_limits()
    {
        using (var run = _folder.Start())
        {
            run.Intervals([new ConfidenceInterval("accuracy", 0.5, 0.25, 0.75)]);
            run.Finish();
        }

        Assert.Equal(
            ["accuracy.high|0.75", "accuracy.low|0.25"], _folder.Sql("SELECT key, value FROM metrics ORDER BY key"));
    }

    [Fact]
    public void A_run_that_is_off_the_record_leaves_nothing()
    {
        using (var run = _folder.Start(new(), _folder.Options with { IsOn = false }))
        {
            Assert.False(run.IsOn);
            run.Metric("auc", 1);
            run.Text("a.txt", "a");
            run.Finish();
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_password_of_the_store_is_in_no_file()
    {
        Assert.Equal("http://127.0.0.1:1/", PublicAddress.Of("http://ada:secret@127.0.0.1:1"));
        Assert.Equal("https://host:port/a", PublicAddress.Of("https://ada:sec@ret@host:port/a"));
        Assert.Equal("sqlite:////a b/mlflow.db", PublicAddress.Of("sqlite:////a b/mlflow.db"));
    }

    private string Artifact(string path) =>
        Path.Combine(_folder.Sql("SELECT artifact_uri FROM runs")[0], path.Replace('/', Path.DirectorySeparatorChar));

    private string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output;
    }
}
