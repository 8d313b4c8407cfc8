using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.ParameterNotebook;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class ParameterReadingTests
{
    [Theory]
    [InlineData("int trees = 200;", "trees", "int", "200")]
    [InlineData("long? most = null;", "most", "long?", "null")]
    [InlineData("System.Int32 n = 1;", "n", "int", "1")]
    [InlineData("System.DateTime day = new(2026, 1, 31);", "day", "DateTime", "new(2026, 1, 31)")]
    [InlineData("string[] names = [\"a\"];", "names", "string[]", "[\"a\"]")]
    [InlineData("IReadOnlyList<double?> xs = [1, null];", "xs", "IReadOnlyList<double?>", "[1, null]")]
    [InlineData("Dictionary<string, int[]> d = new();", "d", "Dictionary<string, int[]>", "new()")]
    [InlineData("var rate = 0.1;", "rate", "double", "0.1")]
    [InlineData("var n = -3L;", "n", "long", "-3L")]
    [InlineData("var text = \"a\";", "text", "string", "\"a\"")]
    [InlineData("var xs = new[] { 0.5m };", "xs", "decimal[]", "new[] { 0.5m }")]
    [InlineData("var made = new List<int>();", "made", "List<int>", "new List<int>()")]
    [InlineData("enum Colour { Red }\nvar c = Colour.Red;", "c", "Colour", "Colour.Red")]
    [InlineData("const int Depth = 5;", "Depth", "int", "5")]
    [InlineData("bool ok;", "ok", "bool", null)]
    [InlineData("int @class = 1;", "class", "int", "1")]
    [InlineData("var random = new Random(1);", "random", "Random", "new Random(1)")]
    [InlineData("var now = Measure();", "now", "var", "Measure()")]
    public void A_declaration_gives_name_type_and_default(string code, string name, string type, string? value)
    {
        var parameter = Assert.Single(Declared(code).All);
        Assert.Equal((name, type, value), (parameter.Name, parameter.Type, parameter.Default));
    }

    [Theory]
    [InlineData("int n = 1; // How many.", "How many.")]
    [InlineData("// How many.\nint n = 1;", "How many.")]
    [InlineData("// First line\n// goes on.\nint n = 1; // At least 1.", "First line; goes on. At least 1.")]
    [InlineData("/// <summary>\n/// How many.\n/// </summary>\nint n = 1;", "How many.")]
    [InlineData("/* How\n * many. */\nint n = 1;", "How many.")]
    [InlineData("// A heading.\n\nint n = 1;", "")]
    [InlineData("int m = 1, // M.\n    n = 2; // N.", "N.")]
    [InlineData("int m = 1; // M.\nint n = 1;", "")]
    [InlineData("string n = \"// no comment\";", "")]
    [InlineData("int n = 1; // List<int> stays", "List<int> stays")]
    public void Comments_above_and_behind_a_declaration_explain_it(string code, string comment) =>
        Assert.Equal(comment, Declared(code).All.Single(parameter => parameter.Name == "n").Comment);

    [Fact]
    public void Only_the_first_tagged_code_cell_counts_and_statements_in_it_declare_nothing()
    {
        var notebook = new Notebook
        {
            Cells =
            [
                new Cell { Kind = CellKind.Markdown, Id = "a", Source = "int a = 1;", Metadata = Tagged("parameters") },
                Cell("#!time\n#r \"nuget: X, 1\"\nint b = 1;\nConsole.Write(b);\nvar (p, q) = (1, 2);", "other", "parameters"),
                Cell("int c = 1;", "parameters"),
            ],
        };
        var parameters = NotebookParameters.Of(notebook, "a.ipynb");
        Assert.Equal(2, parameters.Cell);
        Assert.Equal(["b"], parameters.All.Select(parameter => parameter.Name));
    }

    [Fact]
    public void A_name_that_is_declared_twice_counts_once() => Assert.Equal(
        ["c"], Declared("enum A { X }\nenum A { Y }\nA c = A.X;\nint c = 1;").All.Select(parameter => parameter.Name));

    [Fact]
    public void A_notebook_without_such_a_cell_has_no_parameters()
    {
        var parameters = NotebookParameters.Of(new Notebook { Cells = [Cell("int b = 1;")] }, "a.ipynb");
        Assert.Null(parameters.Cell);
        Assert.Empty(parameters.All);
    }

    [Fact]
    public void A_cell_that_is_no_CSharp_is_refused_with_its_place()
    {
        var broken = Assert.Throws<NotebookException>(() => Declared("int a = 1;\nint b = = 2;"));
        Assert.StartsWith("a.ipynb: cell 1 (parameters), line 2: the parameters can't be read: ", broken.Message, StringComparison.Ordinal);
        var cell = new Cell
        {
            Kind = CellKind.Code,
            Id = "p",
            Source = "let a = 1",
            Metadata = new JsonObject
            {
                ["tags"] = new JsonArray("parameters"),
                ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "fsharp" },
            },
        };
        var other = Assert.Throws<NotebookException>(() => NotebookParameters.Of(new Notebook { Cells = [cell] }, "a.ipynb"));
        Assert.Equal("a.ipynb: cell 1 (p) is tagged 'parameters' but its language is 'fsharp'; declare parameters in C#", other.Message);
    }
}
