using System.Text.RegularExpressions;

namespace SongGenre.Cli.Tests;

public sealed partial class HelpTests
{
    [Theory]
    [InlineData("report")]
    [InlineData("train")]
    [InlineData("sweep")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("export")]
    [InlineData("register")]
    [InlineData("fetch")]
    [InlineData("check")]
    [InlineData("profile")]
    [InlineData("sample")]
    [InlineData("run")]
    [InlineData("reproduce")]
    [InlineData("runs")]
    [InlineData("runs show")]
    [InlineData("runs delete")]
    [InlineData("runs restore")]
    [InlineData("compare")]
    [InlineData("artifacts")]
    [InlineData("artifacts list")]
    [InlineData("artifacts show")]
    [InlineData("artifacts lineage")]
    [InlineData("artifacts get")]
    [InlineData("artifacts alias")]
    [InlineData("artifacts verify")]
    [InlineData("artifacts gc")]
    [InlineData("artifacts delete")]
    [InlineData("notebooks run")]
    [InlineData("notebooks check")]
    [InlineData("notebooks clear")]
    [InlineData("notebooks new")]
    [InlineData("notebooks fix")]
    [InlineData("kernel")]
    public async Task Help_of_every_command_ends_with_an_example_of_it(string command)
    {
        var run = await CommandRun.Of([.. command.Split(' '), "--help"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches($@"\nExamples?:\n(  songgenre {command}\b.*\n)+", run.Output);
    }

    [Theory]
    [InlineData("help.txt", "--help")]
    [InlineData("train-help.txt", "train", "--help")]
    [InlineData("run-help.txt", "run", "--help")]
    [InlineData("reproduce-help.txt", "reproduce", "--help")]
    [InlineData("sweep-help.txt", "sweep", "--help")]
    [InlineData("runs-help.txt", "runs", "--help")]
    [InlineData("compare-help.txt", "compare", "--help")]
    [InlineData("artifacts-help.txt", "artifacts", "--help")]
    [InlineData("notebooks-help.txt", "notebooks", "--help")]
    [InlineData("notebooks-run-help.txt", "notebooks", "run", "--help")]
    [InlineData("notebooks-check-help.txt", "notebooks", "check", "--help")]
    public async Task Help_reads_as_it_did_when_it_was_last_read_aloud(string snapshot, params string[] args)
    {
        var run = await CommandRun.InProcess(RepositoryFolder.Root, args);
        Assert.Equal(0, run.ExitCode);
        var expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", snapshot));
        Assert.Equal(expected, TrailingBlanks().Replace(run.Output, "\n").TrimEnd() + "\n");
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var run = await CommandRun.Of("--version");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", run.Output);
    }

    [GeneratedRegex(@"[ \t]+\n")]
    private static partial Regex TrailingBlanks();
}
