using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.ParameterNotebook;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class ParameterFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parameters").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Values_of_a_file_are_converted_to_the_declared_types()
    {
        var values = Read("# For CI\ntrees: 20\nrate: 1\nname: 1.10\nquoted: \"5\"\nsizes:\n  - 1\n  - 2\nby: {a: [x]}\nnothing:\n");
        Assert.Equal(
            ["trees = 20;", "rate = 1.0;", "name = \"1.10\";", "quoted = \"5\";", "sizes = [1, 2];",
                "by = new Dictionary<string, string[]> { [\"a\"] = [\"x\"] };", "nothing = null;"],
            Assigned("int trees; double rate; string name, quoted; int[] sizes; Dictionary<string, string[]> by; int? nothing;", [.. values]));
    }

    [Theory]
    [InlineData("x: \"5\"", "'5'")]
    [InlineData("x: [5]", "[5]")]
    [InlineData("x: {a: 1}", "{a: 1}")]
    [InlineData("x: 2026-01-31", "'2026-01-31'")]
    public void A_value_of_another_type_is_refused_with_its_line(string yaml, string shown)
    {
        var values = Read("\n" + yaml);
        var wrong = Assert.Throws<NotebookException>(() => Assigned("int x = 1;", [.. values]));
        Assert.Equal($"a.ipynb: parameter x = {shown} ({File} line 2): expected int, a whole number in its range", wrong.Message);
    }

    [Theory]
    [InlineData("x: 5", "var x = 5;")]
    [InlineData("x: \"5\"", "var x = \"5\";")]
    [InlineData("x: [1, 2]", "var x = new int[] { 1, 2 };")]
    [InlineData("x: [1, 2.5]", "var x = new double[] { 1.0, 2.5 };")]
    [InlineData("x: [1, a, null]", "var x = new object[] { 1, \"a\", null };")]
    [InlineData("x: []", "var x = new object[] { };")]
    [InlineData("x: {a: 1}", "var x = new Dictionary<string, int> { [\"a\"] = 1 };")]
    public void Without_a_declaration_the_YAML_gives_the_type(string yaml, string line) => Assert.Equal(
        [line], NotebookParameters.Of(new Notebook(), "a.ipynb").Assign(Read(yaml)).Select(one => one.Source));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    public void An_empty_file_gives_no_values(string yaml) => Assert.Empty(Read(yaml));

    [Theory]
    [InlineData("- 1\n- 2\n", " line 1: parameters are a mapping")]
    [InlineData("text", " line 1: parameters are a mapping")]
    [InlineData("a: [1, 2\n", ": this is not YAML: ")]
    [InlineData("a: 1\na: 2\n", ": this is not YAML: ")]
    [InlineData("a: &x 1\nb: *x\n", " line 1: anchors and aliases (& and *) are not for parameters")]
    [InlineData("a: !!str 1\n", " line 1: tags (!) are not for parameters")]
    [InlineData("a: 1\n---\nb: 2\n", " line 3: a second document starts; keep one")]
    [InlineData("? [a]\n: 1\n", " line 1: a parameter's name is a word")]
    public void A_file_that_is_no_mapping_of_values_is_refused_with_its_line(string yaml, string fragment)
    {
        var wrong = Assert.Throws<NotebookException>(() => Read(yaml));
        Assert.Contains(File + (fragment[0] == ':' ? " line" : fragment), wrong.Message, StringComparison.Ordinal);
        Assert.Contains(fragment, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void Depth_size_and_what_is_no_file_are_refused()
    {
        Assert.Contains("nested more than 16 deep", Refusal("a: " + new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains("over 1 MB", Refusal("a: " + new string('x', 1 << 20)), StringComparison.Ordinal);
        Assert.Contains("there is no such file", Assert.Throws<NotebookException>(
            () => ParameterOverride.ReadFile(Path.Combine(folder, "missing.yaml"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<NotebookException>(() => ParameterOverride.ReadFile(folder)).Message, StringComparison.Ordinal);
        System.IO.File.WriteAllBytes(File, [0x61, 0x3a, 0x20, 0xff]);
        Assert.Contains("not UTF-8", Assert.Throws<NotebookException>(() => ParameterOverride.ReadFile(File)).Message, StringComparison.Ordinal);
    }

    private string File => Path.Combine(folder, "p.yaml");

    private string Refusal(string yaml) => Assert.Throws<NotebookException>(() => Read(yaml)).Message;

    private IReadOnlyList<ParameterOverride> Read(string yaml)
    {
        System.IO.File.WriteAllText(File, yaml);
        return ParameterOverride.ReadFile(File);
    }
}
