using SongGenre.Tests.Onnx;
using SongGenre.Tests.Tracking.Wandb;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tests.Tracking.Runs;

public sealed class WandbSinkTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    private readonly RecordFolder _folder = new();

    private string Offline => Assert.Single(Directory.GetDirectories(_folder["wandb"]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_has_its_parameters_curves_files_and_end()
    {
        using (var journal = Journal()) Deliver(journal);

        var records = WandbFile.RecordsIn(Offline);
        var run = Assert.Single(WandbFile.OfKind(records, 17));
        Assert.Equal(("aaaaaaaa", "ada", "songs", "train", "calm-drum-1"), (
            ProtoFields.Text(run, 1), ProtoFields.Text(run, 2), ProtoFields.Text(run, 3), ProtoFields.Text(run, 7),
            ProtoFields.Text(run, 8)));
        var settings = WandbFile.OfKind(records, 5).SelectMany(Updates).ToDictionary();
        Assert.Equal(("13", "null", "\"gini\""), (
            settings["forest.max_depth"], settings["forest.class_weight"], settings["forest.criterion"]));
        var history = WandbFile.OfKind(records, 2).ConvertAll(WandbFile.Items);
        Assert.Equal(["0.25", "0.5"], history.Where(row => row.ContainsKey("auc")).Select(row => row["auc"]));
        Assert.Equal(["10", "20"], history.Where(row => row.ContainsKey("auc")).Select(row => row["step"]));
        var auc = WandbFile.OfKind(records, 12).Last(metric => ProtoFields.Text(metric, 1) == "auc");
        Assert.Equal("step", ProtoFields.Text(auc, 4));
        Assert.Equal("0.5", WandbFile.Items(Assert.Single(WandbFile.OfKind(records, 3)))["auc"]);
        Assert.Equal("hello\n", File.ReadAllText(Path.Combine(Offline, "files", "output.log")));
        Assert.Equal("a,b\n", File.ReadAllText(Path.Combine(Offline, "files", "confusion.csv")));
        Assert.Equal(0, ProtoFields.Integer(Assert.Single(WandbFile.OfKind(records, 18)), 1));
    }

    [Fact]
    public void Data_is_used_and_model_and_results_are_made()
    {
        using (var journal = Journal()) Deliver(journal);

        Assert.Equal(
            [("songs", "dataset", true), ("model-aaaaaaaa", "model", false), ("results-aaaaaaaa", "result", false)],
            WandbFile.OfKind(WandbFile.RecordsIn(Offline), 8).Select(artifact => (
                ProtoFields.Text(artifact, 5), ProtoFields.Text(artifact, 4), ProtoFields.Of(artifact, 10).Any())));
    }

    [Fact]
    public void Without_an_entity_artifacts_are_left_out_and_said_once()
    {
        using (var journal = Journal())
            new WandbSink(_folder.Wandb with { Entity = null }, _folder.Say).Deliver(journal, journal.Events(0));

        Assert.Contains("WANDB_ENTITY", Assert.Single(_folder.Said), StringComparison.Ordinal);
        var records = WandbFile.RecordsIn(Offline);
        Assert.Empty(WandbFile.OfKind(records, 8));
        Assert.Single(WandbFile.OfKind(records, 18));
    }

    [Fact]
    public void A_run_that_a_crash_cut_off_is_written_anew_and_whole()
    {
        using var journal = Journal();
        // Another process's, of which nothing is known any more.
        var sink = new WandbSink(_folder.Wandb, _folder.Say);
        journal.MarkSent(sink.Name, 4);
        var all = journal.Events(0);
        using (var cut = RunJournal.Create(_folder["cut"], _folder.Started))
        {
            foreach (var one in all.Skip(1).Where(one => one is not RunEnded and not ModelLogged)) cut.Append(one);
            sink.Deliver(cut, cut.Events(0));
            File.Copy(Path.Combine(cut.Folder, "wandb.run"), Path.Combine(journal.Folder, "wandb.run"));
        }

        _folder.Said.Clear();
        var broken = Offline;
        Assert.Empty(WandbFile.OfKind(WandbFile.RecordsIn(broken), 18));
        new WandbSink(_folder.Wandb, _folder.Say).Deliver(journal, journal.Events(4));

        var records = WandbFile.RecordsIn(Offline);
        Assert.Single(WandbFile.OfKind(records, 18));
        Assert.Equal(2, WandbFile.OfKind(records, 2).ConvertAll(WandbFile.Items).Count(row => row.ContainsKey("auc")));
        Assert.Equal(3, WandbFile.OfKind(records, 8).Count);
    }

    [Fact]
    public void A_picture_is_shown_and_a_value_that_cannot_be_is_left_out()
    {
        using var journal = Journal();
        using (var other = RunJournal.Create(_folder["other"], _folder.Started))
        {
            other.Append(new EnvironmentRead(Time, ExampleRun.Environment, Source: null));
            other.Keep("report/one.png", file => File.WriteAllBytes(file, ExampleRun.Png));
            other.Append(new FileLogged(Time, "report/one.png"));
            other.Append(new MetricsLogged(Time, 0, new Dictionary<string, double> { ["_step"] = 1 }));
            other.Append(new RunEnded(Time, RunStatus.Failed, "no rows"));
            new WandbSink(_folder.Wandb, _folder.Say).Deliver(other, other.Events(0));
        }

        var records = WandbFile.RecordsIn(Offline);
        var row = WandbFile.Items(Assert.Single(WandbFile.OfKind(records, 2)));
        Assert.Contains("\"width\":640", row["report/one"], StringComparison.Ordinal);
        Assert.Contains("'_step'", Assert.Single(_folder.Said), StringComparison.Ordinal);
        Assert.Equal(1, ProtoFields.Integer(Assert.Single(WandbFile.OfKind(records, 18)), 1));
    }

    [Fact]
    public void Times_are_those_at_which_things_were_said_however_late_they_are_delivered()
    {
        // Noon in UTC, by date -d 2026-01-02T12:00Z +%s.
        const long Noon = 1767355200;
        var noon = DateTimeOffset.FromUnixTimeSeconds(Noon);
        using (var journal = RunJournal.Create(_folder.Journals, _folder.Started with { Time = noon }))
        {
            journal.Append(new EnvironmentRead(noon.AddSeconds(1), ExampleRun.Environment, Source: null));
            journal.Append(Auc(noon.AddSeconds(10)));
            journal.Append(new OutputWritten(noon.AddSeconds(20.5), IsError: false, "hello\n"));
            // The machine's clock was put back.
            journal.Append(Auc(noon.AddSeconds(-3600)));
            journal.Append(new RunEnded(noon.AddSeconds(90), RunStatus.Finished, null));
            Deliver(journal);
        }

        var records = WandbFile.RecordsIn(Offline);
        Assert.StartsWith(
            $"offline-run-{noon.ToLocalTime():yyyyMMdd_HHmmss}-", Path.GetFileName(Offline), StringComparison.Ordinal);
        var start = Assert.Single(ProtoFields.Of(Assert.Single(WandbFile.OfKind(records, 17)), 17));
        Assert.Equal(Noon, ProtoFields.Integer(start, 1));
        Assert.Equal(
            [("1767355210", "10"), ("1767355220.5", "20.5")],
            WandbFile.OfKind(records, 2).ConvertAll(WandbFile.Items).Select(row => (row["_timestamp"], row["_runtime"])));
        var said = Assert.Single(ProtoFields.Of(Assert.Single(WandbFile.OfKind(records, 13)), 2));
        Assert.Equal((Noon + 20, 500_000_000L), (ProtoFields.Integer(said, 1), ProtoFields.Integer(said, 2)));
        var summary = WandbFile.Items(Assert.Single(WandbFile.OfKind(records, 3)));
        Assert.Equal(("90", "{\"runtime\":90}"), (summary["_runtime"], summary["_wandb"]));
        Assert.Equal(90, ProtoFields.Integer(Assert.Single(WandbFile.OfKind(records, 18)), 2));
        Assert.Contains(
            "\"startedAt\": \"2026-01-02T12:00:00Z\"",
            File.ReadAllText(Path.Combine(Offline, "files", "wandb-metadata.json")), StringComparison.Ordinal);

        static MetricsLogged Auc(DateTimeOffset time) => new(time, 0, new Dictionary<string, double> { ["auc"] = 0.5 });
    }

    private void Deliver(RunJournal journal)
    {
        new WandbSink(_folder.Wandb, _folder.Say).Deliver(journal, journal.Events(0));
        Assert.Empty(_folder.Said);
    }

    private static IEnumerable<KeyValuePair<string, string>> Updates(byte[] message) => ProtoFields.Of(message, 1)
        .Select(item => KeyValuePair.Create(ProtoFields.Text(item, 1), ProtoFields.Text(item, 16)));

    private RunJournal Journal()
    {
        var journal = RunJournal.Create(_folder.Journals, _folder.Started);
        File.WriteAllText(_folder["songs.csv"], "a,b\n1,2\n");
        journal.Append(new EnvironmentRead(Time, ExampleRun.Environment, new("abc123", "main", IsDirty: true, Remote: null)));
        var parameters = new Dictionary<string, string>
        {
            ["forest.max_depth"] = "13",
            ["forest.class_weight"] = "null",
            ["forest.criterion"] = "gini",
        };
        journal.Append(new ParametersLogged(Time, parameters));
        journal.Append(new ArtifactLogged(
            Time, IsUsed: true, "songs", "dataset",
            new Dictionary<string, string> { ["songs.csv"] = _folder["songs.csv"] }, new Dictionary<string, string>(), []));
        journal.Append(new MetricsLogged(Time, 10, new Dictionary<string, double> { ["auc"] = 0.25 }));
        journal.Append(new MetricsLogged(Time, 20, new Dictionary<string, double> { ["auc"] = 0.5 }));
        journal.Append(new OutputWritten(Time, IsError: false, "hello\n"));
        journal.Keep("confusion.csv", file => File.WriteAllText(file, "a,b\n"));
        journal.Append(new FileLogged(Time, "confusion.csv"));
        journal.KeepFolder("model", folder =>
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "trees.bin"), "trees");
        });
        journal.Append(new ModelLogged(Time, "model"));
        journal.Append(new RunEnded(Time, RunStatus.Finished, null));
        return journal;
    }
}
