using System.Text;
using SongGenre.Data;
using SongGenre.Tests.Data;
using SongGenre.Tracking;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Reproduction;

namespace SongGenre.Tests.Tracking.Reproduction;

public sealed class RunReproductionTests : IDisposable
{
    // FIPS 180-2, appendix B.1.
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TemporaryFolder _folder = new();
    private readonly string _uri;

    public RunReproductionTests() => _uri = "sqlite:///" + _folder["mlflow.db"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RunStatus.Killed, "was killed, so there is nothing to compare with; name a finished run.")]
    [InlineData(RunStatus.Failed, "failed, so there is nothing to compare with; name a finished run.")]
    public void Only_a_finished_run_can_be_done_again(RunStatus status, string message) =>
        Assert.Equal($"run lark (ID): {message}", ErrorOf(Logged(status)));

    [Theory]
    [InlineData("songgenre.command_line", null,
        "has no command line on record; only runs of songgenre can be repeated.")]
    [InlineData("songgenre.command", "03-training",
        "was made by 03-training, not by one of songgenre train, evaluate, sweep, report, run; do that again.")]
    [InlineData("mlflow.source.git.commit", null,
        "has no commit on record: it was run outside of a git repository.")]
    [InlineData("songgenre.git.dirty", "true",
        "was run on uncommitted changes that aren't on record; its code can't be had again.")]
    [InlineData("mlflow.parentRunId", "fedcba9876543210", "is a part of run fedcba98; reproduce that.")]
    [InlineData("mlflow.parentRunId", "fed", "is a part of run fed; reproduce that.")]
    [InlineData("mlflow.parentRunId", "fe\ndc\u001b", "is a part of run fe dc ; reproduce that.")]
    [InlineData("mlflow.source.git.commit", "--help", "its commit on record, '--help', is none; name another run.")]
    [InlineData("mlflow.source.git.commit", "", "its commit on record, '', is none; name another run.")]
    [InlineData("songgenre.inputs", "split=clean:v3\nevaluate",
        "its tag songgenre.inputs isn't lines like split=clean:v3, so its inputs are unknown.")]
    public void What_is_missing_for_a_repetition_is_one_line(string tag, string? value, string message) =>
        Assert.Equal($"run lark (ID): {message}", ErrorOf(Logged(RunStatus.Finished, (tag, value))));

    [Fact]
    public void A_command_line_of_which_only_the_beginning_is_on_record_is_not_run()
    {
        const string message = "run ID: its file environment/command_line.txt isn't what the tag has the beginning of, "
            + "so what it ran on isn't known; name another run.";
        var cut = Limits.OwnTag("train " + new string('x', 6000));
        var id = Logged(RunStatus.Finished, ("songgenre.command_line", cut));
        Assert.Equal(message, ErrorOf(id));
        Leave(id, "environment/command_line.txt", "train y"u8);
        Assert.Equal(message, ErrorOf(id));
    }

    [Fact]
    public void What_a_longer_command_of_the_same_run_left_is_not_run()
    {
        var id = Logged(RunStatus.Finished, (TrackedRun.DataTag, new string('a', 64)));
        Leave(id, "environment/command_line.txt", "report"u8);
        Assert.StartsWith("the data of the run", ErrorOf(id), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_is_nowhere_is_one_line()
    {
        var id = Logged(RunStatus.Finished, (TrackedRun.DataTag, new string('a', 64)));
        Assert.Equal(
            "the data of the run, SHA-256 aaaaaaaaaaaa…, is found neither where the run had it nor in the artifact "
                + $"store; name the file with {SongData.FileVariable}.",
            ErrorOf(id));
    }

    // No JSON, and JSON of other shapes than NuGet's lock files have.
    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"dependencies":[]}""")]
    [InlineData("""{"dependencies":{"net10.0":{"a":{}}}}""")]
    [InlineData("""{"dependencies":{"net10.0":{"a":{"resolved":1}}}}""")]
    public void Packages_that_cannot_be_read_are_one_line(string packages)
    {
        var id = Logged(RunStatus.Finished);
        Leave(id, "environment/packages.lock.json", Encoding.UTF8.GetBytes(packages));
        Assert.Equal(
            "run ID: its file environment/packages.lock.json is no list of packages as NuGet locks them, so what it "
                + "ran on isn't known; name another run.",
            ErrorOf(id));
    }

    [Fact]
    public void A_package_that_two_frameworks_lock_is_one()
    {
        var id = Logged(RunStatus.Finished);
        Leave(id, "environment/packages.lock.json",
            """{"dependencies":{"net10.0":{"a":{"resolved":"1.2"}},"net10.0/linux":{"a":{"resolved":"1.2"}}}}"""u8);
        using var store = RunStore.Open(_uri);
        Assert.Equal([new("a", "1.2")], RecordedRun.Read(store, id).Packages);
    }

    [Fact]
    public void Changes_without_an_end_are_one_line()
    {
        var id = Logged(RunStatus.Finished, ("songgenre.git.dirty", "true"));
        Leave(id, "environment/git.diff", new byte[(64 << 20) + 1]);
        Assert.Equal(
            "run ID: its file environment/git.diff is over 64 MB, so what it ran on isn't known; name another run.",
            ErrorOf(id));
    }

    [Fact]
    public void A_model_that_is_gone_or_another_one_now_is_one_line()
    {
        var (folder, gone) = (_folder["model"], "m-" + new string('0', 32));
        Assert.Equal(
            $"run lark (ID): the model that it used, models:/song-genre@champion ({gone}), can't be had again: "
                + $"{_folder["mlflow.db"]}: has no model {gone}.",
            Error("models:/song-genre@champion", ("songgenre.model.id", gone)));
        Assert.Equal(
            $"run lark (ID): the model that it used, the folder {folder}, is gone; put it back.", Error(folder));

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "model.json"), "abc");
        Assert.Equal(
            $"run lark (ID): the model {folder} is another one now: SHA-256 ba7816bf…, then 01234567…; put back the "
                + "one that the run used.",
            Error(folder, ("songgenre.model.sha256", "0123456789")));
        Assert.Contains(
            $"commit {Commit} is unknown",
            Error(folder, ("songgenre.model.sha256", Abc)),
            StringComparison.Ordinal);

        string Error(string model, params (string Tag, string? Value)[] tags) => ErrorOf(Logged(RunStatus.Finished,
        [
            ("songgenre.command", "evaluate"), ("songgenre.command_line", $"evaluate --data songs.csv --model={model}"),
            ("songgenre.model", model), .. tags,
        ]));
    }

    [Theory]
    [InlineData("/here/notebooks/01.ipynb", "notebooks/01.ipynb")]
    [InlineData("/other/clone/notebooks/01.ipynb", "notebooks/01.ipynb")]
    [InlineData("/other/clone/old/notebooks/01.ipynb", "old/notebooks/01.ipynb")]
    [InlineData("notebooks/01.ipynb", "notebooks/01.ipynb")]
    [InlineData("../notebooks/01.ipynb", "notebooks/01.ipynb")]
    [InlineData("02.ipynb", "notebooks/02.ipynb")]
    [InlineData("01.ipynb", "notebooks/01.ipynb,old/notebooks/01.ipynb")]
    [InlineData("/other/02.ipynb", "")]
    public void A_notebook_is_found_in_the_work_tree_wherever_its_report_was_started(string argument, string found) =>
        Assert.Equal(found, string.Join(',', RunReproduction.Alike(
            [["notebooks", "01.ipynb"], ["old", "notebooks", "01.ipynb"], ["notebooks", "02.ipynb"]], argument, "/here")
            .Select(parts => string.Join('/', parts))));

    // Windows and macOS open Notebooks/01.ipynb as notebooks/01.ipynb.
    [Theory]
    [InlineData("NOTEBOOKS/01.ipynb", "notebooks/01.ipynb")]
    [InlineData("/other/Clone/Notebooks/01.IPYNB", "notebooks/01.ipynb")]
    [InlineData("NOTEBOOKS/02.ipynb", "notebooks/02.ipynb")]
    [InlineData("notebooks/02.IPYNB", "notebooks/02.IPYNB")]
    [InlineData("01.Ipynb", "notebooks/01.ipynb")]
    [InlineData("notebooks/03.ipynb", "")]
    public void A_notebook_is_found_in_other_letters_where_none_is_called_just_so(string argument, string found) =>
        Assert.Equal(found, string.Join(',', RunReproduction.Alike(
            [["notebooks", "01.ipynb"], ["notebooks", "02.ipynb"], ["notebooks", "02.IPYNB"]], argument, "/here")
            .Select(parts => string.Join('/', parts))));

    [Fact]
    public void Everything_that_differs_is_told_with_both_values_and_the_cause_first()
    {
        var (then, now) = (Logged(RunStatus.Finished), Logged(RunStatus.Finished));
        using var store = RunStore.Open(_uri);
        var time = DateTimeOffset.UnixEpoch;
        store.LogBatch(then,
            [new("auc", 0.3, time), new("loss", 3, time, 1), new("loss", 2, time, 2), new("seconds.fit", 1, time)],
            new Dictionary<string, string> { ["forest.max_depth"] = "13", ["split.seed"] = "42" });
        store.LogBatch(now,
            [
                new("auc", 0.1 + 0.2, time), new("loss", 3, time, 1), new("loss", 1, time, 2),
                new("seconds.fit", 2, time),
            ],
            new Dictionary<string, string> { ["forest.max_depth"] = "20", ["split.seed"] = "42" },
            new Dictionary<string, string> { [TrackedRun.DataTag] = "ab" });

        var result = RunDifferences.Find(RecordedRun.Read(store, then), RecordedRun.Read(store, now));

        Assert.Equal(
            [
                new("parameter", "forest.max_depth", "13", "20"), new("data", "sha256", null, "ab"),
                new("metric", "auc", "0.3", "0.30000000000000004"), new("metric", "loss at step 2", "2", "1"),
            ],
            result.Differences);
        Assert.False(result.IsSame);
        var same = RunDifferences.Find(RecordedRun.Read(store, then), RecordedRun.Read(store, then));
        Assert.Equal((true, 2), (same.IsSame, same.Compared["metric"]));
    }

    [Theory]
    [InlineData("mlflow.project.entryPoint", new[] { "forest.max_depth" })]
    [InlineData("somebody", new[] { "forest.max_depth", "max_depth" })]
    public void Parameters_of_an_entry_point_are_not_the_command_s(string tag, string[] differing)
    {
        var (then, now) = (Logged(RunStatus.Finished, (tag, "main")), Logged(RunStatus.Finished));
        using var store = RunStore.Open(_uri);
        store.LogBatch(then, parameters: new Dictionary<string, string>
        {
            ["forest.max_depth"] = "9",
            ["max_depth"] = "9",
        });
        var result = RunDifferences.Find(RecordedRun.Read(store, then), RecordedRun.Read(store, now));
        Assert.Equal(differing, result.Differences.Select(difference => difference.Name));
    }

    [Fact]
    public void Files_are_compared_by_their_bytes_and_nothing_to_compare_is_not_the_same()
    {
        var (then, now) = (Logged(RunStatus.Finished), Logged(RunStatus.Finished));
        using var store = RunStore.Open(_uri);
        ReproductionResult Compared() =>
            RunDifferences.Find(RecordedRun.Read(store, then), RecordedRun.Read(store, now));
        store.LogBatch(then, [new("seconds.fit", 1, DateTimeOffset.UnixEpoch)]);
        Assert.Equal((false, false), (Compared().IsSame, Compared().HasResults));

        foreach (var run in (string[])[then, now])
        {
            Leave(run, "predictions/test.csv", "abc"u8);
            foreach (var picture in (string[])["confusion.png", "plots/deep/curve.png", "report/01-eda/cell-0.png"])
                Leave(run, picture, "abc"u8);
            Leave(run, "report/index.html", Encoding.ASCII.GetBytes(run));
            Leave(run, "console.log", Encoding.ASCII.GetBytes(run));
        }

        Assert.Equal((true, 4), (Compared().IsSame, Compared().Compared["file"]));

        Leave(now, "predictions/test.csv", []);
        // And the digest of nothing.
        Assert.Equal(
            new("file", "predictions/test.csv", Abc,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            Assert.Single(Compared().Differences));
        Leave(now, "confusion.png", []);
        Leave(then, "importances.png", []);
        Assert.Equal(
            ["confusion.png", "importances.png", "predictions/test.csv"],
            Compared().Differences.Select(difference => difference.Name));
    }

    private void Leave(string run, string path, ReadOnlySpan<byte> content)
    {
        using var store = RunStore.Open(_uri);
        using var stream = new MemoryStream(content.ToArray());
        store.LogArtifact(store.GetRun(run).Info.ArtifactUri, path, stream);
    }

    // A run of train, unless a tag is another or, with null, left out.
    private string Logged(RunStatus status, params (string Tag, string? Value)[] other)
    {
        var tags = new Dictionary<string, string>
        {
            ["songgenre.command"] = "train",
            ["songgenre.command_line"] = "train",
            ["mlflow.source.git.commit"] = Commit,
        };
        foreach (var (tag, value) in other)
        {
            if (value is null) tags.Remove(tag);
            else tags[tag] = value;
        }

        using var store = RunStore.Open(_uri);
        var run = store.StartRun(new()
        {
            ExperimentId = store.FindOrCreateExperiment("song-genre").Id,
            User = "somebody",
            Start = DateTimeOffset.UnixEpoch,
            Source = new(SourceType.Local, "songgenre train"),
            Name = "lark",
            Tags = tags,
        });
        store.UpdateRun(run.Id, status, DateTimeOffset.UnixEpoch);
        return run.Id;
    }

    private string ErrorOf(string id) => OneLine.ErrorOf(() =>
        new RunReproduction { Options = new() { Store = _uri } }.Run(id))
        .Replace(id, "ID", StringComparison.Ordinal).Replace(id[..8], "ID", StringComparison.Ordinal);
}
