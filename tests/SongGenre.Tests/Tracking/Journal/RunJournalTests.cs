using SongGenre.Tracking.Journal;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Journal;

public sealed class RunJournalTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly string _root = Directory.CreateTempSubdirectory("run-journal").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_a_run_said_is_read_back_by_the_next_process()
    {
        RunEvent[] said =
        [
            Started("a"),
            new EnvironmentRead(
                Start,
                new("host", "system", "X64", 2, ".NET", new Dictionary<string, string> { ["SongGenre"] = "0.1.0" }, "abc", true)
                {
                    Memory = 7,
                },
                new("abc", "main", IsDirty: true, Remote: null)),
            new DataUsed(Start, [new(new() { Name = "songs", Digest = "d", SourceType = "local", Source = "{}" }, "training")]),
            new ArtifactLogged(
                Start, IsUsed: true, "songs", "dataset", new Dictionary<string, string> { ["a.csv"] = "/a.csv" },
                new Dictionary<string, string>(), ["latest"]),
            new ModelLogged(Start, "model"),
            new ParametersLogged(Start, new Dictionary<string, string> { ["forest.max_depth"] = "13" }),
            new MetricsLogged(Start, 7, new Dictionary<string, double>
            {
                ["nothing"] = double.NaN, ["much"] = double.PositiveInfinity, ["third"] = 1 / 3.0,
            }),
            new TagsSet(Start, new Dictionary<string, string> { ["note"] = "a line\nand \"another\" 音" }),
            new OutputWritten(Start, IsError: true, "late\n"),
            new RunEnded(Start, RunStatus.Failed, "no rows"),
        ];
        using (var journal = RunJournal.Create(_root, (RunStarted)said[0]))
            foreach (var one in said[1..]) journal.Append(one);

        using var left = Assert.Single(RunJournal.Left(_root, Assert.Fail));

        Assert.Equivalent(said, left.Events(0), strict: true);
    }

    [Fact]
    public void A_run_whose_process_died_was_killed_when_it_last_spoke()
    {
        using (var journal = RunJournal.Create(_root, Started("a")))
            journal.Append(new TagsSet(Start.AddMinutes(5), new Dictionary<string, string> { ["a"] = "b" }));

        using var left = Assert.Single(RunJournal.Left(_root, Assert.Fail));

        Assert.Equal(new RunEnded(Start.AddMinutes(5), RunStatus.Killed, null), left.Events(0)[^1]);
    }

    [Fact]
    public void A_line_that_was_being_written_when_the_process_died_is_no_event()
    {
        RunJournal.Create(_root, Started("a")).Dispose();
        File.AppendAllText(Path.Combine(_root, Id("a"), "events.jsonl"), """{"event":"tags","time":"2026""");

        using (var left = Assert.Single(RunJournal.Left(_root, Assert.Fail))) Assert.Equal(2, left.Count);
        using (var again = Assert.Single(RunJournal.Left(_root, Assert.Fail))) Assert.Equal(2, again.Count);
    }

    [Fact]
    public void A_run_that_lives_is_left_alone()
    {
        using var living = RunJournal.Create(_root, Started("a"));
        Assert.Empty(RunJournal.Left(_root, Assert.Fail));
        Assert.Equal(1, living.Count);
    }

    [Fact]
    public void Runs_come_back_oldest_first()
    {
        RunJournal.Create(_root, Started("b") with { Time = Start.AddDays(1) }).Dispose();
        RunJournal.Create(_root, Started("c")).Dispose();
        RunJournal.Create(_root, Started("a") with { Time = Start.AddDays(2) }).Dispose();

        var left = RunJournal.Left(_root, Assert.Fail);

        Assert.Equal([Id("c"), Id("b"), Id("a")], left.Select(journal => Path.GetFileName(journal.Folder)));
        foreach (var journal in left) journal.Remove();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void A_file_is_kept_as_it_was()
    {
        var file = Path.Combine(_root, "plot.png");
        File.WriteAllText(file, "before");
        using var journal = RunJournal.Create(_root, Started("a"));

        journal.Keep("plots/one.png", copy => File.Copy(file, copy));
        File.WriteAllText(file, "after");

        Assert.Equal("before", File.ReadAllText(journal.PathOf("plots/one.png")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../one")]
    [InlineData("/etc/one")]
    [InlineData("a//b")]
    [InlineData("a\\..\\b")]
    public void A_file_stays_among_the_files_of_its_run(string path)
    {
        using var journal = RunJournal.Create(_root, Started("a"));
        Assert.Throws<SongGenreException>(() => journal.Keep(path, file => File.WriteAllText(file, "")));
        Assert.Equal(1, journal.Count);
    }

    [Fact]
    public void A_damaged_journal_is_named_and_keeps_no_other_from_being_sent()
    {
        RunJournal.Create(_root, Started("a")).Dispose();
        RunJournal.Create(_root, Started("b")).Dispose();
        RunJournal.Create(_root, Started("c")).Dispose();
        File.WriteAllText(Path.Combine(_root, Id("a"), "events.jsonl"), "\0\0\n");
        File.WriteAllText(Path.Combine(_root, Id("b"), "events.jsonl"), """{"time":"2026-01-01T00:00:00Z"}""" + "\n");
        var said = new List<string>();

        using var left = Assert.Single(RunJournal.Left(_root, said.Add));

        Assert.Equal(Id("c"), Path.GetFileName(left.Folder));
        Assert.Equal([Id("a"), Id("b")], said.Select(line => Path.GetFileName(line.Split(": ")[0])).Order());
    }

    [Fact]
    public void A_run_that_is_recorded_already_is_refused_in_one_line()
    {
        RunJournal.Create(_root, Started("a")).Dispose();
        var error = Assert.Throws<SongGenreException>(() => RunJournal.Create(_root, Started("a")));
        Assert.Contains("recorded already", error.Message, StringComparison.Ordinal);
    }

    internal static string Id(string letter) => string.Concat(Enumerable.Repeat(letter, 32));

    internal static RunStarted Started(string letter) => new(
        Start, Id(letter), "calm-drum-1", "song-genre", "train", ["train", "--json"], Parent: null, Attached: null,
        "sqlite:///mlflow.db", new() { Entity = "ada", Tags = ["first"] });
}
