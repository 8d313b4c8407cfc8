using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Tests.Reports;
using SongGenre.Tests.Data;
using SongGenre.Tests.Onnx;

namespace SongGenre.Tests.Tracking.Wandb;

/// <summary>What a run's records say, field by field.</summary>
public sealed class WandbRecordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly string _run;
    private readonly List<byte[]> _records;

    public WandbRecordsTests()
    {
        _run = ExampleRun.Whole(_folder, _clock).Folder;
        _records = WandbFile.RecordsIn(_run);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_come_in_the_order_that_an_upload_needs_and_are_counted_from_1()
    {
        int[] kinds =
        [
            21, 17, 6, 6, 6, // header, run, metadata, requirements, diff
            12, 12, // the definitions of trees and auc
            2, 2, 12, 2, // rows; the third has a new metric
            5, 8, 8, 13, 13, 13, // configuration, artifacts, three pieces of output
            6, 3, 18, 20, 22, // output.log, summary, exit, final, footer
        ];
        Assert.Equal(kinds, _records.Select(WandbFile.Kind));
        Assert.Equal(Enumerable.Range(1, kinds.Length), _records.Select(record => (int)ProtoFields.Integer(record, 1)));
    }

    [Fact]
    public void The_header_says_who_wrote_it() => Assert.Equal(
        "0.1.0", ProtoFields.Text(Assert.Single(ProtoFields.Of(Of(21), 1)), 1));

    [Fact]
    public void The_run_says_where_it_belongs()
    {
        var run = Of(17);
        string[] texts = [.. new[] { 1, 2, 3, 6, 7, 8, 9, 13 }.Select(field => ProtoFields.Text(run, field))];
        Assert.Equal(["abcd1234", "team", "songs", "group", "train", "deep\u0007 name", "why", "host"], texts);
        Assert.Equal(["a", "b"], WandbFile.Texts(run, 10));
        // 2026-01-02T03:04:05Z, by date -d.
        Assert.Equal(1767323045, ProtoFields.Integer(Assert.Single(ProtoFields.Of(run, 17)), 1));
        var git = Assert.Single(ProtoFields.Of(run, 21));
        Assert.Equal("https://example.org/songs.git", ProtoFields.Text(git, 1));
        Assert.Equal("abc123", ProtoFields.Text(git, 2));
        var configuration = WandbFile.Items(Assert.Single(ProtoFields.Of(run, 4)));
        Assert.Equal("{\"max_depth\":13,\"class_weight\":null}", configuration["forest"]);
        Assert.Equal("1", configuration["seed"]);
        Assert.Equal("42", WandbFile.Items(Of(5))["rows"]);
    }

    [Fact]
    public void Rows_have_step_time_and_runtime()
    {
        var rows = WandbFile.OfKind(_records, 2);
        Assert.Equal(
            [0, 5, 6],
            rows.Select(row => (int)ProtoFields.Integer(Assert.Single(ProtoFields.Of(row, 2)), 1)));
        var items = rows.Select(WandbFile.Items).ToList();
        Assert.Equal(["0", "5", "6"], items.Select(row => row["_step"]));
        Assert.Equal("0.75", items[0]["auc"]);
        Assert.Equal("NaN", items[2]["loss"]);
        Assert.All(items, row => Assert.Equal("1.5", row["_runtime"]));
        Assert.All(
            items, row => Assert.Equal(1767323046.5, double.Parse(row["_timestamp"], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Metrics_are_defined_before_their_first_row()
    {
        var metrics = WandbFile.OfKind(_records, 12);
        Assert.Equal(["trees", "auc", "loss"], metrics.Select(metric => ProtoFields.Text(metric, 1)));
        var auc = metrics[1];
        Assert.Equal("trees", ProtoFields.Text(auc, 4));
        var options = Assert.Single(ProtoFields.Of(auc, 6));
        Assert.Equal((1, 1), (ProtoFields.Integer(options, 1), ProtoFields.Integer(options, 3)));
        var summary = Assert.Single(ProtoFields.Of(auc, 7));
        Assert.All(Enumerable.Range(1, 5), field => Assert.Equal(1, ProtoFields.Integer(summary, field)));
        Assert.Equal(2, ProtoFields.Integer(auc, 8));
    }

    [Fact]
    public void The_summary_has_last_values_and_what_the_definitions_keep()
    {
        var summary = WandbFile.Items(Of(3));
        // Of 0.75, 0.5 and 0.625.
        Assert.Equal("{\"min\":0.5,\"max\":0.75,\"mean\":0.625,\"best\":0.75,\"last\":0.625}", summary["auc"]);
        Assert.Equal("30", summary["trees"]);
        Assert.Equal("NaN", summary["loss"]);
        Assert.Equal("0.5", summary["accuracy"]);
        Assert.Equal("6", summary["_step"]);
        Assert.Equal("3.5", summary["_runtime"]);
        Assert.Equal("{\"runtime\":3}", summary["_wandb"]);
    }

    [Fact]
    public void Files_lie_where_the_records_say()
    {
        var files = WandbFile.OfKind(_records, 6).Select(record => Assert.Single(ProtoFields.Of(record, 1))).ToList();
        string[] names = ["wandb-metadata.json", "requirements.txt", "diff.patch", "output.log"];
        Assert.Equal(names, files.Select(file => ProtoFields.Text(file, 1)));
        Assert.Equal([0, 0, 0, 1], files.Select(file => (int)ProtoFields.Integer(file, 2)));
        Assert.All(files, file => Assert.Equal(1, ProtoFields.Integer(file, 3)));

        string Text(string name) => File.ReadAllText(Path.Combine(_run, "files", name));
        Assert.Equal("ScottPlot==5.1.59\nSongGenre==0.1.0\n", Text("requirements.txt"));
        Assert.Equal("--- a\n+++ b\n", Text("diff.patch"));
        Assert.Equal("one\ntwooh\n", Text("output.log"));
        var metadata = JsonNode.Parse(Text("wandb-metadata.json"))!;
        Assert.Equal("Linux 6.1", (string?)metadata["os"]);
        Assert.Equal(".NET 10.0.0", (string?)metadata["dotnet"]);
        Assert.Equal("host", (string?)metadata["host"]);
        Assert.Equal("songgenre", (string?)metadata["program"]);
        Assert.Equal(["train", "--seed", "1"], metadata["args"]!.AsArray().Select(argument => (string?)argument));
        Assert.Equal("https://example.org/songs.git", (string?)metadata["git"]!["remote"]);
        Assert.Equal("abc123", (string?)metadata["git"]!["commit"]);
        Assert.Equal(2, (int)metadata["cpu_count"]!);
        Assert.True(Directory.Exists(Path.Combine(_run, "logs")));
        Assert.All(
            Directory.GetFiles(_run, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("secret", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Output_is_a_record_for_each_line_with_its_stream()
    {
        var output = WandbFile.OfKind(_records, 13);
        Assert.Equal(["one\n", "two", "oh\n"], output.Select(line => ProtoFields.Text(line, 3)));
        Assert.Equal([1, 1, 0], output.Select(line => (int)ProtoFields.Integer(line, 1)));
        var time = Assert.Single(ProtoFields.Of(output[0], 2));
        Assert.Equal((1767323046, 500_000_000), (ProtoFields.Integer(time, 1), ProtoFields.Integer(time, 2)));
    }

    [Fact]
    public void Artifacts_have_a_manifest_whose_digest_is_right_by_hand()
    {
        var (made, used) = (WandbFile.OfKind(_records, 8)[0], WandbFile.OfKind(_records, 8)[1]);
        string[] texts = [.. Enumerable.Range(1, 8).Select(field => ProtoFields.Text(made, field))];
        // printf 'wandb-artifact-manifest-v1\na/empty.txt:1B2M2Y8AsgTpgAmY7PhCfg==\n'\
        // 'hello.txt:sZRqySSS0jR8YjW00mERhA==\n' | md5sum, with the digests by openssl md5 -binary | base64.
        string[] expected =
        [
            "abcd1234", "songs", "team", "dataset", "clean", "605d535b88ee38aabe09dde73032f836", "cleaned",
            "{\"rows\":42}",
        ];
        Assert.Equal(expected, texts);
        Assert.Equal((1, 1), (ProtoFields.Integer(made, 9), ProtoFields.Integer(made, 14)));
        Assert.Empty(ProtoFields.Of(made, 10));
        Assert.Equal(1, ProtoFields.Integer(used, 10));
        Assert.Equal(["latest", "best"], WandbFile.Texts(made, 11));
        Assert.Matches("^[a-z0-9]{128}$", ProtoFields.Text(made, 15));
        Assert.Matches("^[a-z0-9]{128}$", ProtoFields.Text(made, 16));
        Assert.NotEqual(ProtoFields.Text(made, 16), ProtoFields.Text(used, 16));

        var manifest = Assert.Single(ProtoFields.Of(made, 12));
        Assert.Equal(1, ProtoFields.Integer(manifest, 1));
        Assert.Equal("wandb-storage-policy-v1", ProtoFields.Text(manifest, 2));
        var layout = Assert.Single(ProtoFields.Of(manifest, 3));
        Assert.Equal(("storageLayout", "\"V2\""), (ProtoFields.Text(layout, 1), ProtoFields.Text(layout, 2)));
        var entries = ProtoFields.Of(manifest, 4).ToList();
        Assert.Equal(["a/empty.txt", "hello.txt"], entries.Select(entry => ProtoFields.Text(entry, 1)));
        Assert.Equal(
            ["1B2M2Y8AsgTpgAmY7PhCfg==", "sZRqySSS0jR8YjW00mERhA=="],
            entries.Select(entry => ProtoFields.Text(entry, 2)));
        Assert.Equal([0, 6], entries.Select(entry => (int)ProtoFields.Integer(entry, 4)));
        var copy = ProtoFields.Text(entries[1], 6);
        Assert.StartsWith(_run, copy, StringComparison.Ordinal);
        Assert.Equal("hello\n", File.ReadAllText(copy));
    }

    [Fact]
    public void The_end_has_exit_code_and_runtime_and_empty_last_records()
    {
        var exit = Of(18);
        Assert.Equal((0, 3), (ProtoFields.Integer(exit, 1), ProtoFields.Integer(exit, 2)));
        Assert.Empty(Of(20));
        Assert.Empty(Of(22));
    }

    [Fact]
    public void A_file_that_ends_anywhere_is_read_up_to_its_last_whole_record()
    {
        var file = WandbFile.BytesIn(_run);
        var whole = WandbFile.RecordsWithEnds(file).ToList();
        Assert.Equal(file.Length, whole[^1].End);
        for (var length = 7; length < file.Length; length++)
        {
            var read = WandbFile.RecordsWithEnds(file[..length]).Count();
            Assert.Equal(whole.Count(record => record.End <= length), read);
        }
    }

    [Fact]
    public async Task Protoc_reads_every_record()
    {
        var protoc = RequiredTool.Find("protoc");
        foreach (var (index, record) in _records.Index())
        {
            var start = new ProcessStartInfo(protoc, ["--decode_raw"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.StandardInput.BaseStream.WriteAsync(record, TestContext.Current.CancellationToken);
            process.StandardInput.Close();
            var lines = (await output).Split('\n');
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal((0, ""), (process.ExitCode, await errors));
            Assert.Equal($"1: {index + 1}", lines[0]);
            Assert.Matches($"^{WandbFile.Kind(record)}( {{|: \"\")$", lines[1]);
            if (WandbFile.Kind(record) == 18) Assert.Equal(["18 {", "  1: 0", "  2: 3", "}"], lines[1..5]);
        }
    }

    private byte[] Of(int kind) => Assert.Single(WandbFile.OfKind(_records, kind));
}
