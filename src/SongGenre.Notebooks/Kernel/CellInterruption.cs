using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Stops one execution of a cell. Libraries are told first, through a token that they find without a reference to any
/// kernel, so that they can keep what they have. Then the cells' own loops and methods throw, and the cell's thread is
/// woken where it waits. Nothing is aborted: the runtime may not survive it, and with it the session's state.
/// </summary>
internal sealed class CellInterruption : IDisposable
{
    private const string TokenName = "Notebook.Interrupt";
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(20);

    private readonly object gate = new();
    private readonly CancellationTokenSource notice = new();
    private readonly CellOutputs cell;
    private Thread? running;
    private volatile bool hasBegun;
    private bool wasWoken;
    private bool hasEnded;

    // A thread that the cell started, and an await that is stopped while it begins, throw where it would end the
    // process.
    static CellInterruption() => ExceptionHandling.SetUnhandledExceptionHandler(CellStop.Threw);

    public CellInterruption(CellOutputs cell)
    {
        this.cell = cell;
        CellStop.ForgetGone();
        AppContext.SetData(TokenName, notice.Token);
    }

    /// <summary>Whether what the cell's code throws from now on is the interruption's doing.</summary>
    public bool HasBegun => hasBegun;

    /// <summary>Whether the cell's code goes on, because nothing stopped it in time.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>
    /// Runs the cell's code on the current thread, which is woken where it waits once the cell is interrupted.
    /// </summary>
    public void Run(Action code)
    {
        lock (gate) running = Thread.CurrentThread;
        try
        {
            code();
        }
        finally
        {
            // Once it is said that the code has ended, nobody wakes the thread any more.
            while (!TryLeave()) { }
            ForgetCall();
        }
    }

    /// <summary>Marks the end of the cell; false when an interruption has begun, which then ends the cell.</summary>
    public bool End()
    {
        lock (gate)
        {
            hasEnded = true;
            Monitor.PulseAll(gate);
            return !hasBegun;
        }
    }

    /// <summary>Stops the cell, and gives up after a while.</summary>
    /// <param name="stopped">
    /// Called when the cell has stopped or was given up; not called when it had ended before.
    /// </param>
    public void Begin(Action stopped)
    {
        lock (gate)
        {
            if (hasEnded || hasBegun) return;
            hasBegun = true;
        }

        OnThreadOfItsOwn("interruption", () =>
        {
            OnThreadOfItsOwn("notice", notice.Cancel);
            if (!Ended(Notice)) Stop();
            stopped();
        });
    }

    /// <summary>Tells foreign code of an interruption; the thread pool may be full of the cell's own loops.</summary>
    public static void OnThreadOfItsOwn(string name, Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (AggregateException)
        {
            // What foreign code does when it is told fails on its own account.
        }
    })
    { IsBackground = true, Name = name }.UnsafeStart();

    public void Dispose()
    {
        // Another kernel's cell may have begun since.
        if (AppContext.GetData(TokenName) is CancellationToken token && token == notice.Token)
            AppContext.SetData(TokenName, null);
    }

    private void Stop()
    {
        CellStop.Stop(cell);
        var start = Stopwatch.GetTimestamp();
        while (!Ended(BetweenCalls))
        {
            if (Stopwatch.GetElapsedTime(start) > Grace)
            {
                GaveUp = true;
                return;
            }

            lock (gate)
            {
                wasWoken |= running is not null;
                running?.Interrupt();
            }
        }
    }

    private bool Ended(TimeSpan within)
    {
        var start = Stopwatch.GetTimestamp();
        lock (gate)
        {
            while (!hasEnded)
            {
                var left = within - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero) return false;
                Monitor.Wait(gate, left);
            }

            return true;
        }
    }

    private bool TryLeave()
    {
        try
        {
            lock (gate) running = null;
            return true;
        }
        catch (ThreadInterruptedException)
        {
            return false;
        }
    }

    private void ForgetCall()
    {
        if (!wasWoken) return;
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // A call that came after the code had stopped waiting.
        }
    }
}
