using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Stops one execution of a cell. Libraries are told first, through a token that they find without a reference to any
/// kernel, so that they can keep what they have; what still runs then is aborted, and woken where it waits.
/// </summary>
internal sealed class CellInterruption : IDisposable
{
    private const string TokenName = "Notebook.Interrupt";
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(20);

    private static volatile bool hasAborted;

    private readonly object gate = new();
    private readonly List<ControlledThread> running = [];
    private readonly CancellationTokenSource notice = new();
    private readonly CellContext context;
    private readonly StopTokens stops;
    private volatile bool hasBegun;
    private bool isAborting;
    private bool hasEnded;

    // A thread that the cell started, and an await that is stopped while it begins, throw where it would end the process.
    static CellInterruption() => ExceptionHandling.SetUnhandledExceptionHandler(
        thrown => hasAborted && thrown is (ThreadAbortException or ThreadInterruptedException or OperationCanceledException));

    public CellInterruption(StopTokens stops)
    {
        this.stops = stops;
        stops.Reset();
        context = new CellContext(this);
        AppContext.SetData(TokenName, notice.Token);
    }

    /// <summary>Whether what the cell's code throws from now on is the interruption's doing.</summary>
    public bool HasBegun => hasBegun;

    /// <summary>Runs the cell's code so that it can be stopped, wherever its awaits lead it.</summary>
    public void Run(Action code)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            Control(code);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs code on the current thread so that it can be aborted.</summary>
    /// <exception cref="OperationCanceledException">It was aborted, or came too late.</exception>
    public void Control(Action code)
    {
        var thread = new ControlledThread();
        lock (gate)
        {
            if (isAborting) throw new OperationCanceledException();
            running.Add(thread);
        }

        try
        {
            thread.Run(code);
        }
        finally
        {
            Leave(thread);
        }
    }

    /// <summary>Marks the end of the cell's code; false when an interruption has begun, which then ends the cell.</summary>
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
    /// <param name="stopped">Called when the cell has stopped or was given up; not called when it had ended before.</param>
    public void Begin(Action stopped)
    {
        lock (gate)
        {
            if (hasEnded || hasBegun) return;
            hasBegun = true;
        }

        // The thread pool may be full of the cell's own loops.
        OnThreadOfItsOwn("interruption", () =>
        {
            OnThreadOfItsOwn("notice", notice.Cancel);
            if (!Ended(Notice)) Abort();
            stopped();
        });
    }

    public void Dispose()
    {
        context.End();
        AppContext.SetData(TokenName, null);
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

    private void Abort()
    {
        var start = Stopwatch.GetTimestamp();
        lock (gate)
        {
            isAborting = hasAborted = true;
            // Waits end and loops of cells look at their token. What is left is a loop inside a library, whose abort the
            // runtime doesn't always survive.
            OnThreadOfItsOwn("stop", stops.Cancel);
            while ((!hasEnded || running.Count > 0) && Stopwatch.GetElapsedTime(start) < Grace)
            {
                var isLastResort = Stopwatch.GetElapsedTime(start) > Patience;
                foreach (var thread in running)
                {
                    if (isLastResort) thread.Abort();
                    else thread.Wake();
                }

                Monitor.Wait(gate, BetweenCalls);
            }
        }
    }

    private void Leave(ControlledThread thread)
    {
        while (!TryLeave(thread)) { }
        thread.ForgetCall();
    }

    // It must be said that the thread has left, or it would be woken while it does the kernel's own work.
    private bool TryLeave(ControlledThread thread)
    {
        try
        {
            lock (gate)
            {
                running.Remove(thread);
                Monitor.PulseAll(gate);
            }

            return true;
        }
        catch (ThreadInterruptedException)
        {
            return false;
        }
    }

    private static void OnThreadOfItsOwn(string name, Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (AggregateException)
        {
            // What the cell's code does when it is told fails on its own account.
        }
    })
    { IsBackground = true, Name = name }.UnsafeStart();
}
