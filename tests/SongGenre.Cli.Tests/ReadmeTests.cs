using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Cli.Tests;

public sealed partial class ReadmeTests(TrainedSample sample)
{
    private const string Run = "dotnet run --project src/SongGenre.Cli -- ";

    private static readonly string Readme = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "README.md"));

    private static IEnumerable<(string Language, string Text)> Blocks =>
        Block().Matches(Readme).Select(m => (m.Groups["language"].Value, m.Groups["text"].Value));

    private static List<string> CommandLines =>
    [
        .. Blocks.Where(block => block.Language is not ("csharp" or "python" or "text" or "mermaid"))
            .SelectMany(block => block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
    ];

    [Fact]
    public void Every_block_holds_commands_or_the_librarys_use()
    {
        string[] languages = ["", "sh", "bash", "csharp", "python", "text", "mermaid"];
        Assert.All(Blocks, block => Assert.Contains(block.Language, languages));
        Assert.All(CommandLines, line => Assert.True(
            line is "dotnet test" or "dotnet build" || line.StartsWith(Run, StringComparison.Ordinal), line));
        Assert.Contains(Run + "report", CommandLines);
        Assert.Contains("dotnet test", CommandLines);
    }

    [Fact]
    public async Task Every_command_runs()
    {
        foreach (var line in CommandLines.Where(line => line.StartsWith(Run, StringComparison.Ordinal)))
        {
            var args = CommandLineParser.SplitCommandLine(line[Run.Length..]).ToList();
            Assert.Empty(CommandTree.Create().Parse(args).Errors);
            // Reports have tests of their own, and fetch would go to the network.
            if (args[0] is "report" or "fetch") continue;
            await CommandRun.Successful([.. args, "--data", sample.Songs, "--set", "forest.n_estimators=10"]);
        }
    }

    [Fact]
    public async Task Every_command_and_option_that_the_text_names_exists()
    {
        var named = Command().Matches(Readme).Select(m => m.Groups["name"].Value).Distinct().ToList();
        Assert.Equal(
            [
                "artifacts", "check", "compare", "evaluate", "export", "fetch", "kernel", "notebooks", "predict", "profile",
                "register", "report", "reproduce", "run", "runs", "sample", "sweep", "train",
            ],
            named.Where(name => name.Length > 0).Order(StringComparer.Ordinal));
        foreach (Match row in Row().Matches(Readme))
        {
            var help = (await CommandRun.Successful([.. row.Groups["name"].Value.Split(' '), "--help"])).Output;
            Assert.All(Option().Matches(row.Value), option =>
                Assert.Contains(option.Value, help, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_file_that_the_text_links_to_exists() => Assert.All(Link().Matches(Readme), link =>
        Assert.True(Path.Exists(Path.Combine(RepositoryFolder.Root, link.Groups["target"].Value)), link.Value));

    [Theory]
    [InlineData("GenreTraining.Run", @"^0\.\d{4} with 0 contaminated rows\n$")]
    [InlineData("Trainers.RandomForest", @"^0\.\d{3} accurate\n$")]
    public async Task The_librarys_use_compiles_and_runs(string use, string printed)
    {
        var snippet = Assert.Single(
            Blocks, block => block.Language == "csharp" && block.Text.Contains(use, StringComparison.Ordinal)).Text;
        var library = Path.Combine(RepositoryFolder.Root, "artifacts", "bin", "SongGenre", "SongGenre.dll");
        using var folder = new NotebookFolder($"#r \"{library}\"\n{snippet}");
        File.Copy(RepositoryFolder.Notebook("experiment.yaml"), Path.Combine(folder.Path, "experiment.yaml"));

        await CommandRun.Successful("report", folder.Notebook, "--data", sample.Songs, "--out", folder.Out,
            "--set", "forest.n_estimators=10");

        var output = Assert.IsType<StreamOutput>(Assert.Single(folder.Executed.Cells[0].Outputs));
        Assert.Matches(printed, output.Text);
    }

    [Fact]
    public void The_line_for_notebooks_is_that_of_a_notebook() => Assert.Contains(
        Assert.Single(Blocks, block => block.Text.Contains("TrackedRun.Record", StringComparison.Ordinal)).Text.Trim(),
        NotebookFile.Read(RepositoryFolder.Notebook("04-evaluation.ipynb")).Cells
            .SelectMany(cell => cell.Source.Split('\n')));

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"`songgenre (?<name>[a-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"^\| `songgenre (?<name>[a-z]+( [a-z]+)?)`.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<=`)--[a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex(@"\]\((?<target>[^):#]+)\)")]
    private static partial Regex Link();
}
