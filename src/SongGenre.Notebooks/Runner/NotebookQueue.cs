using System.Numerics;

namespace SongGenre.Notebooks.Runner;

/// <summary>The notebooks of a run: which may start, which have to wait, which are left out.</summary>
internal sealed class NotebookQueue(IReadOnlyList<NotebookExecution> executions, NotebookRun run)
{
    private readonly BigInteger?[] numbers =
        [.. executions.Select(execution => NotebookOrder.NumberOf(execution.File))];
    private readonly NotebookResult?[] results = new NotebookResult?[executions.Count];
    private readonly Dictionary<Task<NotebookResult>, int> running = [];
    private int started;

    /// <summary>Runs all that is to be run.</summary>
    /// <param name="runEnded">Cancelled when the whole run's time is over.</param>
    /// <param name="cancel">Ends the run.</param>
    /// <returns>The results in the order of the notebooks.</returns>
    public async Task<IReadOnlyList<NotebookResult>> RunAsync(CancellationToken runEnded, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // Those that others wait for come first.
        var waiting = Enumerable.Range(0, executions.Count)
            .OrderBy(i => numbers[i] is null).ThenBy(i => numbers[i] ?? 0).ThenBy(i => i).ToList();
        while (waiting.Count + running.Count > 0)
        {
            bool isOver = runEnded.IsCancellationRequested || stop.IsCancellationRequested;
            waiting.RemoveAll(i => (isOver || IsLeftOut(i)) && LeaveOut(i));
            waiting.RemoveAll(i => running.Count < run.Jobs && Before(i).All(j => results[j] is not null)
                && Start(i, runEnded, stop.Token));
            if (running.Count == 0) continue;
            var ended = await Task.WhenAny(running.Keys);
            // What nobody expected ends the run; what runs beside it is not left behind.
            if (ended.IsFaulted) await stop.CancelAsync();
            if (ended.IsFaulted) await Task.WhenAll(running.Keys);
            running.Remove(ended, out int index);
            results[index] = await ended;
        }
        return results!;
    }

    private IEnumerable<int> Before(int index) =>
        Enumerable.Range(0, numbers.Length).Where(i => numbers[i] < numbers[index]);

    private bool IsLeftOut(int index) => !run.KeepGoing
        && Before(index).Any(i => results[i]?.Status is RunStatus.Failed or RunStatus.NotRun or RunStatus.Cancelled);

    private bool LeaveOut(int index)
    {
        results[index] = executions[index].LeaveOut();
        return true;
    }

    private bool Start(int index, CancellationToken runEnded, CancellationToken cancel)
    {
        int place = ++started;
        var execution = executions[index];
        running.Add(
            Task.Run(() => execution.RunAsync(place, executions.Count, runEnded, cancel), CancellationToken.None),
            index);
        return true;
    }
}
