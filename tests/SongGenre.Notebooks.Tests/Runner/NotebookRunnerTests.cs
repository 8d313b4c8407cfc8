using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Notebooks_run_in_the_order_of_their_names_each_in_a_process_of_its_own_in_its_folder()
    {
        const string Where = "Console.Write(Environment.ProcessId + \" \" + Environment.CurrentDirectory);";
        string second = folder.Write("02-b.ipynb", Code(Where, "where")), first = folder.Write("01-a.ipynb", Code(Where, "where"));

        var report = await folder.ExecuteAsync(second, first);

        Assert.Equal(RunStatus.Succeeded, report.Status);
        Assert.Equal(0, report.ExitCode);
        Assert.Equal(["01-a.ipynb", "02-b.ipynb"], report.Notebooks.Select(n => n.Name));
        string[] one = folder.Text("01-a.ipynb", "where").Split(' ', 2), two = folder.Text("02-b.ipynb", "where").Split(' ', 2);
        Assert.NotEqual(one[0], two[0]);
        Assert.NotEqual(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), one[0]);
        Assert.Equal(Path.GetFullPath(folder.Notebooks), one[1]);
    }

    [Fact]
    public async Task State_passes_from_cell_to_cell_and_outputs_keep_their_order()
    {
        string file = folder.Write("a.ipynb", Prose("# A", "prose"), Code("var x = 20;", "set"),
            Code("Console.Write(1); Console.Write(2);\ndisplay(\"3\");\nConsole.Error.Write(4);\nx + 1", "use"));

        await folder.ExecuteAsync(file);

        var cells = folder.Executed("a.ipynb").Cells;
        Assert.Equal(["prose", "set", "use"], cells.Select(c => c.Id));
        Assert.Equal([null, 1, 2], cells.Select(c => c.ExecutionCount));
        Assert.Collection(cells[2].Outputs,
            o => Assert.Equal(new StreamOutput("stdout", "12"), o),
            o => Assert.Equal("3", (string?)Assert.IsType<DisplayOutput>(o).Data["text/plain"]),
            o => Assert.Equal(new StreamOutput("stderr", "4"), o),
            o => Assert.Equal(2, Assert.IsType<ExecuteResultOutput>(o).ExecutionCount));
    }

    [Fact]
    public async Task Variables_of_the_run_reach_every_notebook()
    {
        const string Show = "Console.Write(Environment.GetEnvironmentVariable(\"RUN_SET\"));";
        var run = folder.Run(folder.Write("1.ipynb", Code(Show, "e")), folder.Write("2.ipynb", Code(Show, "e")))
            with
        { Environment = new Dictionary<string, string> { ["RUN_SET"] = "a.b=1\nc=ä" } };

        await folder.ExecuteAsync(run);

        Assert.Equal("a.b=1\nc=ä", folder.Text("1.ipynb", "e"));
        Assert.Equal("a.b=1\nc=ä", folder.Text("2.ipynb", "e"));
    }

    [Fact]
    public async Task The_first_failing_cell_ends_the_run_of_what_comes_after_it_and_everything_before_it_is_kept()
    {
        string bad = folder.Write("1.ipynb", Prose("# A", "p"), Code("Console.Write(\"kept\");", "good"),
            Code("\nthrow new InvalidOperationException(\"no such genre\");", "bad"), Code("Console.Write(\"never\");", "never"));
        string other = folder.Write("2.ipynb", Code("1", "x"));

        var report = await folder.ExecuteAsync(bad, other);

        Assert.Equal((RunStatus.Failed, 1), (report.Status, report.ExitCode));
        var result = report.Notebooks[0];
        Assert.Equal([RunStatus.Failed, RunStatus.NotRun], report.Notebooks.Select(n => n.Status));
        Assert.Equal("1.ipynb: cell 3 (bad) failed: System.InvalidOperationException: no such genre", result.Failure);
        Assert.Equal(["good", "bad"], result.Cells.Select(c => c.Id));
        Assert.Equal("kept", folder.Text("1.ipynb", "good"));
        Assert.Contains("no such genre", Assert.IsType<ErrorOutput>(Assert.Single(folder.Cell("1.ipynb", "bad").Outputs)).Value, StringComparison.Ordinal);
        Assert.Empty(folder.Cell("1.ipynb", "never").Outputs);
        Assert.Null(folder.Cell("1.ipynb", "never").ExecutionCount);
        Assert.False(File.Exists(Path.Combine(folder.Outputs, "2.ipynb")));
    }

    [Fact]
    public async Task Outputs_of_earlier_runs_and_their_times_are_gone_and_other_metadata_stay()
    {
        var cell = Code("var x = 1;", "c");
        cell.Outputs.Add(new StreamOutput("stdout", "old"));
        cell.ExecutionCount = 17;
        cell.Metadata["execution"] = new JsonObject { ["iopub.status.busy"] = "2024-01-01T00:00:00Z" };
        cell.Metadata["tags"] = new JsonArray("hide-input");

        await folder.ExecuteAsync(folder.Write("a.ipynb", cell));

        var executed = folder.Executed("a.ipynb");
        Assert.Empty(executed.Cells[0].Outputs);
        Assert.Equal(1, executed.Cells[0].ExecutionCount);
        Assert.Equal("{\"tags\":[\"hide-input\"]}", executed.Cells[0].Metadata.ToJsonString());
        Assert.Equal(".net-csharp", (string?)executed.Metadata["kernelspec"]!["name"]);
        Assert.Equal("csharp", (string?)executed.Metadata["language_info"]!["name"]);
    }

    [Fact]
    public async Task Kernels_that_a_notebook_declares_besides_are_kept_and_a_second_run_in_place_changes_nothing()
    {
        const string Other = """{"aliases":["fs"],"languageName":"F#","name":"fsharp"}""";
        string file = folder.Write("a.ipynb", Code("1", "c"));
        var notebook = NotebookFile.Read(file);
        notebook.Metadata["polyglot_notebook"] = JsonNode.Parse(
            $$"""{"kernelInfo":{"defaultKernelName":"csharp","items":[{{Other}},{"aliases":["c#"],"languageName":"C#","name":"csharp"}]},"kept":1}""");
        NotebookFile.Write(file, notebook);

        await folder.ExecuteAsync(folder.Run(file) with { Mode = RunMode.InPlace });
        byte[] first = File.ReadAllBytes(file);
        await folder.ExecuteAsync(folder.Run(file) with { Mode = RunMode.InPlace });

        Assert.Equal(first, File.ReadAllBytes(file));
        var metadata = NotebookFile.Read(file).Metadata["polyglot_notebook"]!;
        Assert.Equal(1, (int?)metadata["kept"]);
        var items = metadata["kernelInfo"]!["items"]!.AsArray();
        Assert.Equal("""{"aliases":[],"languageName":"csharp","name":"csharp"}""", items[0]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Other), items[1]));
        Assert.Equal(2, items.Count);
    }

    [Fact]
    public async Task Two_runs_write_the_same_bytes()
    {
        string file = folder.Write("a.ipynb", Code("display(new { A = 1, B = \"ä\" });\nConsole.WriteLine(1.5);\nnew[] { 1, 2 }", "c"));
        await folder.ExecuteAsync(file);
        byte[] first = File.ReadAllBytes(Path.Combine(folder.Outputs, "a.ipynb"));
        await folder.ExecuteAsync(file);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(folder.Outputs, "a.ipynb")));
    }

    [Fact]
    public async Task Raw_and_empty_cells_are_left_alone_and_others_run_in_their_languages()
    {
        string file = folder.Write("a.ipynb", Code("<b>x</b>", "html", "html"), new Cell { Kind = CellKind.Raw, Id = "raw", Source = "raw" },
            Code("  \n", "empty"), Code("Console.Write(1);", "cs"));

        var report = await folder.ExecuteAsync(file);

        Assert.Equal(RunStatus.Succeeded, report.Status);
        var cells = folder.Executed("a.ipynb").Cells;
        Assert.Equal([1, null, null, 2], cells.Select(c => c.ExecutionCount));
        Assert.Equal("<b>x</b>", (string?)Assert.IsType<DisplayOutput>(Assert.Single(cells[0].Outputs)).Data["text/html"]);
    }

    [Fact]
    public async Task A_cell_in_a_language_that_cannot_run_fails_and_names_the_way_out()
    {
        var report = await folder.ExecuteAsync(folder.Write("a.ipynb", Code("print('x')", "py", "python")));

        Assert.Equal(RunStatus.Failed, report.Status);
        Assert.Contains("'python' can't run here", Assert.Single(report.Notebooks).Failure, StringComparison.Ordinal);
        Assert.Contains("skip-execution", Assert.Single(report.Notebooks).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_tell_of_each_cell_and_of_its_outputs_while_it_runs()
    {
        await folder.ExecuteAsync(folder.Write("a.ipynb", Prose("# A", "p"), Code("Console.WriteLine(\"one\");", "one"), Code("2", "two")));

        Assert.Equal(["NotebookStarted", "CellStarted", "CellOutput", "CellFinished", "CellStarted", "CellOutput", "CellFinished", "NotebookFinished"],
            folder.Events.Select(e => e.GetType().Name));
        Assert.Equal(new RunEvent.NotebookStarted("a.ipynb", 1, 1, 2), folder.Events[0]);
        Assert.Equal(new RunEvent.CellStarted("a.ipynb", 2, "one", 1), folder.Events[1]);
        Assert.Equal(new RunEvent.CellOutput("a.ipynb", 2, new StreamOutput("stdout", "one\n")), folder.Events[2]);
        Assert.True(Assert.IsType<RunEvent.CellFinished>(folder.Events[3]).Result.Seconds > 0);
    }

    [Fact]
    public async Task In_place_a_notebook_that_succeeds_replaces_its_file_and_one_that_fails_does_not()
    {
        string good = folder.Write("1.ipynb", Code("Console.Write(\"new\");", "c")), bad = folder.Write("2.ipynb", Code("throw new Exception(\"x\");", "c"));
        byte[] before = File.ReadAllBytes(bad);

        await folder.ExecuteAsync(folder.Run(good, bad) with { Mode = RunMode.InPlace });

        Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Outputs, "1.ipynb")), File.ReadAllBytes(good));
        Assert.Equal(before, File.ReadAllBytes(bad));
        Assert.Single(folder.Cell("2.ipynb", "c").Outputs);
    }

    [Fact]
    public async Task A_check_passes_on_what_a_run_wrote_and_names_cell_and_line_of_a_changed_figure()
    {
        string file = folder.Write("a.ipynb", Prose("# A", "p"), Code("Console.WriteLine(\"rows 42\\nmean 0.954\");", "figures"), Code("1", "one"));
        await folder.ExecuteAsync(folder.Run(file) with { Mode = RunMode.InPlace });
        Assert.Equal(0, (await folder.ExecuteAsync(folder.Run(file) with { Mode = RunMode.Check })).ExitCode);

        File.WriteAllText(file, File.ReadAllText(file).Replace("\"mean 0.954", "\"mean 0.968", StringComparison.Ordinal));
        var report = await folder.ExecuteAsync(folder.Run(file) with { Mode = RunMode.Check });

        Assert.Equal((RunStatus.Differs, 1), (report.Status, report.ExitCode));
        Assert.Equal("a.ipynb: cell 2 (figures), output 1 stdout, line 2\n  - mean 0.968\n  + mean 0.954",
            Assert.Single(report.Notebooks[0].Differences).ToString());
        Assert.Contains("0.968", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_is_refused_before_anything_runs()
    {
        string good = folder.Write("1.ipynb", Code("1", "c")), broken = Path.Combine(folder.Notebooks, "2.ipynb");
        File.WriteAllText(broken, "{");
        await Assert.ThrowsAsync<NotebookException>(() => folder.ExecuteAsync(good, broken));
        await Assert.ThrowsAsync<NotebookException>(() => folder.ExecuteAsync(good, Path.Combine(folder.Notebooks, "missing.ipynb")));
        await Assert.ThrowsAsync<NotebookException>(() => folder.ExecuteAsync(good, good));
        await Assert.ThrowsAnyAsync<NotebookException>(() => folder.ExecuteAsync(folder.Run(good) with { Output = folder.Notebooks }));
        var python = NotebookFile.Read(good);
        python.Metadata["kernelspec"] = new JsonObject { ["language"] = "python" };
        NotebookFile.Write(broken, python);
        var error = await Assert.ThrowsAsync<NotebookException>(() => folder.ExecuteAsync(good, broken));
        Assert.Contains("'python'", error.Message, StringComparison.Ordinal);
        python.Metadata.Remove("kernelspec");
        python.Metadata["polyglot_notebook"] = JsonNode.Parse("""{"kernelInfo":{"defaultKernelName":"fsharp","items":[]}}""");
        NotebookFile.Write(broken, python);
        error = await Assert.ThrowsAsync<NotebookException>(() => folder.ExecuteAsync(good, broken));
        Assert.Equal($"{broken}: its language (metadata.polyglot_notebook.kernelInfo.defaultKernelName) is 'fsharp'; only C# notebooks can be run or repaired", error.Message);
        Assert.Empty(folder.Events);
        Assert.False(Directory.Exists(folder.Outputs));
    }
}
