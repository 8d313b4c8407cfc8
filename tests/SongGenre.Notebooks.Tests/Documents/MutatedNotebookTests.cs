using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Reports;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Tests.Documents;

public sealed class MutatedNotebookTests : IDisposable
{
    private const int Files = 500;
    private const int Runs = 6;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string folder = Directory.CreateTempSubdirectory("mutated").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Five_hundred_damaged_files_end_as_notebooks_or_in_one_line()
    {
        int read = 0, refused = 0;
        for (var number = 0; number < Files; number++)
        {
            var file = Path.Combine(folder, "a.ipynb");
            await File.WriteAllBytesAsync(file, MutatedNotebook.Bytes(number), TestContext.Current.CancellationToken);
            try
            {
                var isNotebook = await Task.Run(() => TryAll(file)).WaitAsync(Limit, TestContext.Current.CancellationToken);
                if (isNotebook) read++; else refused++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"file {number}: {e}");
            }
        }

        // Neither all of them harmless nor all of them garbage.
        Assert.InRange(read, 100, Files - 100);
        Assert.Equal(Files, read + refused);
    }

    [Fact]
    public async Task Damaged_files_that_are_notebooks_still_run_to_a_result()
    {
        var files = new List<string>();
        for (var number = 0; files.Count < Runs && number < Files; number += Runs + 1)
        {
            var file = Path.Combine(folder, $"{number}.ipynb");
            await File.WriteAllBytesAsync(file, MutatedNotebook.Bytes(number), TestContext.Current.CancellationToken);
            if (Accepts(() => NotebookParameters.Read(file))) files.Add(file);
        }

        Assert.Equal(Runs, files.Count);
        foreach (var file in files)
        {
            var run = new NotebookRun { Notebooks = [file], Output = Path.Combine(folder, "out") };
            var report = await NotebookRunner.RunAsync(run, cancel: TestContext.Current.CancellationToken)
                .WaitAsync(3 * Limit, TestContext.Current.CancellationToken);
            Assert.True(report.Status is RunStatus.Succeeded or RunStatus.Failed, $"{file}: {report.Status}");
            Assert.NotNull(NotebookFile.Read(report.Notebooks[0].Output));
        }
    }

    private static bool TryAll(string file)
    {
        Notebook? notebook = null;
        var isNotebook = Accepts(() => notebook = NotebookFile.Read(file));
        Accepts(() => NotebookParameters.Read(file));
        if (notebook is not null) _ = HtmlReport.Render(new ReportPage("a", notebook), new ReportOptions());
        Accepts(() => NotebookFile.Clear(file));
        if (Accepts(() => NotebookFile.Fix(file)))
        {
            Assert.False(NotebookFile.Fix(file), "a repaired file is repaired again");
            Assert.False(NotebookFile.Clear(file) && NotebookFile.Clear(file), "a cleared file is cleared again");
        }

        return isNotebook;
    }

    private static bool Accepts(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (NotebookException refusal)
        {
            Assert.DoesNotContain('\n', refusal.Message);
            Assert.InRange(refusal.Message.Length, 1, 1000);
            return false;
        }
    }
}
