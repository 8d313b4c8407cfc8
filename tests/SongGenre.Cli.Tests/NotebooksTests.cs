using System.Text.Json.Nodes;
using System.Xml.Linq;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Cli.Tests;

public sealed class NotebooksTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_takes_values_from_files_and_the_line_and_names_its_output_by_them()
    {
        var file = Parameterised();
        var yaml = _folder.Write("ci.yaml", "trees: 3\nname: from the file\n");
        var results = _folder["results"];

        var run = await CommandRun.Successful("notebooks", "run", file, "--parameters", yaml, "--set", "trees=4",
            "--out", _folder["out/{notebook}-{trees}.ipynb"], "--junit", Path.Combine(results, "junit.xml"),
            "--json", Path.Combine(results, "run.json"), "--html", _folder["pages"]);

        var executed = NotebookFile.Read(_folder["out/own-4.ipynb"]);
        Assert.Equal("4 from the file", Assert.IsType<StreamOutput>(executed.Cells[^1].Outputs[0]).Text);
        Assert.Contains("own.ipynb: finished in ", run.Output, StringComparison.Ordinal);
        Assert.Equal("testsuites", XDocument.Load(Path.Combine(results, "junit.xml")).Root!.Name.LocalName);
        Assert.Equal("succeeded", (string?)JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(results, "run.json"), TestContext.Current.CancellationToken))!["status"]);
        Assert.True(File.Exists(_folder["pages/own.html"]));
    }

    [Fact]
    public async Task In_place_a_notebook_takes_its_outputs_and_check_finds_them_again_or_not()
    {
        var file = Write("own.ipynb", "Console.Write(6 * 7);");
        var out1 = _folder["out"];
        await CommandRun.Successful("notebooks", "run", file, "--in-place", "--out", out1);
        Assert.Equal("42", Assert.IsType<StreamOutput>(NotebookFile.Read(file).Cells[0].Outputs[0]).Text);
        await CommandRun.Successful("notebooks", "check", file, "--out", out1);

        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))
            .Replace("\"42\"", "\"43\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var differing = await CommandRun.Of("notebooks", "check", file, "--out", out1);
        Assert.Equal(1, differing.ExitCode);
        Assert.Contains("own.ipynb: cell 1 (c1)", differing.Error, StringComparison.Ordinal);
        Assert.EndsWith($"songgenre notebooks run --in-place {file}", differing.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_cell_shows_its_source_and_gives_exit_code_1()
    {
        var run = await CommandRun.Of(
            "notebooks", "run", Write("own.ipynb", "int.Parse(\"x\");"), "--out", _folder["out"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("1 | int.Parse(\"x\");", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: own.ipynb: cell 1 (c1) failed: ", run.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_explained_though_the_results_can_no_longer_be_written()
    {
        var results = _folder["results.xml"];
        var file = Write("own.ipynb", $"System.IO.Directory.CreateDirectory(@\"{results}\");\nint.Parse(\"x\");");
        var run = await CommandRun.Of("notebooks", "run", file, "--out", _folder["out"], "--junit", results);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error: own.ipynb: cell 1 (c1) failed: ", run.ErrorLines[^2], StringComparison.Ordinal);
        Assert.Contains("results.xml: can't be written", run.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_explained_even_when_its_output_is_gone()
    {
        var cell = new CellResult(1, "c1", RunStatus.Failed, 0, new ErrorOutput("E", "m", ["line 1"]));
        var result = new NotebookResult("own.ipynb", _folder["gone.ipynb"], RunStatus.Failed, 0, "own.ipynb: it failed", [cell], []);
        using var error = new StringWriter { NewLine = "\n" };
        RunExplanation.Write(new RunReport(RunStatus.Failed, 0, [result]), error, ["own.ipynb"], "accept");
        Assert.Equal("  line 1\nerror: own.ipynb: it failed\n", error.ToString());
    }

    [Fact]
    public async Task Values_for_a_notebook_without_parameters_are_set_with_a_warning()
    {
        var run = await CommandRun.Successful(
            "notebooks", "run", Write("own.ipynb", "Console.Write(n + 1);"), "--set", "n=4", "--out", _folder["out"]);
        Assert.StartsWith("warning: own.ipynb: no cell is tagged 'parameters'", run.Output, StringComparison.Ordinal);
        Assert.Equal("5", Assert.IsType<StreamOutput>(NotebookFile.Read(_folder["out/own.ipynb"]).Cells[1].Outputs[0]).Text);
    }

    [Fact]
    public async Task Help_for_a_notebook_lists_its_parameters()
    {
        var file = Parameterised();
        Assert.Equal(
            $"Parameters of {file} (cell 1):\n  trees: int (default 200)\n      How many trees.\n  name: string (no default)\n",
            (await CommandRun.Successful("notebooks", "run", "--help-notebook", file)).Output);
        var bare = Write("bare.ipynb", "1");
        Assert.Equal($"{bare} has no parameters: no cell is tagged 'parameters'.\n",
            (await CommandRun.Successful("notebooks", "run", "--help-notebook", bare)).Output);
        Assert.Equal([$"{bare} has no parameters: no cell is tagged 'parameters'.", $"Parameters of {file} (cell 1):"],
            (await CommandRun.Successful("notebooks", "run", "--help-notebook", _folder.Path)).Output.Split('\n').Take(2));
    }

    [Fact]
    public async Task A_new_notebook_runs_is_cleared_once_and_needs_no_fix()
    {
        var file = _folder["new.ipynb"];
        Assert.Equal($"{file}: made\n", (await CommandRun.Successful("notebooks", "new", file)).Output);
        var made = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await CommandRun.Successful("notebooks", "run", file, "--in-place", "--out", _folder["out"]);
        Assert.Equal("Hello\n", Assert.IsType<StreamOutput>(NotebookFile.Read(file).Cells[1].Outputs[0]).Text);
        Assert.Equal("", (await CommandRun.Successful("notebooks", "fix", "--check", _folder.Path)).Output);
        Assert.Equal($"{file}: cleared\n", (await CommandRun.Successful("notebooks", "clear", _folder.Path)).Output);
        Assert.Equal("", (await CommandRun.Successful("notebooks", "clear", _folder.Path)).Output);
        Assert.Equal(made, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fix_goes_on_after_a_file_that_it_cannot_fix()
    {
        var old = _folder.Write("a.ipynb", """{"nbformat":3,"nbformat_minor":0,"worksheets":[],"metadata":{}}""");
        var file = _folder.Write("b.ipynb", """{"nbformat":4,"nbformat_minor":4,"cells":[],"metadata":{}}""");

        var check = await CommandRun.Of("notebooks", "fix", "--check", file);
        Assert.Equal((1, $"{file}: needs fixing\n", ""), (check.ExitCode, check.Output, check.Error));

        var fix = await CommandRun.Of("notebooks", "fix", _folder.Path);
        Assert.Equal((1, $"{file}: fixed\n"), (fix.ExitCode, fix.Output));
        Assert.StartsWith($"error: {old}: nbformat 3 is older than 4; convert it with: ", Assert.Single(fix.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("", (await CommandRun.Successful("notebooks", "fix", "--check", file)).Output);
    }

    private string Parameterised()
    {
        var file = _folder["own.ipynb"];
        NotebookFile.Write(file, new Notebook
        {
            Cells =
            [
                new Cell
                {
                    Kind = CellKind.Code, Id = "p", Source = "int trees = 200; // How many trees.\nstring name;",
                    Metadata = new JsonObject { ["tags"] = new JsonArray("parameters") },
                },
                new Cell { Kind = CellKind.Code, Id = "use", Source = "Console.Write($\"{trees} {name}\");" },
            ],
        });
        return file;
    }

    private string Write(string name, params string[] cells)
    {
        NotebookFile.Write(_folder[name], new Notebook
        {
            Cells = [.. cells.Select((code, i) => new Cell { Kind = CellKind.Code, Id = $"c{i + 1}", Source = code })],
        });
        return _folder[name];
    }
}
