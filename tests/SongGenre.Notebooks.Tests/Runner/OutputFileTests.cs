using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;

namespace SongGenre.Notebooks.Tests.Runner;

/// <summary>The files of a run: outputs that can't be written, notebooks that change, saves.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_output_that_cannot_be_written_fails_its_notebook_alone()
    {
        string blocked = folder.Write("a.ipynb", Code("1", "c")), late = folder.Write("b.ipynb", Code(
            "System.IO.File.Delete(\"../out/b.ipynb\");\nSystem.IO.Directory.CreateDirectory(\"../out/b.ipynb/x\");", "c"));
        string good = folder.Write("c.ipynb", Code("Console.Write(1);", "c"));
        Directory.CreateDirectory(Path.Combine(folder.Outputs, "a.ipynb", "x"));

        var report = await folder.ExecuteAsync(blocked, late, good);

        Assert.Equal(
            [RunStatus.Failed, RunStatus.Failed, RunStatus.Succeeded], report.Notebooks.Select(n => n.Status));
        foreach (var failed in report.Notebooks.Take(2))
            Assert.StartsWith($"{failed.Output}: can't be written: ", failed.Failure, StringComparison.Ordinal);
        Assert.Equal("1", folder.Text("c.ipynb", "c"));
    }

    [Fact]
    public async Task In_place_a_notebook_that_changed_during_the_run_keeps_the_change_and_has_failed()
    {
        string changed = folder.Write("a.ipynb", Code("System.IO.File.AppendAllText(\"a.ipynb\", \"\\n\");", "edit"));
        string good = folder.Write("b.ipynb", Code("Console.Write(1);", "c"));
        string before = File.ReadAllText(changed);

        var report = await folder.ExecuteAsync(folder.Run(changed, good) with { Mode = RunMode.InPlace });

        Assert.Equal([RunStatus.Failed, RunStatus.Succeeded], report.Notebooks.Select(n => n.Status));
        Assert.Equal(
            $"{changed} changed during the run; the executed copy is {report.Notebooks[0].Output}",
            report.Notebooks[0].Failure);
        Assert.Equal(before + "\n", File.ReadAllText(changed));
        Assert.Equal(1, folder.Cell("a.ipynb", "edit").ExecutionCount);
    }

    [Fact]
    public async Task Within_a_long_cell_the_file_is_saved_with_what_the_cell_put_out_so_far_and_the_end_is_the_same()
    {
        // The cell itself looks into its notebook's output, which it can't have finished.
        const string Wait = "Console.WriteLine(\"so far\");\nvar end = DateTime.Now.AddSeconds(20);\n"
            + "while (!System.IO.File.ReadAllText(\"../out/a.ipynb\").Contains(\"so far\\\\n\") && DateTime.Now < end)\n"
            + "    await Task.Delay(50);\nSystem.IO.File.Copy(\"../out/a.ipynb\", \"../saved.ipynb\", true);";
        string file = folder.Write("a.ipynb", Code("1", "one"), Code(Wait, "long"), Code("2", "two"));
        var often = folder.Run(file) with { SaveInterval = TimeSpan.FromMilliseconds(100) };

        Assert.Equal(RunStatus.Succeeded, (await folder.ExecuteAsync(often)).Status);

        var saved = NotebookFile.Read(Path.Combine(folder.Notebooks, "..", "saved.ipynb")).Cells;
        Assert.Equal(new StreamOutput("stdout", "so far\n"), Assert.Single(saved[1].Outputs));
        // A cell with a number would count as done when the run is resumed.
        Assert.Equal([1, null, null], saved.Select(cell => cell.ExecutionCount));
        Assert.Equal([1, 2, 3], folder.Executed("a.ipynb").Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal("so far\n", folder.Text("a.ipynb", "long"));
    }
}
