using SongGenre.Tests.Data;
using SongGenre.Tests.Onnx;
using SongGenre.Tests.Tracking.Journal;
using SongGenre.Tests.Tracking.Mlflow.Server;
using SongGenre.Tests.Tracking.Wandb;
using SongGenre.Tracking;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tests.Tracking.Runs;

/// <summary>
/// Tags at MLflow's limits, which are 250 characters of a name and 8,000 of a value, 5,000 where a server is older.
/// </summary>
public sealed class LongTagsTests : IDisposable
{
    private readonly RecordFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(250, 8000, null)]
    [InlineData(251, 1, "The name of a tag has 251 characters, 250 are allowed: ")]
    [InlineData(1, 8001, "The value of the tag k has 8,001 characters, 8,000 are allowed: ")]
    public void A_tag_is_refused_from_the_first_character_that_no_store_takes(int name, int value, string? error)
    {
        TrackingOptions Marked() => _folder.Options with
        {
            Tags = new Dictionary<string, string> { [new('k', name)] = new('v', value) },
        };
        if (error is not null)
        {
            Assert.StartsWith(error, OneLine.ErrorOf(() => Marked()), StringComparison.Ordinal);
            return;
        }

        using (var run = _folder.Start(options: Marked())) run.Finish();
        Assert.Equal(
            [$"{name}|{value}"], _folder.Sql("SELECT length(key), length(value) FROM tags WHERE key LIKE 'kk%'"));
        Assert.Empty(_folder.Said);
    }

    // The last two have signs of two UTF-16 units each, of which the cut would split one or not.
    [Theory]
    [InlineData("a=", "x", 4998, "")]
    [InlineData("a=", "x", 4999, "… (cut: 5,001 characters)")]
    [InlineData("a=", "\U0001F3B5", 2500, "… (cut: 5,002 characters)")]
    [InlineData("a=b", "\U0001F3B5", 2500, "… (cut: 5,003 characters)")]
    public void What_the_record_says_itself_is_cut_from_5000_characters_and_whole_in_a_file(
        string start, string sign, int count, string end)
    {
        var text = start + string.Concat(Enumerable.Repeat(sign, count));

        using (var run = TrackedRun.Start("train", overrides: [text], options: _folder.Options, say: _folder.Say))
            run.Finish();

        var tag = Assert.Single(_folder.Sql("SELECT value FROM tags WHERE key = 'songgenre.overrides'"));
        Assert.EndsWith(end, tag, StringComparison.Ordinal);
        Assert.InRange(tag.Length, end.Length == 0 ? 5000 : 4999, 5000);
        Assert.StartsWith(tag[..^end.Length], text, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', tag);
        var file = Path.Combine(_folder.Sql("SELECT artifact_uri FROM runs")[0], "environment", "overrides.txt");
        Assert.Equal(end.Length == 0 ? null : text, File.Exists(file) ? File.ReadAllText(file) : null);
        Assert.Empty(_folder.Said);
    }

    [Fact]
    public void An_error_that_is_too_long_is_cut_and_says_so()
    {
        using (var run = _folder.Start()) run.Fail(new SongGenreException(new('e', 9000)));
        Assert.Equal(
            ["5000|… (cut: 9,000 characters)"],
            _folder.Sql("SELECT length(value), substr(value, -25) FROM tags WHERE key = 'songgenre.error'"));
    }

    [Fact]
    public void Thousands_of_tags_are_all_in_the_store_on_the_server_and_in_Weights_and_Biases()
    {
        var tags = Enumerable.Range(0, 3000).ToDictionary(i => $"tag.{i}", i => $"value {i}");
        tags["long"] = new('v', 8000);
        using var server = new FakeMlflow();

        Record(server, tags);

        Assert.Empty(_folder.Said);
        Assert.Equal(["3001"], _folder.Sql("SELECT count(*) FROM tags WHERE key = 'long' OR key LIKE 'tag.%'"));
        Assert.Equal(["8000"], _folder.Sql("SELECT length(value) FROM tags WHERE key = 'long'"));
        var sent = Assert.Single(server.AllRuns).Tags;
        Assert.All(tags, tag => Assert.Equal(tag.Value, sent[tag.Key]));
        var offline = Assert.Single(Directory.GetDirectories(_folder["wandb"]));
        var configured = WandbFile.OfKind(WandbFile.RecordsIn(offline), 5)
            .SelectMany(record => ProtoFields.Of(record, 1))
            .ToDictionary(item => ProtoFields.Text(item, 1), item => ProtoFields.Text(item, 16));
        Assert.All(tags, tag => Assert.Equal($"\"{tag.Value}\"", configured[tag.Key]));
    }

    [Fact]
    public void A_tag_that_only_an_older_server_refuses_is_said_and_all_others_are_there()
    {
        using var server = new FakeMlflow { LongestTag = 5000 };

        Record(server, new()
        {
            ["long"] = new('v', 5001),
            ["short"] = new('v', 5000),
            ["songgenre.overrides"] = Limits.OwnTag(new('o', 9999)),
        });

        var sent = Assert.Single(server.AllRuns).Tags;
        Assert.Equal((false, 5000, 5000, "FINISHED"), (
            sent.ContainsKey("long"), sent["short"].Length, sent["songgenre.overrides"].Length,
            server.AllRuns.Single().Status));
        Assert.Contains(
            "had length 5001, which exceeded length limit of 5000",
            Assert.Single(_folder.Said), StringComparison.Ordinal);
        Assert.Equal(["5001"], _folder.Sql("SELECT length(value) FROM tags WHERE key = 'long'"));
    }

    // To all three at once.
    private void Record(FakeMlflow server, Dictionary<string, string> tags)
    {
        var started = RunJournalTests.Started("e") with { Store = _folder.Options.Store, Wandb = _folder.Wandb };
        var remote = new MlflowSink(() => ServerStore.Open(server.Address, _folder.Say), _folder.Say);
        IRunSink[] sinks = [_folder.Mlflow, new Renamed(remote), new WandbSink(_folder.Wandb, _folder.Say)];
        using var run = new TrackedRun(_folder.Journals, started, sinks, _folder.Say);
        run.Tags(tags);
        run.Finish();
    }

    // One run goes to one store of MLflow's, and the progress of two would be one file's.
    private sealed class Renamed(IRunSink sink) : IRunSink
    {
        public string Name => "server";

        public void Deliver(RunJournal journal, IReadOnlyList<RunEvent> events) => sink.Deliver(journal, events);
    }
}
