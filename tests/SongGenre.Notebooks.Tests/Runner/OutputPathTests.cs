using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;
using static SongGenre.Notebooks.Tests.Runner.ParameterNotebook;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class OutputPathTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("out", "out/a.ipynb")]
    [InlineData("out/{trees}", "out/200/a.ipynb")]
    [InlineData("out/{notebook}-{trees}-{name}.ipynb", "out/a-200-x y.ipynb")]
    [InlineData("out/{{x}}/{notebook}.IPYNB", "out/{x}/a.IPYNB")]
    [InlineData("out/{up}/{slash}", "out/-/-etc-passwd/a.ipynb")]
    [InlineData("out/{dotted}.ipynb", "out/a.b.ipynb")]
    [InlineData("out/.{dot}/{drive}", "out/.-/C--x/a.ipynb")]
    [InlineData("out/{device}.ipynb", "out/-nul.ipynb")]
    [InlineData("out/{braces}", "out/{trees}/a.ipynb")]
    public void Names_in_a_path_stand_for_values_that_cannot_leave_their_place(string pattern, string path)
    {
        var values = new Dictionary<string, string?>
        {
            ["trees"] = "200",
            ["name"] = "x y",
            ["up"] = "..",
            ["slash"] = "/etc/passwd",
            ["dotted"] = "a.b",
            ["dot"] = ".",
            ["drive"] = "C:\\x",
            ["device"] = "nul",
            ["braces"] = "{trees}",
        };
        Assert.Equal(Path.GetFullPath(path), OutputPath.Of(pattern, "notebooks/a.ipynb", values));
    }

    [Theory]
    [InlineData("out/{tree}", "a.ipynb: output out/{tree}: nothing is called 'tree'; did you mean 'trees'?")]
    [InlineData("out/{}", "a.ipynb: output out/{}: nothing is called ''; ")]
    [InlineData("out/{list}", "'list' has no plain value before the run")]
    [InlineData("out/{empty}.ipynb", "'empty' is empty")]
    [InlineData("out/{long}.ipynb", "'long' is longer than 100 characters")]
    [InlineData("out/{trees", "output out/{trees: '{' stands alone")]
    [InlineData("out/trees}", "output out/trees}: '}' stands alone")]
    public void Other_names_and_values_are_refused(string pattern, string fragment)
    {
        var values = new Dictionary<string, string?>
        {
            ["trees"] = "200",
            ["list"] = null,
            ["empty"] = "",
            ["long"] = new string('x', 101),
        };
        var wrong = Assert.Throws<OutputPathException>(() => OutputPath.Of(pattern, "a.ipynb", values));
        Assert.Contains(fragment, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defaults_and_given_values_name_the_outputs()
    {
        string file = folder.Write("a.ipynb", Cell("int trees = 200;\nvar rate = -0.5;\nstring name = \"n\";\nbool ok = true;", "parameters"));
        var report = await folder.ExecuteAsync(folder.Run(file) with
        {
            Output = Path.Combine(folder.Outputs, "{name}", "{notebook}-{trees}-{rate}-{ok}.ipynb"),
            Parameters = [ParameterOverride.Parse("trees=0x10")],
        });
        Assert.Equal(Path.Combine(folder.Outputs, "n", "a-16--0.5-true.ipynb"), report.Notebooks[0].Output);
        Assert.True(File.Exists(report.Notebooks[0].Output));

        // What an earlier run injected counts as long as nothing replaces it.
        var again = await folder.ExecuteAsync(folder.Run(report.Notebooks[0].Output) with { Output = Path.Combine(folder.Outputs, "{trees}") });
        Assert.Equal(Path.Combine(folder.Outputs, "16", "a-16--0.5-true.ipynb"), again.Notebooks[0].Output);
    }

    [Fact]
    public async Task Two_notebooks_with_one_output_and_outputs_over_notebooks_are_refused()
    {
        string first = folder.Write("1.ipynb", Code("1", "x")), second = folder.Write("2.ipynb", Code("1", "x"));
        await Refused(Path.Combine(folder.Outputs, "same.ipynb"), "put {notebook} into the output's name");
        await Refused(folder.Notebooks, "the output would replace the notebook itself");
        await Refused(Path.Combine(folder.Notebooks, "2.ipynb"), "the output would replace ");
        Assert.Empty(folder.Events);

        async Task Refused(string output, string fragment)
        {
            var wrong = await Assert.ThrowsAsync<OutputPathException>(
                () => folder.ExecuteAsync(folder.Run(first, second) with { Output = output }));
            Assert.Contains(fragment, wrong.Message, StringComparison.Ordinal);
        }
    }
}
