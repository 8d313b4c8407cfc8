using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;
using static SongGenre.Notebooks.Tests.Runner.ParameterNotebook;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class ParameterInjectionTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static ParameterOverride[] Set(params string[] values) => [.. values.Select(value => ParameterOverride.Parse(value))];

    [Fact]
    public async Task Given_values_reach_the_cells_that_use_them_and_the_rest_keep_their_defaults()
    {
        string file = folder.Write("a.ipynb",
            Cell("int trees = 200;\nconst string Name = \"x\";\nfloat rate = 0.5f;\nint[] sizes = [1];\nlong? most = null;", "parameters"),
            Code("Console.Write($\"{trees * 2} {Name} {rate.GetType().Name} {rate} {sizes.Length} {most}\");", "use"));

        var report = await folder.ExecuteAsync(folder.Run(file) with { Parameters = Set("trees=3", "Name=a\"b", "sizes=[4, 5]", "most=7") });

        Assert.Equal(RunStatus.Succeeded, report.Status);
        Assert.Equal("6 a\"b Single 0.5 2 7", folder.Text("a.ipynb", "use"));
        var injected = folder.Executed("a.ipynb").Cells[1];
        Assert.Equal("// Parameters\ntrees = 3;\nName = \"a\\\"b\";".Replace("Name", "const string Name"), injected.Source[..injected.Source.IndexOf("\nsizes", StringComparison.Ordinal)]);
        Assert.Equal(("injected-parameters", 2), (injected.Id, injected.ExecutionCount));
    }

    [Fact]
    public void The_cell_stands_behind_the_parameters_cell_in_place_of_an_earlier_one_and_keeps_the_language()
    {
        var declaring = Cell("int a = 1;", "parameters");
        declaring.Metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" };
        var notebook = new Notebook
        {
            Cells = [Prose("x", "injected-parameters"), declaring, Code("", "between"), Cell("a = 9;", "injected-parameters", "old"), Code("a", "use")],
        };
        Apply(notebook, "a=2");
        Assert.Equal(["injected-parameters", "parameters", "injected-parameters-2", "between", "use"], notebook.Cells.Select(cell => cell.Id));
        Assert.Equal("// Parameters\na = 2;", notebook.Cells[2].Source);
        Assert.Equal("""{"tags":["injected-parameters"],"polyglot_notebook":{"kernelName":"csharp"}}""", notebook.Cells[2].Metadata.ToJsonString());

        Apply(notebook, "a=3");
        Assert.Equal(["injected-parameters", "parameters", "injected-parameters-2", "between", "use"], notebook.Cells.Select(cell => cell.Id));
        Assert.Equal("// Parameters\na = 3;", notebook.Cells[2].Source);
    }

    [Fact]
    public void Without_a_parameters_cell_the_values_come_first_with_a_warning()
    {
        var notebook = new Notebook { Cells = [Prose("# A", "title"), Code("n", "use")] };
        var events = Apply(notebook, "n=2");
        Assert.Equal(["injected-parameters", "title", "use"], notebook.Cells.Select(cell => cell.Id));
        Assert.Equal("// Parameters\nvar n = 2;", notebook.Cells[0].Source);
        Assert.Equal("a.ipynb", Assert.IsType<RunEvent.Warning>(Assert.Single(events)).Notebook);
    }

    [Fact]
    public async Task Each_notebook_gets_the_values_that_it_declares_alone()
    {
        string first = folder.Write("1.ipynb", Cell("int a = 1;", "parameters"), Code("Console.Write(a);", "use"));
        string second = folder.Write("2.ipynb", Code("Console.Write(1);", "use"));

        await folder.ExecuteAsync(folder.Run(first, second) with { Parameters = Set("a=5") });

        Assert.Equal("5", folder.Text("1.ipynb", "use"));
        Assert.Equal(["use"], folder.Executed("2.ipynb").Cells.Select(cell => cell.Id));
        Assert.DoesNotContain(folder.Events, happened => happened is RunEvent.Warning);
    }

    [Theory]
    [InlineData("b=5", "the notebooks of this run: no parameter is called 'b'")]
    [InlineData("a=x", "parameter a = 'x' (--set): expected int")]
    public async Task A_refused_value_is_refused_before_anything_runs(string value, string fragment)
    {
        string first = folder.Write("1.ipynb", Code("1", "x"));
        string second = folder.Write("2.ipynb", Cell("int a = 1;", "parameters"));
        var wrong = await Assert.ThrowsAsync<NotebookException>(
            () => folder.ExecuteAsync(folder.Run(first, second) with { Parameters = Set(value) }));
        Assert.Contains(fragment, wrong.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Events);
        Assert.False(Directory.Exists(folder.Outputs));
    }

    private static List<RunEvent> Apply(Notebook notebook, params string[] values)
    {
        var events = new List<RunEvent>();
        ParameterInjection.Apply([("a.ipynb", notebook)], Set(values), events.Add);
        return events;
    }
}
