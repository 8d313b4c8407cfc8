using System.Globalization;
using System.Text.Json;
using SongGenre.Benchmarks.Compare;
using SongGenre.Forest;
using SongGenre.Tests.Forest;

namespace SongGenre.Tests.Compare;

public sealed class RaceTests : IDisposable
{
    private const int Rows = 300, Classes = 3;
    private static readonly ComparisonCase Tiny = new("tiny", "Few rows.", Trees: 20, MaxDepth: 5);
    private readonly string _folder = Directory.CreateTempSubdirectory("songgenre-race-").FullName;
    private readonly ColumnMatrix _x;
    private readonly int[] _labels = new int[Rows];

    // Column 0 gives the class away, column 1 is sparse, column 2 is noise.
    public RaceTests()
    {
        var random = new Random(3);
        for (var row = 0; row < Rows; row++) _labels[row] = row % Classes;
        int[] marked = [.. Enumerable.Range(0, Rows).Where(row => _labels[row] == 2 && random.Next(2) == 0)];
        _x = new(Rows,
        [
            Column.Dense(Array.ConvertAll(_labels, label => label + (0.1 * random.NextDouble()))),
            Column.Sparse(Rows, marked, Array.ConvertAll(marked, _ => 0.5)),
            Column.Dense(Array.ConvertAll(_labels, _ => random.NextDouble())),
        ]);
        CaseFile.Export(_folder, Tiny, _x, _labels, _x, Classes, threads: 1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_matrix_is_read_as_it_was_written()
    {
        var read = MatrixFile.Read(Path.Combine(_folder, "train"), Rows);
        Assert.Equal(_x.Columns.Count, read.Columns.Count);
        for (var c = 0; c < read.Columns.Count; c++)
        {
            Assert.Equal(_x.Columns[c].Indices, read.Columns[c].Indices);
            Assert.Equal(_x.Columns[c].Values, read.Columns[c].Values);
        }

        // Three columns, the middle one short: where each starts.
        var starts = MatrixFile.ReadAll<int>(Path.Combine(_folder, "train.starts"));
        Assert.Equal([0, Rows, Rows + _x.Columns[1].Values.Length, (2 * Rows) + _x.Columns[1].Values.Length], starts);
    }

    [Fact]
    public void What_peers_must_know_stands_in_a_file()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "case.json")));
        Assert.Equal(20, json.RootElement.GetProperty("trees").GetInt32());
        Assert.Equal(5, json.RootElement.GetProperty("maxDepth").GetInt32());
        Assert.Equal(Rows, json.RootElement.GetProperty("trainRows").GetInt32());
        Assert.True(json.RootElement.GetProperty("dense").GetBoolean());
        Assert.Equal(CaseFile.Read(_folder), CaseFile.Read(_folder));
    }

    [Fact]
    public void A_peer_answers_each_command_and_writes_its_probabilities()
    {
        var file = Path.Combine(_folder, "probabilities");
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var commands = new StringReader($"fit\npredict\nprobabilities {file}\n");
        PeerLoop.Run("us 1.0", OwnPeer.Fit(Peer.SongGenre, Lane.Matrix, _folder), commands, output);

        var answers = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, answers.Length);
        using var ready = JsonDocument.Parse(answers[0]);
        Assert.Equal("us 1.0", ready.RootElement.GetProperty("ready").GetString());
        using var fit = JsonDocument.Parse(answers[1]);
        Assert.True(fit.RootElement.GetProperty("seconds").GetDouble() > 0);
        var forest = Trees.Fit(_x, _labels, Classes, Tiny.ToExperiment().Forest);
        Assert.Equal(Trees.All(forest.On(_x)), MatrixFile.ReadAll<double>(file));
    }

    [Theory]
    [InlineData("scikit-learn")]
    [InlineData("ranger")]
    [InlineData("xgboost")]
    public async Task Other_languages_do_the_same_and_are_scored_by_our_code(string name)
    {
        var peer = Peer.Select([name]).Single();
        RequireInstalled(peer);
        List<string> log = [];
        var result = (await new Race(2, TimeSpan.FromMinutes(1), log.Add, warmUpSeconds: 0)
            .RunAsync([new(peer)], _folder, fitOnce: false, _labels, Classes)).Single();

        Assert.Null(result.Absence);
        Assert.Equal((2, 2), (result.Fit!.Runs, result.Prediction!.Runs));
        Assert.Equal(1, result.Scores!.AucOvoMacro!.Value, 3);
        Assert.True(result.Scores.Accuracy > 0.99);
        Assert.True(result.PeakBytes >= result.BaseBytes && result.BaseBytes > 1_000_000);
        var table = ComparisonTable.Of(Tiny, [result]);
        Assert.Contains($"| {peer.Title} | ", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_is_missing_leaves_a_line_that_says_what_to_install()
    {
        var lane = new Lane(Peer.Select(["ranger"]).Single());
        var table = ComparisonTable.Of(Tiny, [new(lane) { Absence = "not installed; install r-cran-ranger" }]);
        Assert.EndsWith("\n\n- ranger: not installed; install r-cran-ranger.\n", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3, "fit fit fit fit predict")]
    [InlineData(2.5, "fit predict")]
    public async Task Short_fits_are_repeated_until_a_second_has_gone_into_them(double fit, string expected)
    {
        List<string> asked = [];
        var turn = await Race.TurnAsync(Answer, predictOnly: false);
        Assert.Equal(expected, string.Join(' ', asked));
        Assert.Equal(fit, turn.Fit, 12);
        Assert.Equal(4, turn.Prediction);

        asked.Clear();
        Assert.Equal((0, 4), await Race.TurnAsync(Answer, predictOnly: true));
        Assert.Equal(["predict"], asked);

        Task<double> Answer(string command)
        {
            asked.Add(command);
            return Task.FromResult(command == "fit" ? fit : 4);
        }
    }

    [Fact]
    public void A_peer_that_was_stopped_took_at_least_as_long_as_so_many_of_our_runs()
    {
        var us = new Lane(Peer.Select([Peer.SongGenre]).Single());
        var ours = new LaneResult(us) { Fit = new([1.5]), Prediction = new([0.6]) };
        var slow = new LaneResult(new(Peer.Select(["ranger"]).Single()))
        {
            Absence = "stopped",
            StoppedAfter = TimeSpan.FromMinutes(1),
        };
        Assert.EndsWith("- ranger: stopped, over 28× SongGenre's.\n", ComparisonTable.Of(Tiny, [ours, slow]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_had_fewer_runs_is_marked()
    {
        var lane = new Lane(Peer.Select(["ranger"]).Single());
        var table = ComparisonTable.Of(Tiny, [new(lane) { Fit = new([90.0]), Prediction = new([1.0]), Asked = 5 }]);
        Assert.Contains("| 90.0 s, 1 run only | – |", table, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_case_or_peer_is_refused_with_those_that_there_are()
    {
        Assert.Contains("published, deep",
            Assert.Throws<SongGenreException>(() => ComparisonCase.Select(["dep"])).Message);
        Assert.Contains("ranger", Assert.Throws<SongGenreException>(() => Peer.Select(["rangr"])).Message);
        Assert.Equal(3, ComparisonCase.Select(["predict"]).Count);
    }

    private static void RequireInstalled(Peer peer)
    {
        if (peer.IsInstalled) return;
        var reason = $"{peer.Title} isn't installed; install {peer.Install}.";
        if (Environment.GetEnvironmentVariable("SONGGENRE_REQUIRE_TOOLS") == "1") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
