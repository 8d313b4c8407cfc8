using System.Diagnostics;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>Runs notebooks without a screen, each in a process of its own.</summary>
public static class NotebookRunner
{
    /// <summary>
    /// Runs notebooks, each with its own folder as working directory: numbered ones in the order of their numbers,
    /// those without an order side by side as <see cref="NotebookRun.Jobs"/> allows. After each cell, and every 30
    /// seconds in one that puts something out, the output file is saved; it is valid at any moment. The first failing
    /// cell ends its notebook, and the notebooks that come after it are not run; others are. Execution counts go from
    /// 1, ids stay, and no time, path or machine's name enters a file: two runs of the same notebooks write the same
    /// bytes.
    /// </summary>
    /// <remarks>
    /// A cell with the tag <c>raises-exception</c> may fail: its error is kept as an output and the run goes on. One
    /// with <c>skip-execution</c> isn't run and keeps its outputs and number. Beyond 10 MB of a cell's output the rest
    /// is dropped, which a last line on its standard error says. The output of a failed notebook gets two prose cells,
    /// one at its top and one before the cell that failed first; the next run removes them. With a notebook end the
    /// programs that its cells started; on Windows those stay that outlive a process which a cell has ended. A
    /// notebook whose output can't be written, or whose file changed during a run in place, has failed; others go on.
    /// </remarks>
    /// <param name="run">What to run, and where to.</param>
    /// <param name="report">
    /// Told of everything that happens, as it happens, one event at a time; null for nobody.
    /// </param>
    /// <param name="cancel">Ends the running cells and the run; what was written so far stays.</param>
    /// <exception cref="NotebookException">
    /// Before anything runs: a file is no C# notebook, two have one name or one output, an output would replace a
    /// notebook, a parameter's value is refused, or a limit is out of its range.
    /// </exception>
    public static async Task<RunReport> RunAsync(
        NotebookRun run, Action<RunEvent>? report = null, CancellationToken cancel = default)
    {
        long start = Stopwatch.GetTimestamp();
        var gate = new Lock();
        var executions = Prepare(run, happened =>
        {
            lock (gate) report?.Invoke(happened);
        });
        using var limit = new CancellationTokenSource();
        if (run.Timeout is { } timeout) limit.CancelAfter(timeout);
        var results = await new NotebookQueue(executions, run).RunAsync(limit.Token, cancel);
        var status = results.Select(result => result.Status).DefaultIfEmpty(RunStatus.Succeeded).Max();
        // What was not run is no end of its own: something that failed, the run's limit or its caller kept it from it.
        if (status == RunStatus.NotRun) status = RunStatus.Failed;
        if (cancel.IsCancellationRequested && results.Any(result => result.Status == RunStatus.NotRun))
            status = RunStatus.Cancelled;
        return new(status, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3), results);
    }

    // Everything is read first: a file that is no notebook is found before the others have cost their time.
    private static List<NotebookExecution> Prepare(NotebookRun run, Action<RunEvent> report)
    {
        run.Validate();
        var notebooks = new List<(string File, Notebook Notebook)>();
        var stamps = new List<string>();
        string? previous = null;
        foreach (string file in run.Notebooks.OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            if (name == previous)
            {
                throw new NotebookException(
                    $"{file}: another notebook of this run is also called '{name}'; rename one of them");
            }
            // Before it is read: what changes in between is a change during the run.
            stamps.Add(FileStamp.Of(file));
            var notebook = NotebookFile.Read(file);
            ExecutedMetadata.Prepare(notebook, file);
            notebooks.Add((file, notebook));
            previous = name;
        }
        var outputs = Outputs(run, notebooks, report);
        return
        [
            .. notebooks.Zip(stamps, outputs).Select(one => new NotebookExecution(
                one.First.File, one.Second, one.First.Notebook, one.Third, run, report)),
        ];
    }

    private static List<string> Outputs(
        NotebookRun run, List<(string File, Notebook Notebook)> notebooks, Action<RunEvent> report)
    {
        // A parameters cell that can't be read is the run's own business unless a value or a path depends on it.
        bool isNeeded = run.Parameters.Count > 0 || OutputPath.HasNames(run.Output);
        IReadOnlyList<IReadOnlyDictionary<string, string?>> values = isNeeded
            ? ParameterInjection.Apply(notebooks, run.Parameters, report)
            : [.. notebooks.Select(_ => new Dictionary<string, string?>())];
        var inputs = notebooks.Select(pair => Path.GetFullPath(pair.File)).ToHashSet(OutputPath.Comparer);
        var taken = new Dictionary<string, string>(OutputPath.Comparer);
        foreach (var ((file, _), known) in notebooks.Zip(values))
        {
            string output = OutputPath.Of(run.Output, file, known);
            if (inputs.Contains(output))
            {
                string replaced = output == Path.GetFullPath(file) ? "the notebook itself" : output;
                throw new OutputPathException($"{file}: the output would replace {replaced}: the output folder is the "
                    + "notebook's own; choose another one; --in-place writes the notebook too");
            }
            if (!taken.TryAdd(output, file))
            {
                throw new OutputPathException($"{file}: its output {output} is also that of {taken[output]}; "
                    + "put {notebook} into the output's name");
            }
        }
        return [.. taken.Keys];
    }
}
