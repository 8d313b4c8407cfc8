using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SongGenre.Tests.Data;
using SongGenre.Tests.Onnx;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tests.Tracking.Wandb;

public sealed class WandbRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_lies_where_sync_looks_for_it()
    {
        using var run = ExampleRun.Open(_folder, clock: new TestClock());
        Assert.Matches("^[a-z0-9]{8}$", run.Id);
        Assert.Equal(Path.Combine(_folder.Path, "wandb", $"offline-run-20260102_030405-{run.Id}"), run.Folder);
        Assert.True(File.Exists(Path.Combine(run.Folder, $"run-{run.Id}.wandb")));
    }

    [Fact]
    public void Runs_of_one_id_in_one_second_get_folders_of_their_own()
    {
        var options = new WandbOptions { Id = "same" };
        var runs = Enumerable.Range(0, 3).Select(_ => ExampleRun.Open(_folder, options, new TestClock())).ToList();
        foreach (var run in runs) run.Finish();
        Assert.Equal(3, runs.Select(run => run.Folder).Distinct().Count());
        Assert.All(runs, run => Assert.Equal(0, ExitCode(run)));
    }

    [Fact]
    public void A_run_that_is_left_without_its_end_counts_as_failed()
    {
        WandbRun? left = null;
        void Crash()
        {
            using var run = left = ExampleRun.Open(_folder);
            run.Log(new Dictionary<string, object?> { ["auc"] = 0.5 });
            throw new InvalidOperationException();
        }

        Assert.Throws<InvalidOperationException>(Crash);
        Assert.Equal(1, ExitCode(left!));
        left!.Dispose();
        Assert.Contains("the run is finished", OneLine.ErrorOf(() => left.Output("late")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_logged_is_in_the_file_within_a_second_and_a_kill_leaves_it_there()
    {
        using var run = ExampleRun.Open(_folder);
        run.Log(new Dictionary<string, object?> { ["auc"] = 0.5 });
        run.Output("hello\n");
        var deadline = DateTime.UtcNow.AddSeconds(15);
        while (WandbFile.OfKind(WandbFile.RecordsIn(run.Folder), 13).Count == 0)
        {
            Assert.True(DateTime.UtcNow < deadline, "nothing was written");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            "0.5", WandbFile.Items(Assert.Single(WandbFile.OfKind(WandbFile.RecordsIn(run.Folder), 2)))["auc"]);
    }

    [Fact]
    public void Pictures_and_tables_are_files_that_their_values_describe()
    {
        using var run = ExampleRun.Open(_folder);
        run.Log(new Dictionary<string, object?>
        {
            ["../val/roc\u0001"] = new WandbPicture(ExampleRun.Png, "a curve"),
            ["scores"] = new WandbTable(["genre", "f1"], [["trap", 0.5], ["dnb", double.NaN]]),
        });
        run.Finish();

        var row = WandbFile.Items(Assert.Single(WandbFile.OfKind(WandbFile.RecordsIn(run.Folder), 2)));
        var picture = JsonNode.Parse(row["../val/roc\u0001"])!;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(ExampleRun.Png));
        var expected = new JsonObject
        {
            ["_type"] = "image-file",
            ["sha256"] = sha256,
            ["size"] = ExampleRun.Png.Length,
            ["path"] = $"media/images/.._val_roc__0_{sha256[..20]}.png",
            ["format"] = "png",
            ["width"] = 640,
            ["height"] = 480,
            ["caption"] = "a curve",
        };
        Assert.True(JsonNode.DeepEquals(expected, picture), picture.ToJsonString());
        Assert.Equal(ExampleRun.Png, File.ReadAllBytes(Path.Combine(run.Folder, "files", (string)picture["path"]!)));

        var table = JsonNode.Parse(row["scores"])!;
        Assert.Equal(("table-file", 2, 2), ((string?)table["_type"], (int)table["ncols"]!, (int)table["nrows"]!));
        var content = File.ReadAllText(Path.Combine(run.Folder, "files", (string)table["path"]!));
        Assert.Equal("{\"columns\":[\"genre\",\"f1\"],\"data\":[[\"trap\",0.5],[\"dnb\",NaN]]}", content);

        var media = WandbFile.OfKind(WandbFile.RecordsIn(run.Folder), 6)
            .SelectMany(record => ProtoFields.Of(record, 1))
            .Where(file => ProtoFields.Integer(file, 3) == 2)
            .Select(file => ProtoFields.Text(file, 1));
        Assert.Equal([(string?)picture["path"], (string?)table["path"]], media);
    }

    [Fact]
    public void Files_are_copied_under_their_path()
    {
        using var run = ExampleRun.Open(_folder);
        run.AddFile("report/index.html", _folder.Write("page", "<p>"));
        Assert.Equal("<p>", File.ReadAllText(Path.Combine(run.Folder, "files", "report", "index.html")));
        Assert.Equal(
            "\"../page\" can't be a path in a Weights & Biases run; give names joined by '/'.",
            OneLine.ErrorOf(() => run.AddFile("../page", _folder["page"])));
        Assert.StartsWith(
            $"{_folder["none"]}: can't be read for Weights & Biases: ",
            OneLine.ErrorOf(() => run.AddFile("page", _folder["none"])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_artifact_without_an_entity_says_what_to_set()
    {
        using var run = ExampleRun.Open(_folder, new());
        var message = "Artifact 'clean' needs to know whose it is; "
            + "set WANDB_ENTITY to your Weights & Biases user or team.";
        Assert.Equal(message, OneLine.ErrorOf(() => run.LogArtifact(new("clean", "dataset"))));
        Assert.Equal(message, OneLine.ErrorOf(() => run.UseArtifact(new("clean", "dataset"))));
        Assert.Equal(
            "The name of an artifact is \"a b\\n\"; give 1 to 128 letters, digits, '_', '-' and '.'.",
            OneLine.ErrorOf(() => _ = new WandbArtifact("a b\n", "dataset")));
    }

    [Fact]
    public void Versions_of_one_artifact_share_their_sequence_and_their_equal_files()
    {
        using var run = ExampleRun.Open(_folder);
        var files = new Dictionary<string, string> { ["x"] = _folder.Write("x", "x") };
        var first = run.LogArtifact(new("clean", "dataset") { Files = files });
        var second = run.LogArtifact(new("clean", "dataset") { Files = files });
        run.Finish();
        Assert.Equal(first, second);
        var artifacts = WandbFile.OfKind(WandbFile.RecordsIn(run.Folder), 8);
        Assert.Single(artifacts.Select(artifact => ProtoFields.Text(artifact, 16)).Distinct());
        Assert.Equal(2, artifacts.Select(artifact => ProtoFields.Text(artifact, 15)).Distinct().Count());
        Assert.Single(Directory.GetFiles(Path.Combine(run.Folder, "artifacts")));
    }

    [Fact]
    public void Steps_that_do_not_increase_and_taken_names_are_refused_and_leave_no_row()
    {
        using var run = ExampleRun.Open(_folder, new() { Id = "r" });
        run.Log(new Dictionary<string, object?> { ["a"] = 1 }, step: 5);
        Assert.Equal(
            "Step 5 of run r is not above step 5; steps must increase; give a step at once.",
            OneLine.ErrorOf(() => run.Log(new Dictionary<string, object?> { ["a"] = 1 }, step: 5)));
        Assert.Equal(
            "A value for Weights & Biases is named '_step'; give another name.",
            OneLine.ErrorOf(() => run.Log(new Dictionary<string, object?> { ["_step"] = 1 })));
        Assert.Equal(
            "Metric \"a\\n\" is to keep its best; say its goal.",
            OneLine.ErrorOf(() => run.DefineMetric("a\n", summary: WandbAggregates.Best)));
        run.Finish();
        Assert.Single(WandbFile.OfKind(WandbFile.RecordsIn(run.Folder), 2));
    }

    [Fact]
    public void Hostile_names_empty_configurations_and_values_of_five_megabytes_come_back_as_they_were()
    {
        var large = new string('x', 5 * 1024 * 1024);
        using var empty = ExampleRun.Open(_folder, configuration: new Dictionary<string, object?>());
        empty.Finish();
        var opened = Assert.Single(WandbFile.OfKind(WandbFile.RecordsIn(empty.Folder), 17));
        Assert.Empty(ProtoFields.Of(opened, 4).Single());

        var hostile = new Dictionary<string, object?> { ["\0\n\u001b[31m"] = "\0\n\u2028", ["large"] = large };
        using var run = ExampleRun.Open(_folder, configuration: hostile);
        run.Log(new Dictionary<string, object?> { ["\r\n\t"] = double.NegativeInfinity, ["large"] = large });
        run.Finish();
        var records = WandbFile.RecordsIn(run.Folder);
        var configuration = WandbFile.Items(
            ProtoFields.Of(Assert.Single(WandbFile.OfKind(records, 17)), 4).Single());
        Assert.Equal("\0\n\u2028", (string?)JsonNode.Parse(configuration["\0\n\u001b[31m"]));
        Assert.Equal(large.Length + 2, configuration["large"].Length);
        var row = WandbFile.Items(Assert.Single(WandbFile.OfKind(records, 2)));
        Assert.Equal("-Infinity", row["\r\n\t"]);
        Assert.Equal(large.Length + 2, row["large"].Length);
    }

    [Fact]
    public void Twenty_thousand_rows_and_ten_megabytes_of_output_from_several_threads_are_all_there()
    {
        const int Threads = 4;
        const int Rows = 5_000;
        var block = string.Concat(Enumerable.Range(0, 2_048).Select(i => $"{i,7}\n"));
        using var run = ExampleRun.Open(_folder);
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (var i = 0; i < Rows; i++)
            {
                run.Log(new Dictionary<string, object?> { [$"loss{thread}"] = i });
                if (i % 125 == 0) run.Output(block);
            }
        });
        run.Finish();

        var records = WandbFile.RecordsIn(run.Folder);
        Assert.Equal(Enumerable.Range(1, records.Count), records.Select(record => (int)ProtoFields.Integer(record, 1)));
        var rows = WandbFile.OfKind(records, 2).Select(WandbFile.Items).ToList();
        Assert.Equal(Enumerable.Range(0, Threads * Rows).Select(i => $"{i}"), rows.Select(row => row["_step"]));
        for (var thread = 0; thread < Threads; thread++)
        {
            var name = $"loss{thread}";
            Assert.Equal(
                Enumerable.Range(0, Rows).Select(i => $"{i}"),
                rows.Where(row => row.ContainsKey(name)).Select(row => row[name]));
        }

        // 4 × 40 blocks of 2,048 lines of 8 bytes: 2.5 MiB each thread, 2,621,440 bytes.
        Assert.Equal(Threads * 40 * 2_048, WandbFile.OfKind(records, 13).Count);
        Assert.Equal(Threads * 40 * 2_048 * 8, new FileInfo(Path.Combine(run.Folder, "files", "output.log")).Length);
    }

    [Fact]
    public void A_folder_that_can_not_hold_a_run_is_told_in_one_line()
    {
        _folder.Write("wandb", "a file");
        Assert.StartsWith(
            $"{_folder["wandb"]}: can't hold a Weights & Biases run: ",
            OneLine.ErrorOf(() => ExampleRun.Open(_folder)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void What_is_no_PNG_file_is_refused(byte[] bytes) => Assert.Equal(
        "A picture for Weights & Biases is no PNG file; give the bytes of one.",
        OneLine.ErrorOf(() => _ = new WandbPicture(bytes)));

    [Fact]
    public void A_table_of_uneven_rows_is_refused() => Assert.Equal(
        "Row 1 of a table for Weights & Biases has 1 values; give 2.",
        OneLine.ErrorOf(() => _ = new WandbTable(["a", "b"], [[1, 2], [3]])));

    private static int ExitCode(WandbRun run) => (int)ProtoFields.Integer(
        Assert.Single(WandbFile.OfKind(WandbFile.RecordsIn(run.Folder), 18)), 1);
}
