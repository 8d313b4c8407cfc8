using System.Text.RegularExpressions;

namespace SongGenre.Cli.Tests;

public sealed class CompareTests : IDisposable
{
    private const string Header = "row,genre,Pop,\"Rap, loud\"\n";

    private readonly RunStoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Runs_that_differ_in_their_seed_alone_are_pooled()
    {
        // Right: 7 and 8 of ten rows, so 0.75 ± √(0.05² + 0.05²) = ± 0.07071; then 9 of ten.
        Add("one", 7, 42, "13");
        Add("two", 8, 43, "13");
        Add("deep", 9, 42, "null");
        var json = (await Run("one", "two", "deep", "--json")).Json;
        Assert.Equal(["one two", "deep"], json["groups"]!.AsArray().Select(group =>
            string.Join(' ', group!["runs"]!.AsArray().Select(run => (string)run!["name"]!))));
        Assert.Equal(["13", "null"], json["changed"]!["forest.max_depth"]!.AsArray().Select(value => (string)value!));
        Assert.Equal(
            ["42, 43", "42"], json["changed"]!["forest.random_state"]!.AsArray().Select(value => (string)value!));
        Assert.Equal(2, json["changed"]!.AsObject().Count);
        var difference = json["differences"]![0]!;
        var accuracy = difference["metrics"]!.AsArray().Single(metric => (string)metric!["metric"]! == "accuracy")!;
        Assert.Equal(0.75, (double)accuracy["baseline"]!, 1e-12);
        Assert.Equal(0.0707106781, (double)accuracy["baseline_deviation"]!, 1e-9);
        Assert.Null(accuracy["other_deviation"]);
        Assert.Equal(0.15, (double)accuracy["difference"]!, 1e-12);
        Assert.Equal(
            "paired bootstrap on the same 10 test rows; one side is a single run, so the luck of its seed isn't in it",
            (string)difference["basis"]!);
        // Of the five rows of Rap 2.5 were right and then 4; all of Pop were right before and after.
        var rap = difference["confusions"]![0]!;
        Assert.Equal(("Rap, loud", 1.5), ((string)rap["genre"]!, Math.Abs((double)rap["rows"]!)));
        Assert.Equal(0.3, Math.Abs((double)rap["other"]! - (double)rap["baseline"]!), 1e-12);
        var importance = difference["importances"]![0]!;
        Assert.Equal(("tempo", 0.075, 0.09), ((string)importance["feature"]!,
            Math.Round((double)importance["baseline"]!, 9), (double)importance["other"]!));
    }

    [Fact]
    public async Task The_text_says_what_differs_how_much_and_how_sure()
    {
        Add("flat", 7, 42, "13");
        Add("deep", 9, 42, "null");
        var text = (await Run("flat", "deep")).Output;
        Assert.Matches(@"^   id +name +command +start +status\nA  [0-9a-f]{8}  flat  train ", text);
        Assert.Contains("\nwhat differs      A   B\nforest.max_depth  13  null\n", text, StringComparison.Ordinal);
        Assert.Contains("\nB beside A: paired bootstrap on the same 10 test rows; one run each,", text,
            StringComparison.Ordinal);
        // Both models are right of all rows of Pop; of five of Rap the second is right of two more: 0 to 4 of ten rows.
        Assert.Matches(@"\naccuracy +0\.70000 +0\.90000 +\+0\.20000 +0\.00000 to \+0\.40000 +no\n", text);
        Assert.Matches(@"\nRap, loud +itself +40\.0% +80\.0% +\+40\.0% +\+2\n", text);
        Assert.Matches(@"\ntempo +0\.07000 +0\.09000 +\+0\.02000\n", text);
    }

    [Fact]
    public async Task Scores_on_rows_that_were_trained_on_are_not_to_be_believed()
    {
        Add("honest", 7, 42, "13");
        Add("leaking", 9, 42, "null", contaminated: 8);
        const string warning = "CONTAMINATED: B is scored on 8 rows that its model was trained on";
        var text = (await Run("honest", "leaking", "--html", _store["page.html"])).Output;
        Assert.Contains($"  finished\n{warning}\n\n", text, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(text, "CONTAMINATED"));
        Assert.Contains($">{warning}<", File.ReadAllText(_store["page.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_test_rows_are_compared_unpaired_and_that_is_said()
    {
        Add("flat", 7, 42, "13");
        Add("deep", 9, 42, "null", firstRow: 100);
        Assert.Contains("unpaired bootstrap: the runs weren't tested on the same rows",
            (await Run("flat", "deep")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_of_seeds_alone_are_compared_with_each_other()
    {
        Add("one", 7, 42, "13");
        Add("two", 9, 43, "13");
        var text = (await Run("one", "two")).Output;
        Assert.Contains("They differ in their seeds alone: what follows is luck.\n", text, StringComparison.Ordinal);
        Assert.Contains("\nforest.random_state  42  43\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_commit_or_uncommitted_change_is_no_seed()
    {
        Add("one", 7, 42, "13");
        Add("two", 7, 43, "13", tags: new() { ["mlflow.source.git.commit"] = "def456" });
        Add("three", 7, 44, "13", diff: "+ changed");
        Add("four", 7, 45, "13");
        var json = (await Run("one", "two", "three", "four", "--json")).Json;
        Assert.Equal(["one four", "two", "three"], json["groups"]!.AsArray().Select(group =>
            string.Join(' ', group!["runs"]!.AsArray().Select(run => (string)run!["name"]!))));
        Assert.Equal(
            ["abc123", "def456", "abc123"], json["changed"]!["commit"]!.AsArray().Select(value => (string)value!));
    }

    [Fact]
    public async Task Rows_of_a_split_of_another_size_are_no_luck_and_those_of_another_seed_are()
    {
        Dictionary<string, string> Scored(string knob, string value) => new() { [$"songgenre.split.{knob}"] = value };
        Add("one", 7, 42, "13", tags: Scored("seed", "1"));
        Add("two", 7, 43, "13", tags: Scored("test_size", "0.2"));
        Add("three", 7, 44, "13", tags: Scored("seed", "2"));
        var json = (await Run("one", "two", "three", "--json")).Json;
        Assert.Equal(["one three", "two"], json["groups"]!.AsArray().Select(group =>
            string.Join(' ', group!["runs"]!.AsArray().Select(run => (string)run!["name"]!))));
        Assert.Equal(
            ["", "split.test_size=0.2"],
            json["changed"]!["scored rows"]!.AsArray().Select(value => (string)value!));
    }

    [Fact]
    public async Task Two_runs_of_different_uncommitted_changes_are_not_of_seeds_alone()
    {
        var dirty = new Dictionary<string, string> { ["songgenre.git.dirty"] = "true" };
        Add("one", 7, 42, "13", tags: dirty, diff: "abc");
        Add("two", 9, 43, "13", tags: dirty, diff: "");
        Add("three", 9, 43, "13", tags: dirty, diff: "abcd");
        var text = (await Run("one", "three")).Output;
        Assert.DoesNotContain("seeds alone", text, StringComparison.Ordinal);
        // SHA-256 of "abc" as FIPS 180-2, appendix B.1, has it.
        Assert.Matches(@"\nuncommitted changes +ba7816bf8f01  88d4266fd4e6\n", text);
        var json = (await Run("one", "two", "--json")).Json;
        Assert.False((bool)json["seeds_alone"]!);
        Assert.Equal(["ba7816bf8f01", "true"],
            json["changed"]!["uncommitted changes"]!.AsArray().Select(value => (string)value!));
    }

    [Fact]
    public async Task Without_predictions_the_recorded_metrics_are_compared_and_the_lack_is_said()
    {
        _store.Add("old", new Dictionary<string, double> { ["accuracy"] = 0.5, ["seconds.fit"] = 2 });
        _store.Add("new", new Dictionary<string, double> { ["accuracy"] = 0.6 }, ["forest.max_depth=3"]);
        var text = (await Run("old", "new")).Output;
        Assert.Contains("\nB beside A: no intervals: A (old) left no predictions/test.csv\n", text,
            StringComparison.Ordinal);
        Assert.Contains("\naccuracy  0.50000  0.60000  +0.10000\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("seconds.fit", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_runs_and_genres_do_not_move_the_cursor()
    {
        const string Clear = "\u001b[2J";
        foreach (var (name, depth, right) in ((string, string, int)[])[("flat", "13", 7), ("deep", "null", 9)])
        {
            _store.Add(name, overrides: [$"forest.max_depth={depth}"], files: new Dictionary<string, string>
            {
                ["predictions/test.csv"] = Predictions(right, 0).Replace("loud", Clear, StringComparison.Ordinal),
            });
        }

        var old = _store.Add($"old{Clear}", overrides: ["forest.max_depth=3"]);
        var text = (await Run("flat", "deep", old)).Output;
        Assert.DoesNotContain('\u001b', text);
        Assert.Matches(@"\nRap, \?\[2J +itself ", text);
        Assert.Contains(" (old?[2J) left no predictions/test.csv\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("row,genre\n1,Pop\n", "begins with other columns")]
    [InlineData("row,genre,Pop,Rap\n1,Pop,0.5,0.5\n2,Jazz,0.5,0.5\n", "line 3 doesn't fit the columns")]
    [InlineData("row,genre,Pop,Rap\n1,Pop,0.9,0.9\n", "sum to 1.8")]
    [InlineData("row,genre,Pop,Rap\n1,Pop,half,0.5\n", "'half'")]
    public async Task Broken_predictions_are_one_line(string predictions, string expected)
    {
        _store.Add("good", files: new Dictionary<string, string> { ["predictions/test.csv"] = Predictions(7, 0) });
        var id = _store.Add("bad", files: new Dictionary<string, string> { ["predictions/test.csv"] = predictions });
        var run = await CommandRun.Of("compare", "good", "bad", "--store", _store.File);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"error: predictions/test.csv of the run {id} can't be read: ", Assert.Single(run.ErrorLines),
            StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_run_alone_cannot_be_compared()
    {
        Add("one", 7, 42, "13");
        var run = await CommandRun.Of("compare", "one", "--store", _store.File);
        Assert.Equal((2, "error: compare: give two runs or more\n"), (run.ExitCode, run.Error));
        run = await CommandRun.Of("compare", "one", "one", "--store", _store.File);
        Assert.Equal(
            (1, "error: Only one run is given; give another one to compare with.\n"), (run.ExitCode, run.Error));
    }

    private Task<CommandRun> Run(params string[] args) =>
        CommandRun.Successful(["compare", .. args, "--store", _store.File]);

    private void Add(
        string name, int right, int seed, string depth, int firstRow = 0, Dictionary<string, string>? tags = null,
        string diff = "", double contaminated = 0) => _store.Add(
            name,
            new Dictionary<string, double> { ["accuracy"] = right / 10.0, ["contaminated_rows"] = contaminated },
            [$"forest.max_depth={depth}", FormattableString.Invariant($"forest.random_state={seed}")],
            new Dictionary<string, string>
            {
                ["predictions/test.csv"] = Predictions(right, firstRow),
                ["importances.csv"] = FormattableString.Invariant(
                    $"feature,importance\nkey,0.01\ntempo,{right / 100.0}\n"),
                ["environment/git.diff"] = diff,
            },
            tags);

    // Five rows of Pop, all right, and five of Rap, of which the first are.
    private static string Predictions(int right, int firstRow) => Header + string.Concat(Enumerable.Range(0, 10).Select(
        row => FormattableString.Invariant($"{firstRow + row},{(row < 5 ? "Pop" : "\"Rap, loud\"")},")
            + (row < 5 || row >= right ? "0.75,0.25\n" : "0.25,0.75\n")));
}
