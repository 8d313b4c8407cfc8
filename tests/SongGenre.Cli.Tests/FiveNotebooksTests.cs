using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Cli.Tests;

public sealed class FiveNotebooksTests(RepositoryCopy repository) : IClassFixture<RepositoryCopy>
{
    private static readonly string[] Names =
        ["01-eda", "02-feature-engineering", "03-training", "04-evaluation", "05-analysis"];

    [Fact]
    public void They_run_and_leave_a_page_each_an_index_and_a_record()
    {
        Assert.True(repository.Run.ExitCode == 0, repository.Run.Output + repository.Run.Error);
        string[] expected =
        [
            .. Names.Select(name => name + ".html"), .. Names.Select(name => name + ".ipynb"),
            "index.html", "plotly.min.js", "run.json",
        ];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(repository.Out).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_terminal_shows_each_cell_and_says_that_the_songs_were_generated()
    {
        Assert.Equal(["SYNTHETIC SAMPLE: songs.parquet"], repository.Run.ErrorLines);
        Assert.All(Names, name =>
            Assert.Matches($@"\n  {name}\.ipynb +2/\d+  \S+ +\d+\.\d\d s\n", repository.Run.Output));
        Assert.All(Names, name => Assert.Matches($@"\n{name}\.ipynb: finished in \d+\.\d s\n", repository.Run.Output));
        Assert.Matches(@"\nSYNTHETIC SAMPLE: .*\n5 notebooks in \d+\.\d s; open \S+index\.html\n$",
            repository.Run.Output);
    }

    [Fact]
    public void Every_page_and_the_record_say_that_the_songs_were_generated()
    {
        Assert.All(Names.Append("index"), name =>
            Assert.Contains("SYNTHETIC SAMPLE", File.ReadAllText(Path.Combine(repository.Out, name + ".html")),
                StringComparison.Ordinal));
        Assert.StartsWith("SYNTHETIC SAMPLE", (string)Record()["notice"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_holds_data_parameters_durations_and_files()
    {
        var record = Record();
        Assert.Equal(("report", "finished"), ((string)record["command"]!, (string)record["status"]!));
        Assert.Equal(("given", true), ((string)record["data"]!["origin"]!, (bool)record["data"]!["is_synthetic"]!));
        Assert.Matches("^[0-9a-f]{64}$", (string)record["data"]!["sha256"]!);
        Assert.Equal("10", (string)record["parameters"]!["forest.n_estimators"]!);
        Assert.Equal("forest.n_estimators=10", (string)record["overrides"]![0]!);
        Assert.Equal(Names.Select(name => name + ".ipynb"),
            record["steps"]!.AsArray().Select(step => (string)step!["name"]!));
        Assert.All(record["steps"]!.AsArray(), step => Assert.NotEmpty(step!["steps"]!.AsArray()));
        Assert.NotEmpty((string)record["environment"]!["host"]!);
        Assert.Equal(12, record["files"]!.AsObject().Count);
    }

    [Fact]
    public void Overrides_reach_the_notebooks()
    {
        var values = Executed("03-training").Cells.SelectMany(cell => cell.Outputs).OfType<DisplayOutput>()
            .Select(output => (string?)output.Data["text/plain"] ?? "");
        Assert.Contains(values, text => text.Split('\n').Any(line =>
            line.Contains("forest.n_estimators", StringComparison.Ordinal)
            && line.TrimEnd().EndsWith(" 10", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_notebook_holds_a_path_of_this_machine()
    {
        string[] paths =
        [
            repository.Root, RepositoryFolder.Root,
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/",
        ];
        Assert.All(Names, name =>
        {
            var text = File.ReadAllText(Path.Combine(repository.Out, name + ".ipynb"));
            Assert.All(paths, path => Assert.DoesNotContain(path, text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Every_code_cell_ran_in_order_and_none_failed() => Assert.All(Names, name =>
    {
        var cells = Executed(name).Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        Assert.Equal(Enumerable.Range(1, cells.Count), cells.Select(cell => cell.ExecutionCount ?? 0));
        Assert.DoesNotContain(cells.SelectMany(cell => cell.Outputs), output => output is ErrorOutput);
    });

    private Notebook Executed(string name) => NotebookFile.Read(Path.Combine(repository.Out, name + ".ipynb"));

    private JsonNode Record() => JsonNode.Parse(File.ReadAllText(Path.Combine(repository.Out, "run.json")))!;
}
