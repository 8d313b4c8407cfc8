using System.Diagnostics;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>One notebook's run: its cells go to its process, what comes back goes into the output file.</summary>
internal sealed class NotebookExecution(
    string file, Notebook notebook, string output, NotebookRun run, Action<RunEvent> report)
{
    private readonly string name = Path.GetFileName(file);
    private readonly List<CellResult> results = [];

    public async Task<NotebookResult> RunAsync(int index, int count, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        report(new RunEvent.NotebookStarted(name, index, count, notebook.Cells.Count(CellLanguage.Runs)));
        NotebookFile.Write(output, notebook);
        var status = await RunCellsAsync(cancel);
        IReadOnlyList<NotebookDifference> differences = [];
        if (status == RunStatus.Succeeded && run.Mode == RunMode.InPlace) NotebookFile.Write(file, notebook);
        if (status == RunStatus.Succeeded && run.Mode == RunMode.Check)
        {
            // Both as read from disk: what a reader of the files would see.
            differences = NotebookDifference.Compare(name, NotebookFile.Read(file), NotebookFile.Read(output));
            if (differences.Count > 0) status = RunStatus.Differs;
        }
        var result = new NotebookResult(name, output, status, Seconds(start), Failure(), results, differences);
        report(new RunEvent.NotebookFinished(name, result));
        return result;
    }

    private async Task<RunStatus> RunCellsAsync(CancellationToken cancel)
    {
        await using var process = await KernelProcess.StartAsync(Path.GetDirectoryName(Path.GetFullPath(file))!, run.Environment, run.Grace);
        int executions = 0;
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            if (!CellLanguage.Runs(notebook.Cells[i])) continue;
            if (cancel.IsCancellationRequested) return RunStatus.Cancelled;
            var result = await RunCellAsync(process, notebook.Cells[i], i + 1, ++executions, cancel);
            if (result.Status != RunStatus.Succeeded) return result.Status;
        }
        return RunStatus.Succeeded;
    }

    private async Task<CellResult> RunCellAsync(KernelProcess process, Cell cell, int number, int execution, CancellationToken cancel)
    {
        report(new RunEvent.CellStarted(name, number, cell.Id, execution));
        cell.ExecutionCount = execution;
        long start = Stopwatch.GetTimestamp();
        var submission = new CellSubmission(cell.Source, $"cell {number}", execution) { Language = CellLanguage.Of(cell) };
        var (status, error) = await process.ExecuteAsync(submission, published =>
        {
            notebook.Append(cell, published);
            report(new RunEvent.CellOutput(name, number, published));
        }, cancel);
        var result = new CellResult(number, cell.Id, status, Seconds(start), error);
        results.Add(result);
        NotebookFile.Write(output, notebook);
        report(new RunEvent.CellFinished(name, result));
        return result;
    }

    private string? Failure() => results is [.., { Status: RunStatus.Failed } cell]
        ? $"{name}: cell {cell.Number} ({cell.Id}) failed: {(cell.Error is { } e ? $"{e.Name}: {FirstLine(e.Value)}" : "no error was reported")}"
        : null;

    private static string FirstLine(string text) => text.TrimStart().Split('\n', 2)[0].TrimEnd();

    private static double Seconds(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);
}
