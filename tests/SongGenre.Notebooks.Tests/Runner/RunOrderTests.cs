using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class RunOrderTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("01-eda.ipynb", 1)]
    [InlineData("2_x.ipynb", 2)]
    [InlineData("10.ipynb", 10)]
    [InlineData("3d-plots.ipynb", null)]
    [InlineData("x-1.ipynb", null)]
    public void A_number_at_the_beginning_of_the_name_gives_the_order(string file, int? number) =>
        Assert.Equal((System.Numerics.BigInteger?)number, NotebookOrder.NumberOf(file));

    [Fact]
    public async Task Numbers_are_an_order_and_a_failure_leaves_out_only_what_comes_after_it_and_jobs_change_no_byte()
    {
        string[] files =
        [
            folder.Write("1-a.ipynb", Code("Console.Write(1);", "c")), folder.Write("2-bad.ipynb", Code("throw new Exception(\"x\");", "c")),
            folder.Write("2-good.ipynb", Code("Console.Write(2);", "c")), folder.Write("10-late.ipynb", Code("Console.Write(10);", "c")),
            folder.Write("free.ipynb", Code("Console.Write(\"free\");", "c")),
        ];

        var report = await folder.ExecuteAsync(files);
        var bytes = Bytes();
        var events = folder.Events.OfType<RunEvent.NotebookStarted>().Select(e => e.Notebook).ToList();
        var beside = await folder.ExecuteAsync(folder.Run(files) with { Jobs = 3 });

        Assert.Equal(["1-a.ipynb", "2-bad.ipynb", "2-good.ipynb", "free.ipynb"], events);
        foreach (var one in (RunReport[])[report, beside])
        {
            Assert.Equal(["1-a.ipynb", "10-late.ipynb", "2-bad.ipynb", "2-good.ipynb", "free.ipynb"], one.Notebooks.Select(n => n.Name));
            Assert.Equal(
                [RunStatus.Succeeded, RunStatus.NotRun, RunStatus.Failed, RunStatus.Succeeded, RunStatus.Succeeded],
                one.Notebooks.Select(n => n.Status));
        }
        Assert.Equal(bytes, Bytes());
        Assert.False(File.Exists(Path.Combine(folder.Outputs, "10-late.ipynb")));
    }

    [Fact]
    public async Task Keeping_going_runs_what_follows_a_failure_and_still_exits_with_1()
    {
        string bad = folder.Write("1.ipynb", Prose("# A", "prose"), Code("var x = 1;\nthrow new Exception(\"first\");", "bad"),
            Code("throw new Exception(\"second\");", "worse"), Code("Console.Write(x);", "good")), next = folder.Write("2.ipynb", Code("2", "c"));

        var report = await folder.ExecuteAsync(folder.Run(bad, next) with { KeepGoing = true });

        Assert.Equal((RunStatus.Failed, 1), (report.Status, report.ExitCode));
        Assert.Equal([RunStatus.Failed, RunStatus.Succeeded], report.Notebooks.Select(n => n.Status));
        Assert.Equal("1.ipynb: cell 2 (bad) failed: System.Exception: first (and 1 more cell)", report.Notebooks[0].Failure);
        Assert.Equal([RunStatus.Failed, RunStatus.Failed, RunStatus.Succeeded], report.Notebooks[0].Cells.Select(c => c.Status));
        Assert.Equal("1", folder.Text("1.ipynb", "good"));
        var cells = folder.Executed("1.ipynb").Cells;
        Assert.Equal(["papermill-error-cell-link", "prose", "papermill-error-cell", "bad", "worse", "good"], cells.Select(c => c.Id));
        Assert.Contains("An Exception was encountered at <a href=\"#papermill-error-cell\">cell 2 (bad)</a>", cells[0].Source, StringComparison.Ordinal);
        Assert.Contains("id=\"papermill-error-cell\"", cells[2].Source, StringComparison.Ordinal);
        Assert.All([cells[0], cells[2]], cell => Assert.Equal("""{"tags":["papermill-error-cell-tag"]}""", cell.Metadata.ToJsonString()));
    }

    [Fact]
    public async Task Tags_let_a_cell_fail_or_leave_it_out_with_its_outputs_and_papermills_markers_go()
    {
        var left = Tagged("skip-execution", "Console.Write(\"no\");", "left");
        left.Outputs.Add(new StreamOutput("stdout", "kept"));
        left.ExecutionCount = 9;
        var marker = Prose("<span style=\"color:red\">An Exception was encountered at 'In [1]'.</span>", "m");
        marker.Metadata["tags"] = new JsonArray("papermill-error-cell-tag");
        string file = folder.Write("a.ipynb", marker, Tagged("raises-exception", "var x = 3;\nthrow new FormatException(\"kept\");", "fails"),
            Tagged("raises-exception", "Console.Write(x);", "does-not"), left, Code("x", "last"));

        var report = await folder.ExecuteAsync(folder.Run(file) with { Mode = RunMode.InPlace });

        Assert.Equal(0, report.ExitCode);
        Assert.Equal(
            [RunStatus.Succeeded, RunStatus.Succeeded, RunStatus.NotRun, RunStatus.Succeeded], report.Notebooks[0].Cells.Select(c => c.Status));
        var cells = NotebookFile.Read(file).Cells;
        Assert.Equal(["fails", "does-not", "left", "last"], cells.Select(c => c.Id));
        Assert.Equal([1, 2, 9, 3], cells.Select(c => c.ExecutionCount));
        Assert.Equal("kept", Assert.IsType<ErrorOutput>(Assert.Single(cells[0].Outputs)).Value);
        Assert.Equal(new StreamOutput("stdout", "kept"), Assert.Single(cells[2].Outputs));

        string where = Path.Combine(folder.Outputs, "a.ipynb");
        var resumed = await folder.ExecuteAsync(folder.Run(file) with { Resume = true });
        Assert.True(resumed.Notebooks[0].IsReused);
        Assert.Equal((RunStatus.Succeeded, 0), (resumed.Status, resumed.Notebooks[0].Cells.Count));
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(where));
    }

    [Fact]
    public void A_resumed_run_reuses_only_what_is_complete_and_of_the_same_cells()
    {
        string path = Path.Combine(folder.Notebooks, "out.ipynb");
        var prepared = new Notebook { Cells = [Prose("# A", "p"), Code("1", "one"), Code("2", "two")] };
        Assert.False(CompleteOutput.Is(path, prepared));

        Assert.True(Judge(_ => { }));
        Assert.False(Judge(n => n.Cells[2].ExecutionCount = null));
        Assert.False(Judge(n => n.Cells[1].Outputs.Add(new ErrorOutput("E", "x", []))));
        Assert.False(Judge(n => n.Cells[1].Source = "1 + 1"));
        Assert.False(Judge(n => n.Cells[0].Source = "# B"));
        Assert.False(Judge(n => n.Cells[1].Metadata["tags"] = new JsonArray("skip-execution")));
        Assert.False(Judge(n => ErrorMarkers.Add(n, 2)));
        Assert.False(Judge(n => n.Cells.RemoveAt(0)));
        File.WriteAllText(path, "{");
        Assert.False(CompleteOutput.Is(path, prepared));

        bool Judge(Action<Notebook> change)
        {
            var executed = new Notebook { Cells = [Prose("# A", "p"), Code("1", "one"), Code("2", "two")] };
            (executed.Cells[1].ExecutionCount, executed.Cells[2].ExecutionCount) = (1, 2);
            executed.Cells[2].Outputs.Add(new StreamOutput("stdout", "x"));
            change(executed);
            NotebookFile.Write(path, executed);
            return CompleteOutput.Is(path, prepared);
        }
    }

    private Dictionary<string, string> Bytes() => Directory.EnumerateFiles(folder.Outputs)
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}
