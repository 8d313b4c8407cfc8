using SongGenre.Notebooks.Documents;

namespace SongGenre.Cli.Tests;

public sealed class ReportTests(TrainedSample sample)
{
    [Fact]
    public async Task A_failing_cell_ends_the_run_with_one_error_that_names_cell_and_exception()
    {
        using var folder = new NotebookFolder("Console.WriteLine(1);", "throw new FormatException(\"no tune\");", "2");

        var run = await CommandRun.Of("report", folder.Notebook, "--data", sample.Songs, "--out", folder.Out);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("error: own.ipynb: cell 2 (c2) failed: System.FormatException: no tune", run.ErrorLines[^1]);
        Assert.Single(run.ErrorLines, line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains("    1 | throw new FormatException(\"no tune\");", run.ErrorLines);
        var cells = folder.Executed.Cells.FindAll(cell => cell.Kind == CellKind.Code);
        Assert.Equal(new StreamOutput("stdout", "1\n"), Assert.Single(cells[0].Outputs));
        Assert.IsType<ErrorOutput>(Assert.Single(cells[1].Outputs));
        Assert.Empty(cells[2].Outputs);
        Assert.Contains("no tune", File.ReadAllText(Path.Combine(folder.Out, "own.html")), StringComparison.Ordinal);
        Assert.Contains("\"failed\"", File.ReadAllText(Path.Combine(folder.Out, "run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_passes_twice_and_fails_after_one_figure_was_changed()
    {
        using var folder = new NotebookFolder("1 + 1", "Console.WriteLine(\"a\");\nConsole.WriteLine(6 * 7);");
        var songs = folder.RealLooking(sample);
        Task<CommandRun> Report(string mode) =>
            CommandRun.Of("report", folder.Notebook, "--data", songs, "--out", folder.Out, mode);

        Assert.Equal(0, (await Report("--in-place")).ExitCode);
        Assert.Equal(0, (await Report("--check")).ExitCode);
        Assert.Equal(0, (await Report("--check")).ExitCode);
        var committed = File.ReadAllText(folder.Notebook);
        File.WriteAllText(folder.Notebook, committed.Replace("42\\n", "43\\n", StringComparison.Ordinal));
        var run = await Report("--check");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("own.ipynb: cell 2 (c2), ", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 2", run.Error, StringComparison.Ordinal);
        Assert.Contains("\n  - 43\n  + 42\n", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: committed outputs differ", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Single(run.ErrorLines, line => line.StartsWith("error: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_of_others_in_the_output_folder_stay()
    {
        using var folder = new NotebookFolder("1");
        Directory.CreateDirectory(folder.Out);
        string[] theirs = ["mine.ipynb", "mine.html"];
        foreach (var name in theirs) File.WriteAllText(Path.Combine(folder.Out, name), "mine");
        for (var i = 0; i < 2; i++)
        {
            await CommandRun.Successful("report", folder.Notebook, "--data", sample.Songs, "--out", folder.Out);
        }

        Assert.All(theirs, name => Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Out, name))));
    }

    [Fact]
    public async Task Pages_of_an_earlier_run_that_are_not_written_again_go()
    {
        using var folder = new NotebookFolder("1");
        await CommandRun.Successful("report", folder.Notebook, "--data", sample.Songs, "--out", folder.Out);
        var renamed = Path.Combine(folder.Path, "renamed.ipynb");
        File.Move(folder.Notebook, renamed);
        await CommandRun.Successful("report", renamed, "--data", sample.Songs, "--out", folder.Out);
        Assert.Equal(
            ["index.html", "renamed.html", "renamed.ipynb", "run.json"],
            Directory.EnumerateFiles(folder.Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
