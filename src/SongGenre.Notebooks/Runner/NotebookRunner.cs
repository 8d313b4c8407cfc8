using System.Diagnostics;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>Runs notebooks without a screen, each in a process of its own.</summary>
public static class NotebookRunner
{
    /// <summary>
    /// Runs notebooks one after the other in the order of their names, each with its own folder as working directory.
    /// After each cell the output file is saved, so that it is valid at any moment. The first failing cell ends the run.
    /// Execution counts go from 1, ids stay, and no time, path or machine's name enters a file: two runs of the same
    /// notebooks write the same bytes.
    /// </summary>
    /// <param name="run">What to run, and where to.</param>
    /// <param name="report">Told of everything that happens, as it happens; null for nobody.</param>
    /// <param name="cancel">Ends the running cell and the run; what was written so far stays.</param>
    /// <exception cref="NotebookException">
    /// Before anything runs: a file is no C# notebook, two have one name, or the output folder is a notebook's own. Later: a file
    /// cannot be written.
    /// </exception>
    public static async Task<RunReport> RunAsync(NotebookRun run, Action<RunEvent>? report = null, CancellationToken cancel = default)
    {
        report ??= _ => { };
        long start = Stopwatch.GetTimestamp();
        var executions = Prepare(run, report);
        var results = new List<NotebookResult>();
        foreach (var execution in executions)
        {
            if (cancel.IsCancellationRequested) break;
            results.Add(await execution.RunAsync(results.Count + 1, executions.Count, cancel));
            if (results[^1].Status is RunStatus.Failed or RunStatus.Cancelled) break;
        }
        var status = results.Select(result => result.Status).DefaultIfEmpty(RunStatus.Succeeded).Max();
        if (cancel.IsCancellationRequested && results.Count < executions.Count) status = RunStatus.Cancelled;
        return new(status, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3), results);
    }

    // Everything is read first: a file that is no notebook is found before the others have cost their time.
    private static List<NotebookExecution> Prepare(NotebookRun run, Action<RunEvent> report)
    {
        string outputFolder = Folder(run.Output);
        var executions = new List<NotebookExecution>();
        string? previous = null;
        foreach (string file in run.Notebooks.OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            if (name == previous) throw new NotebookException($"{file}: another notebook of this run is also called '{name}'; rename one of them");
            if (Folder(Path.GetDirectoryName(Path.GetFullPath(file))!) == outputFolder)
                throw new NotebookException($"{file}: the output folder is the notebook's own; choose another one, or run in place");
            var notebook = NotebookFile.Read(file);
            ExecutedMetadata.Prepare(notebook, file);
            executions.Add(new(file, notebook, run, report));
            previous = name;
        }
        return executions;
    }

    private static string Folder(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
