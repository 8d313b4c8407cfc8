using SongGenre.Notebooks.Runner;

namespace SongGenre.Cli.Tests;

public sealed class RunProgressTests
{
    [Fact]
    public void Notebooks_side_by_side_each_count_their_own_cells()
    {
        List<string> live = [], lines = [];
        using var output = new StringWriter();
        var progress = new RunProgress(output);
        foreach (RunEvent happened in (RunEvent[])
        [
            new RunEvent.NotebookStarted("a", 1, 2, 2), new RunEvent.CellStarted("a", 1, "x", 1),
            new RunEvent.NotebookStarted("b", 2, 2, 9), new RunEvent.CellStarted("b", 1, "y", 1),
            new RunEvent.CellFinished("a", new(1, "x", RunStatus.Succeeded, 1)),
            new RunEvent.CellFinished("b", new(1, "y", RunStatus.Succeeded, 1)),
            new RunEvent.NotebookFinished("a", new("a", "a", RunStatus.Succeeded, 1, null, [], [])),
        ])
        {
            progress.Show(happened, live.Add, lines.Add);
        }

        Assert.Equal(
            ["a (1 of 2)", "a: cell 1 of 2 (x)", "a: cell 1 of 2 (x) · b (2 of 2)", "a: cell 1 of 2 (x) · b: cell 1 of 9 (y)", "b: cell 1 of 9 (y)"],
            live);
        Assert.Equal(
            ["  a   1/2  x                   1.00 s", "  b   1/9  y                   1.00 s", "a: finished in 1.0 s"], lines);
    }
}
