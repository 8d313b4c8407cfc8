using System.Diagnostics;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>Watches a running cell until it passes a limit or ends.</summary>
internal sealed class CellWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    // A process that waits still collects garbage and polishes its machine code now and then.
    private const double BusyShare = 0.1;

    private readonly Process process;
    private readonly string cell;
    private readonly CellLimits limits;
    private readonly Action interrupt;
    private readonly Action kill;
    private readonly CancellationTokenSource over = new();
    private readonly Queue<(TimeSpan At, TimeSpan Used)> samples = new();
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Task watching;

    /// <summary>Begins to watch.</summary>
    /// <param name="process">The notebook's process.</param>
    /// <param name="cell">What messages call the cell.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="interrupt">Called when it runs too long.</param>
    /// <param name="kill">Called when it takes too much memory.</param>
    public CellWatch(Process process, string cell, CellLimits limits, Action interrupt, Action kill)
    {
        (this.process, this.cell, this.limits, this.interrupt, this.kill) = (process, cell, limits, interrupt, kill);
        watching = limits.Any ? WatchAsync() : Task.CompletedTask;
    }

    /// <summary>The limit that the cell has passed, as its error; null as long as it has passed none.</summary>
    public ErrorOutput? Verdict { get; private set; }

    /// <summary>The error of a cell that took more memory than it may.</summary>
    public static ErrorOutput MemoryPassed(string cell, long limit) =>
        new("MemoryLimit", $"{cell} used more than {Amount.Bytes(limit)} (--memory)", []);

    /// <summary>The error of a cell that ran, or would have had to start, when the whole run's time was over.</summary>
    public static ErrorOutput RunTimePassed(string cell, TimeSpan limit, string meanwhile = "") =>
        new("RunTimeout", $"the run reached its limit of {Amount.Time(limit)} at {cell}{meanwhile}", []);

    private static ErrorOutput CellTimePassed(string cell, TimeSpan limit, string meanwhile) =>
        new("CellTimeout", $"{cell} ran longer than its limit of {Amount.Time(limit)}{meanwhile}", []);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        over.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                var elapsed = Stopwatch.GetElapsedTime(start);
                var measured = limits.Memory is null && !IsSampleDue(elapsed) ? null : ProcessTree.Measure(process);
                if (measured is { } now && Judge(now.Bytes)) return;
                if (elapsed >= limits.Time || limits.RunEnded.IsCancellationRequested)
                {
                    Verdict = elapsed >= limits.Time
                        ? CellTimePassed(cell, limits.Time.Value, Meanwhile(elapsed))
                        : RunTimePassed(cell, limits.RunTime!.Value, Meanwhile(elapsed));
                    interrupt();
                    return;
                }
                if (measured is { } sample && IsSampleDue(elapsed)) Remember(elapsed, sample.Time);
            }
            while (await timer.WaitForNextTickAsync(over.Token));
        }
        catch (OperationCanceledException)
        {
            // The cell has ended.
        }
    }

    private bool Judge(long bytes)
    {
        if (bytes <= limits.Memory || limits.Memory is not { } limit) return false;
        Verdict = MemoryPassed(cell, limit);
        kill();
        return true;
    }

    private bool IsSampleDue(TimeSpan elapsed) =>
        (limits.Time is not null || limits.RunTime is not null)
        && (samples.Count == 0 || elapsed - samples.Last().At >= LongestLook / 10);

    private void Remember(TimeSpan at, TimeSpan used)
    {
        samples.Enqueue((at, used));
        while (samples.TryPeek(out var oldest) && at - oldest.At > LongestLook) samples.Dequeue();
    }

    // Compiling a cell is work too, so that only the last quarter of its time tells what its code does.
    private string Meanwhile(TimeSpan elapsed)
    {
        var later = samples.Where(sample => sample.At >= 0.75 * elapsed).DefaultIfEmpty(samples.LastOrDefault()).First();
        if ((later == default && samples.Count == 0) || elapsed <= later.At) return "";
        if (ProcessTree.Measure(process) is not { } now) return "";
        return (now.Time - later.Used) / (elapsed - later.At) < BusyShare
            ? "; it used no processor time: it waits for something that doesn't come, such as a deadlock"
            : "; it was busy: an endless loop?";
    }
}
