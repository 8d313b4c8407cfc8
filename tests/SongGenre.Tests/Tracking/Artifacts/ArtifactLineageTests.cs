using SongGenre.Tests.Data;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Tests.Tracking.Artifacts;

public sealed class ArtifactLineageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ArtifactStore _store;

    public ArtifactLineageTests() => _store = new(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tree_tells_where_a_version_comes_from_and_what_came_of_it()
    {
        Steps("fetch", "clean", "split", "train", "score");
        Assert.Equal(
            """
            train:v0 (data, latest)
            ├─ made by run split
            │  ├─ from clean:v0 (data, latest)
            │  │  └─ made by run clean
            │  │     └─ from raw:v0 (data, latest)
            │  │        └─ made by run fetch
            │  └─ beside test:v0 (data, latest)
            └─ used by run train
               └─ for model:v0 (data, latest)
                  └─ used by run score
                     └─ for results:v0 (data, latest)

            """, _store.Lineage("train").ToText());
        Assert.Equal(
            """
            test:v0 (data, latest)
            ├─ made by run split
            │  ├─ from clean:v0 (data, latest)
            │  │  └─ made by run clean
            │  │     └─ from raw:v0 (data, latest)
            │  │        └─ made by run fetch
            │  └─ beside train:v0 (data, latest)
            └─ used by run score
               ├─ for results:v0 (data, latest)
               └─ with model:v0 (data, latest)

            """, _store.Lineage("test").ToText());
    }

    [Fact]
    public void Within_one_run_what_was_used_later_is_no_origin()
    {
        Steps("all", "all", "all", "all", "all");
        Assert.Equal(
            ["raw:v0", "clean:v0"],
            _store.Lineage("clean").ToText().Split("├─ made by run all")[1].Split("└─ used by")[0]
                .Split('\n').Where(line => line.Contains("from ", StringComparison.Ordinal))
                .Select(line => line.Split("from ")[1].Split(' ')[0]).Append("clean:v0"));
    }

    [Fact]
    public void A_diagram_has_a_node_for_each_version_and_run_and_an_arrow_for_each_edge()
    {
        Steps("fetch", "clean");
        _store.Delete("raw:v0", force: true);
        Assert.Equal(
            """
            flowchart LR
              a0["clean:v0<br/>data, latest"]
              a1["raw:v0<br/>data, deleted"]
              r0(["run fetch"])
              r1(["run clean"])
              r0 --> a1
              a1 --> r1
              r1 --> a0
              style a0 stroke-width:3px

            """, _store.Lineage("clean").ToMermaid());
    }

    [Fact]
    public void A_version_that_no_run_touched_says_so() => Assert.Equal(
        "raw:v0 (data, latest)\nno run made or used it\n", Lone().ToText());

    [Fact]
    public void Runs_of_one_name_that_did_the_same_stand_together()
    {
        var ids = Enumerable.Range(0, 5).Select(i => new string((char)('a' + i), 32)).ToList();
        Make("raw", null);
        foreach (var id in ids)
        {
            _store.Use("raw", new ArtifactRun(id, "clean"));
            _store.Add("clean", "data", _folder.Write("content", "clean"), run: new ArtifactRun(id, "clean"));
        }

        _store.Use("raw", "look");
        Assert.Equal(
            """
            raw:v0 (data, latest)
            ├─ used by clean (runs aaaaaaaa, bbbbbbbb, cccccccc and 2 more)
            │  └─ for clean:v0 (data, latest)
            └─ used by run look

            """, _store.Lineage("raw").ToText());
        Assert.Equal(
            """
            flowchart LR
              a0["raw:v0<br/>data, latest"]
              a1["clean:v0<br/>data, latest"]
              r0(["clean<br/>(runs aaaaaaaa, bbbbbbbb, cccccccc and 2 more)"])
              r1(["run look"])
              a0 --> r0
              r0 --> a1
              a0 --> r1
              style a0 stroke-width:3px

            """, _store.Lineage("raw").ToMermaid());
    }

    [Fact]
    public void Of_many_runs_the_first_are_shown_and_all_are_kept()
    {
        Lone();
        for (var i = 0; i < 22; i++) _store.Use("raw", new ArtifactRun($"run-{i:00}", $"look {i}"));
        var lineage = _store.Lineage("raw");
        Assert.EndsWith("├─ used by look 19 (run run-19)\n└─ and 2 more\n", lineage.ToText(), StringComparison.Ordinal);
        Assert.Equal(22, lineage.Edges.Count);
    }

    private ArtifactLineage Lone()
    {
        Make("raw", null);
        return _store.Lineage("raw");
    }

    private void Steps(params string[] runs)
    {
        Step(runs, 0, [], "raw");
        Step(runs, 1, ["raw"], "clean");
        Step(runs, 2, ["clean"], "train", "test");
        Step(runs, 3, ["train"], "model");
        Step(runs, 4, ["model", "test"], "results");
    }

    private void Step(string[] runs, int step, string[] used, params string[] made)
    {
        if (step >= runs.Length) return;
        foreach (var name in used) _store.Use(name, runs[step]);
        foreach (var name in made) Make(name, runs[step]);
    }

    private void Make(string name, string? run) =>
        _store.Add(name, "data", _folder.Write("content", name), run: run);
}
