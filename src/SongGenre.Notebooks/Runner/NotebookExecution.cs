using System.Diagnostics;
using System.Globalization;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>One notebook's run: its cells go to its process, what comes back goes into the output file.</summary>
internal sealed class NotebookExecution(
    string file, Notebook notebook, string output, NotebookRun run, Action<RunEvent> report)
{
    private readonly string name = Path.GetFileName(file);
    private readonly List<CellResult> results = [];

    /// <summary>The notebook's file.</summary>
    public string File => file;

    /// <summary>What a notebook that isn't started gives.</summary>
    public NotebookResult LeaveOut() => new(name, output, RunStatus.NotRun, 0, null, [], []);

    /// <param name="index">Its place in the run, from 1.</param>
    /// <param name="count">How many notebooks the run has.</param>
    /// <param name="runEnded">Cancelled when the whole run's time is over.</param>
    /// <param name="cancel">Ends the running cell and the notebook.</param>
    public async Task<NotebookResult> RunAsync(int index, int count, CancellationToken runEnded, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        report(new RunEvent.NotebookStarted(name, index, count, notebook.Cells.Count(IsToRun)));
        bool isReused = run.Resume && CompleteOutput.Is(output, notebook);
        var (status, failure) = isReused ? (RunStatus.Succeeded, null) : await ExecuteAsync(runEnded, cancel);
        IReadOnlyList<NotebookDifference> differences = [];
        if (status == RunStatus.Succeeded && run.Mode == RunMode.InPlace) NotebookFile.Write(file, NotebookFile.Read(output));
        if (status == RunStatus.Succeeded && run.Mode == RunMode.Check)
        {
            // Both as read from disk: what a reader of the files would see.
            differences = NotebookDifference.Compare(name, NotebookFile.Read(file), NotebookFile.Read(output));
            if (differences.Count > 0) status = RunStatus.Differs;
        }
        var result = new NotebookResult(name, output, status, Seconds(start), failure, results, differences) { IsReused = isReused };
        report(new RunEvent.NotebookFinished(name, result));
        return result;
    }

    /// <summary>Whether a run executes the cell.</summary>
    public static bool IsToRun(Cell cell) => CellLanguage.Runs(cell) && !CellTags.Has(cell, CellTags.SkipExecution);

    private async Task<(RunStatus Status, string? Failure)> ExecuteAsync(CancellationToken runEnded, CancellationToken cancel)
    {
        NotebookFile.Write(output, notebook);
        RunStatus status;
        try
        {
            await using var process = await KernelProcess.StartAsync(Path.GetDirectoryName(Path.GetFullPath(file))!, run);
            status = await RunCellsAsync(process, new(run.CellTimeout, run.Timeout, run.MemoryLimit, runEnded), cancel);
        }
        catch (NotebookException e) when (results.Count == 0)
        {
            return (RunStatus.Failed, $"{name}: {e.Message}");
        }
        if (results.Find(result => result.Status == RunStatus.Failed) is { } failed)
        {
            ErrorMarkers.Add(notebook, failed.Number);
            NotebookFile.Write(output, notebook);
        }
        return (status, Failure());
    }

    private async Task<RunStatus> RunCellsAsync(KernelProcess process, CellLimits limits, CancellationToken cancel)
    {
        var status = RunStatus.Succeeded;
        int executions = 0;
        foreach (var (i, cell) in notebook.Cells.Index().ToList())
        {
            if (CellLanguage.Runs(cell) && !IsToRun(cell)) results.Add(new(i + 1, cell.Id, RunStatus.NotRun, 0));
            if (!IsToRun(cell)) continue;
            if (cancel.IsCancellationRequested) return RunStatus.Cancelled;
            var result = await RunCellAsync(process, cell, i + 1, ++executions, limits, cancel);
            if (result.Status == RunStatus.Succeeded) continue;
            status = result.Status;
            if (status == RunStatus.Cancelled || !run.KeepGoing || process.HasEnded || limits.RunEnded.IsCancellationRequested) break;
        }
        return status;
    }

    private async Task<CellResult> RunCellAsync(
        KernelProcess process, Cell cell, int number, int execution, CellLimits limits, CancellationToken cancel)
    {
        report(new RunEvent.CellStarted(name, number, cell.Id, execution));
        cell.ExecutionCount = execution;
        long start = Stopwatch.GetTimestamp();
        string called = string.Create(CultureInfo.InvariantCulture, $"cell {number}");
        var submission = new CellSubmission(cell.Source, called, execution) { Language = CellLanguage.Of(cell) };
        var (status, error, passedLimit) = await process.ExecuteAsync(submission, published =>
        {
            notebook.Append(cell, published);
            report(new RunEvent.CellOutput(name, number, published));
        }, limits, cancel);
        // The tag excuses what the cell's code does, not what the runner had to do.
        if (status == RunStatus.Failed && !process.HasEnded && !passedLimit && CellTags.Has(cell, CellTags.RaisesException))
            status = RunStatus.Succeeded;
        // A resumed run takes a cell with a number and no error for done.
        if (status == RunStatus.Cancelled) cell.ExecutionCount = null;
        var result = new CellResult(number, cell.Id, status, Seconds(start), error);
        results.Add(result);
        NotebookFile.Write(output, notebook);
        report(new RunEvent.CellFinished(name, result));
        return result;
    }

    private string? Failure()
    {
        var failed = results.Where(result => result.Status == RunStatus.Failed).ToList();
        if (failed is not [var cell, ..]) return null;
        string error = cell.Error is { } e ? $"{e.Name}: {FirstLine(e.Value)}" : "no error was reported";
        string more = failed.Count switch { 1 => "", 2 => " (and 1 more cell)", var n => $" (and {n - 1} more cells)" };
        return $"{name}: cell {cell.Number} ({cell.Id}) failed: {error}{more}";
    }

    private static string FirstLine(string text) => text.TrimStart().Split('\n', 2)[0].TrimEnd();

    private static double Seconds(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);
}
