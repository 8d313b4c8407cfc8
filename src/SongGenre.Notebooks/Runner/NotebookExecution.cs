using System.Diagnostics;
using System.Globalization;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>One notebook's run: its cells go to its process, what comes back goes into the output file.</summary>
/// <param name="file">The notebook's file.</param>
/// <param name="stamp">What <see cref="FileStamp"/> gave when it was read.</param>
/// <param name="notebook">The notebook as it is before its first cell runs.</param>
/// <param name="output">Where the executed notebook goes.</param>
/// <param name="run">How to run it.</param>
/// <param name="report">Told of everything that happens.</param>
internal sealed class NotebookExecution(
    string file, string stamp, Notebook notebook, string output, NotebookRun run, Action<RunEvent> report)
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
    public async Task<NotebookResult> RunAsync(
        int index, int count, CancellationToken runEnded, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        report(new RunEvent.NotebookStarted(name, index, count, notebook.Cells.Count(IsToRun)));
        bool isReused = run.Resume && CompleteOutput.Is(output, notebook);
        RunStatus status;
        string? failure = null;
        IReadOnlyList<NotebookDifference> differences = [];
        try
        {
            status = isReused ? RunStatus.Succeeded : await ExecuteAsync(runEnded, cancel);
            failure = Failure();
            if (status == RunStatus.Succeeded) (status, differences) = Finish();
        }
        catch (NotebookException e)
        {
            // Such as a full disk or a file that isn't ours: other notebooks may have better luck.
            (status, failure) = (RunStatus.Failed, e.Message);
        }
        var result = new NotebookResult(name, output, status, Seconds(start), failure, results, differences)
        {
            IsReused = isReused,
        };
        report(new RunEvent.NotebookFinished(name, result));
        return result;
    }

    /// <summary>Whether a run executes the cell.</summary>
    public static bool IsToRun(Cell cell) => CellLanguage.Runs(cell) && !CellTags.Has(cell, CellTags.SkipExecution);

    private (RunStatus Status, IReadOnlyList<NotebookDifference> Differences) Finish()
    {
        if (run.Mode == RunMode.InPlace)
        {
            // A run takes its time, in which somebody may have gone on writing.
            if (FileStamp.Of(file) != stamp)
                throw new NotebookException($"{file} changed during the run; the executed copy is {output}");
            NotebookFile.Write(file, NotebookFile.Read(output));
        }
        if (run.Mode != RunMode.Check) return (RunStatus.Succeeded, []);
        // Both as read from disk: what a reader of the files would see.
        var differences = NotebookDifference.Compare(name, NotebookFile.Read(file), NotebookFile.Read(output));
        return (differences.Count > 0 ? RunStatus.Differs : RunStatus.Succeeded, differences);
    }

    private async Task<RunStatus> ExecuteAsync(CancellationToken runEnded, CancellationToken cancel)
    {
        NotebookFile.Write(output, notebook);
        RunStatus status;
        try
        {
            await using var process = await StartAsync(runEnded, cancel);
            status = await RunCellsAsync(process, new(run.CellTimeout, run.Timeout, run.MemoryLimit, runEnded), cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested && results.Count == 0)
        {
            return RunStatus.Cancelled;
        }
        if (results.Find(result => result.Status == RunStatus.Failed) is { } failed)
        {
            ErrorMarkers.Add(notebook, failed.Number);
            NotebookFile.Write(output, notebook);
        }
        return status;
    }

    private async Task<KernelProcess> StartAsync(CancellationToken runEnded, CancellationToken cancel)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        try
        {
            return await KernelProcess.StartAsync(folder, run, runEnded, cancel);
        }
        catch (NotebookException e)
        {
            throw new NotebookException($"{name}: {e.Message}", e);
        }
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
            if (status == RunStatus.Cancelled || !run.KeepGoing) break;
            if (process.HasEnded || limits.RunEnded.IsCancellationRequested) break;
        }
        return status;
    }

    private async Task<CellResult> RunCellAsync(
        KernelProcess process, Cell cell, int number, int execution, CellLimits limits, CancellationToken cancel)
    {
        report(new RunEvent.CellStarted(name, number, cell.Id, execution));
        long start = Stopwatch.GetTimestamp();
        string called = string.Create(CultureInfo.InvariantCulture, $"cell {number}");
        var submission = new CellSubmission(cell.Source, called, execution) { Language = CellLanguage.Of(cell) };
        var (status, error, passedLimit) = await SubmitAsync(process, submission, cell, number, limits, cancel);
        // The tag excuses what the cell's code does, not what the runner had to do.
        bool mayFail = !process.HasEnded && !passedLimit && CellTags.Has(cell, CellTags.RaisesException);
        if (status == RunStatus.Failed && mayFail) status = RunStatus.Succeeded;
        // A resumed run takes a cell with a number and no error for done.
        if (status != RunStatus.Cancelled) cell.ExecutionCount = execution;
        var result = new CellResult(number, cell.Id, status, Seconds(start), error);
        results.Add(result);
        NotebookFile.Write(output, notebook);
        report(new RunEvent.CellFinished(name, result));
        return result;
    }

    private async Task<(RunStatus Status, ErrorOutput? Error, bool PassedLimit)> SubmitAsync(
        KernelProcess process, CellSubmission submission, Cell cell, int number, CellLimits limits,
        CancellationToken cancel)
    {
        await using var autosave = new Autosave(output, notebook, run.SaveInterval);
        return await process.ExecuteAsync(submission, published =>
        {
            autosave.Change(() => notebook.Append(cell, published));
            report(new RunEvent.CellOutput(name, number, published));
        }, limits, cancel);
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
