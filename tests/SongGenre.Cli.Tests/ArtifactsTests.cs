using SongGenre.Tracking.Artifacts;

namespace SongGenre.Cli.Tests;

public sealed class ArtifactsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ArtifactStore _store;

    public ArtifactsTests() => _store = new(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("list")]
    public async Task An_empty_store_is_no_error_and_is_not_made(params string[] verb)
    {
        Assert.Equal($"{_folder["store"]} holds no artifacts\n", (await Run(verb)).Output);
        Assert.False(Directory.Exists(_folder["store"]));
        Assert.Equal("0 versions, 0 objects, 0 B: whole\n", (await Run("verify")).Output);
        Assert.Equal("removed 0 objects and 0 unfinished files: 0 B\n", (await Run("gc")).Output);
    }

    [Fact]
    public async Task Names_and_versions_are_tables_with_what_matters()
    {
        Fill();
        var list = (await Run("list")).Output.Split('\n');
        Assert.Equal("name   type   versions  latest    rows    size  aliases  added", list[0]);
        const string Time = @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ";
        Assert.Matches(@"^clean  table         2  v1      40,123  1\.2 kB  best=v0  " + Time + "$", list[1]);
        Assert.Matches(@"^model  model         1  v0                 5 B           " + Time + "$", list[2]);
        var versions = (await Run("show", "clean")).Output.Split('\n');
        string[] expected =
        [
            "version  aliases    rows    size  files  made by  used by  added",
            "v0       best     40,000     5 B      1        1        1  ",
            "v1       latest   40,123  1.2 kB      1        1        0  ",
        ];
        foreach (var (i, start) in expected.Index()) Assert.StartsWith(start, versions[i], StringComparison.Ordinal);
        var one = (await Run("show", "clean:best")).Output;
        Assert.StartsWith("clean:v0  table, 5 B\n  aliases  best\n  digest   ", one, StringComparison.Ordinal);
        Assert.Contains("\n  columns  tempo double, key int64\n", one, StringComparison.Ordinal);
        Assert.Matches(@"\nfile       +rows  size  sha256\ntable.csv  40,000   5 B  [0-9a-f]{12}\n$", one);
    }

    [Fact]
    public async Task Json_is_one_object_with_everything()
    {
        Fill();
        Assert.Equal(3, (await Run("list", "--json")).Json["artifacts"]!.AsArray().Count);
        Assert.Equal(2, (await Run("show", "clean", "--json")).Json["versions"]!.AsArray().Count);
        var version = (await Run("show", "clean:v0", "--json")).Json;
        Assert.Equal(40_000, (int)version["rows"]!["table.csv"]!);
        Assert.Equal("train-1", (string)version["used_by"]![0]!["run"]!);
        var edges = (await Run("lineage", "model", "--json")).Json["edges"]!.AsArray();
        Assert.Equal(["made clean:v0", "used clean:v0", "made model:v0"],
            edges.Select(edge => $"{edge!["kind"]} {edge["artifact"]}"));
        Assert.True((bool)(await Run("verify", "--json")).Json["whole"]!);
        Assert.Equal(0, (int)(await Run("gc", "--json")).Json["bytes"]!);
    }

    [Fact]
    public async Task Lineage_is_a_tree_or_a_diagram()
    {
        Fill();
        Assert.Equal(
            """
            model:v0 (model, latest)
            └─ made by run train-1
               └─ from clean:v0 (table, 40,000 rows, best)
                  └─ made by run clean-1

            """, (await Run("lineage", "model")).Output);
        Assert.StartsWith("flowchart LR\n  a0[\"model:v0<br/>model, latest\"]\n",
            (await Run("lineage", "model:v0", "--mermaid")).Output, StringComparison.Ordinal);
        Assert.Equal("error: --mermaid and --json: choose one\n",
            await Refused(2, "lineage", "model", "--mermaid", "--json"));
    }

    [Fact]
    public async Task Get_writes_a_folder_and_says_so()
    {
        Fill();
        Assert.Equal($"wrote clean:v0 to {_folder["got"]}: 1 file, 5 B\n",
            (await Run("get", "clean:best", "--out", _folder["got"])).Error);
        Assert.Equal("first", File.ReadAllText(_folder["got/table.csv"]));
        Assert.Equal($"error: {_folder["got"]}: is there already; name a new or an empty folder.\n",
            await Refused(1, "get", "clean", "--out", _folder["got"]));
        Assert.Equal("error: claen: is unknown. Did you mean clean?\n",
            await Refused(1, "get", "claen", "--out", _folder["other"]));
    }

    [Fact]
    public async Task Aliases_are_set_moved_and_removed()
    {
        Fill();
        Assert.Equal("clean:best is clean:v1 now\n", (await Run("alias", "clean", "best")).Error);
        Assert.Equal("removed alias best of clean:v1\n", (await Run("alias", "clean", "best", "--remove")).Error);
        Assert.Equal("error: --remove: give the name alone, clean\n",
            await Refused(2, "alias", "clean:v1", "best", "--remove"));
        Assert.Equal("error: alias latest: moves by itself to what was added last.\n",
            await Refused(1, "alias", "clean:v0", "latest"));
    }

    [Fact]
    public async Task Deleting_needs_force_where_something_points_and_gc_frees_the_space()
    {
        Fill();
        Assert.StartsWith("error: clean:v0: alias best and runs clean-1, train-1 would miss it;",
            await Refused(1, "delete", "clean:v0"), StringComparison.Ordinal);
        Assert.Equal("deleted clean:v0; 'artifacts gc' frees what no other version shares of its 5 B\n",
            (await Run("delete", "clean:v0", "--force")).Error);
        Assert.Equal("removed 1 object and 0 unfinished files: 5 B\n", (await Run("gc")).Output);
        Assert.Equal("2 versions, 2 objects, 1.2 kB: whole\n", (await Run("verify")).Output);
        Assert.Contains("from clean:v0 (table, 40,000 rows, deleted)",
            (await Run("lineage", "model")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ends_with_1_and_names_what_is_missing()
    {
        Fill();
        var sha256 = _store.Find("model").Files[0].Sha256;
        File.Delete(_folder[$"store/objects/{sha256[..2]}/{sha256[2..]}"]);
        Assert.Equal("", await Refused(1, "verify"));
        Assert.Equal(
            $"missing  objects/{sha256[..2]}/{sha256[2..]}: trees of model:v0\n"
                + "3 versions, 2 objects, 1.2 kB: 1 missing or damaged\n",
            (await CommandRun.Of("artifacts", "verify", "--store", _folder["store"])).Output);
    }

    private void Fill()
    {
        Table("first", 40_000, "clean-1");
        _store.Use("clean:v0", "train-1");
        _store.Add("model", "model", _folder.Write("trees", "trees"), run: "train-1");
        _store.SetAlias("clean:v0", "best");
        Table(new string('x', 1234), 40_123, "clean-2");
    }

    private void Table(string text, long rows, string run)
    {
        var metadata = new ArtifactMetadata
        {
            Schema = [new("tempo", "double"), new("key", "int64")],
            Rows = new Dictionary<string, long> { ["table.csv"] = rows },
        };
        _store.Add("clean", "table", _folder.Write("table.csv", text), metadata, run);
    }

    private Task<CommandRun> Run(params string[] args) =>
        CommandRun.Successful(["artifacts", .. args, "--store", _folder["store"]]);

    private async Task<string> Refused(int code, params string[] args)
    {
        var run = await CommandRun.Of(["artifacts", .. args, "--store", _folder["store"]]);
        Assert.Equal(code, run.ExitCode);
        return run.Error;
    }
}
