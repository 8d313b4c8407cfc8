using SongGenre.Tests.Data;
using SongGenre.Tests.Tracking.Journal;
using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

public sealed class PartsOnServerTests : IDisposable
{
    private const string Tag = "mlflow.parentRunId";

    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeMlflow _server = new();
    private readonly List<string> _said = [];

    private FakeMlflow.FakeRun Part => Assert.Single(_server.AllRuns, run => run.Tags["songgenre.run"] == PartStart.Id);

    private FakeMlflow.FakeRun Whole => Assert.Single(_server.AllRuns, run => run.Tags["songgenre.run"] == WholeStart.Id);

    private static RunStarted WholeStart => RunJournalTests.Started("a");

    private static RunStarted PartStart => RunJournalTests.Started("b") with { Parent = WholeStart.Id, Time = Time };

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_part_names_its_whole_by_the_id_that_the_server_gave_it()
    {
        Leave(WholeStart);
        Leave(PartStart);

        SendLeft();

        Assert.NotEqual(WholeStart.Id, Whole.Id);
        Assert.Equal(Whole.Id, Part.Tags[Tag]);
        Assert.Equal("yes", Part.Tags["kept"]);
        Assert.Empty(_said);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_part_that_comes_before_its_whole_is_all_there_and_named_once_the_whole_is()
    {
        using (var whole = Begin(WholeStart))
        {
            Leave(PartStart);

            SendLeft();

            Assert.Equal(("FINISHED", "yes", false), (Part.Status, Part.Tags["kept"], Part.Tags.ContainsKey(Tag)));
            Assert.Contains("isn't there yet", Assert.Single(_said), StringComparison.Ordinal);
        }

        _said.Clear();
        SendLeft();

        Assert.Equal(("FINISHED", Whole.Id), (Part.Status, Part.Tags[Tag]));
        Assert.Empty(_said);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_part_whose_whole_never_comes_stands_alone_and_that_is_said()
    {
        Leave(PartStart);

        SendLeft();

        AssertAlone();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("elsewhere")]
    public void A_part_waits_for_no_whole_that_cannot_come(string why)
    {
        using (var whole = Begin(why == "damaged" ? WholeStart : WholeStart with { Store = "http://127.0.0.1:1" }))
        {
            if (why == "damaged") File.AppendAllText(Path.Combine(whole.Folder, "events.jsonl"), "\0\0\n");
            Leave(PartStart);

            SendLeft();
        }

        AssertAlone();
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, PartStart.Id)));
    }

    private void AssertAlone()
    {
        Assert.Equal(("FINISHED", "yes", false), (Part.Status, Part.Tags["kept"], Part.Tags.ContainsKey(Tag)));
        Assert.Contains(
            $"{WholeStart.Id}, of which it is a part, isn't there", Assert.Single(_said), StringComparison.Ordinal);
    }

    private RunJournal Begin(RunStarted started) => RunJournal.Create(_folder.Path, started);

    private void Leave(RunStarted started)
    {
        using var journal = Begin(started);
        var tags = new Dictionary<string, string> { ["kept"] = "yes" };
        if (started.Parent is { } parent) tags[Tag] = parent;
        journal.Append(new TagsSet(Time, tags));
        journal.Append(new RunEnded(Time, RunStatus.Finished, null));
    }

    private void SendLeft() => RunDelivery.SendLeft(
        _folder.Path, _ => [new MlflowSink(() => ServerStore.Open(_server.Address, _said.Add), _said.Add)], _said.Add);
}
