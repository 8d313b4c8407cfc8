using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

public class LanguageTests : KernelFixture
{
    [Theory]
    [InlineData("html", "<b>a</b>", "text/html", "<b>a</b>")]
    [InlineData("javascript", "let a = 1;", "text/html", "<script type=\"text/javascript\">let a = 1;</script>")]
    [InlineData("js", "let a = 1;", "text/html", "<script type=\"text/javascript\">let a = 1;</script>")]
    [InlineData("markdown", "# A", "text/markdown", "# A")]
    [InlineData("mermaid", "graph TD", "text/vnd.mermaid", "graph TD")]
    [InlineData("C#", "1 + 1", "text/plain", "2")]
    [InlineData("html", "#!csharp\n1 + 1", "text/plain", "2")]
    public async Task A_cell_runs_in_the_language_that_it_names(string language, string code, string mime, string content)
    {
        var (outcome, outputs) = await Execute(code, language, TestContext.Current.CancellationToken);
        Assert.IsType<CellOutcome.Succeeded>(outcome);
        Assert.Equal(content, Face(outputs, mime));
    }

    [Theory]
    [InlineData("fsharp")]
    [InlineData("pwsh")]
    [InlineData("sql")]
    [InlineData("kql")]
    [InlineData("r")]
    [InlineData("python")]
    public async Task A_cell_in_a_language_that_cannot_run_fails_and_says_how_to_go_on(string language)
    {
        var (outcome, _) = await Execute("let x = 1", language, TestContext.Current.CancellationToken);
        Assert.Equal(
            $"cell 1: its language '{language}' can't run here (csharp, html, javascript, markdown, mermaid, value can); "
                + "give the cell the tag skip-execution, or write it in one of these",
            Assert.IsType<CellOutcome.Failed>(outcome).Error.Value);
    }

    [Fact]
    public async Task A_value_cell_without_a_name_for_its_text_fails()
    {
        var (outcome, _) = await Execute("text", "value", TestContext.Current.CancellationToken);
        Assert.Equal(
            "cell 1, line 1: the text needs a name to be kept under; write #!value --name NAME before it",
            Assert.IsType<CellOutcome.Failed>(outcome).Error.Value);
    }

    [Theory]
    [InlineData("""{"polyglot_notebook":{"kernelName":"html"},"dotnet_interactive":{"language":"mermaid"}}""", "html")]
    [InlineData("""{"dotnet_interactive":{"language":"mermaid"}}""", "mermaid")]
    [InlineData("""{"dotnet_interactive":{"language":3}}""", "csharp")]
    [InlineData("{}", "csharp")]
    public void A_cells_language_stands_in_its_metadata(string metadata, string language) =>
        Assert.Equal(language, CellLanguage.Of(new Cell { Kind = CellKind.Code, Id = "a", Metadata = JsonNode.Parse(metadata)!.AsObject() }));

    [Fact]
    public async Task A_cell_that_does_not_compile_changes_nothing()
    {
        await RunWell("var x = 1;");
        await RunBadly("x = 2; var y = 3; Console.Write(x);\noops;");
        Assert.Equal("1", Plain(await RunWell("x")));
        Assert.Contains("CS0103", (await RunBadly("y")).Value);
    }

    [Fact]
    public async Task What_stands_before_a_failing_statement_keeps_its_effect_and_its_variables()
    {
        await RunBadly("var done = 1; List<int> list = [1];\nlist.Add(2);\nthrow new Exception();\nvar never = 5;");
        Assert.Equal("1 2 0", Plain(await RunWell("$\"{done} {list.Count} {never}\"")));
    }

    [Fact]
    public async Task Types_functions_and_variables_of_later_cells_take_the_place_of_earlier_ones()
    {
        await RunWell("class Song { public int V => 1; }\nint F() => 1;\nvar x = 1; var old = new Song();");
        await RunWell("class Song { public string V => \"two\"; }\nstring F() => \"two\";\nvar x = \"two\";");
        Assert.Equal("two two two 1", Plain(await RunWell("$\"{new Song().V} {F()} {x} {old.V}\"")));
    }
}
