namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Where a cell's code goes on after an await: on threads that an interruption can stop, which the thread pool's are not.
/// Several of them, so that code that waits for a task doesn't wait for itself.
/// </summary>
internal sealed class CellContext(CellInterruption interruption) : SynchronizationContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly object gate = new();
    private readonly Queue<Work> queue = new();
    private int threads;
    private int idle;
    private long taken;
    private bool ended;
    private bool isWatched;

    public override void Post(SendOrPostCallback d, object? state)
    {
        var work = new Work(d, state, ExecutionContext.Capture());
        if (!ControlledThread.Enter()) return;
        // What an await's machinery throws is nobody's to catch.
        while (!TryPost(work)) { }
        ControlledThread.Exit();
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Ends the threads once they have done what waits.</summary>
    public void End()
    {
        lock (gate)
        {
            ended = true;
            if (interruption.HasBegun) queue.Clear();
            Monitor.PulseAll(gate);
        }
    }

    private bool TryPost(Work work)
    {
        try
        {
            lock (gate)
            {
                if (!ended) Enqueue(work);
                // What outlives its cell goes on where it would without a context; what an interruption left behind doesn't.
                else if (!interruption.HasBegun) ThreadPool.UnsafeQueueUserWorkItem(Run, work, preferLocal: false);
            }

            return true;
        }
        catch (ThreadInterruptedException)
        {
            return false;
        }
    }

    private void Enqueue(Work work)
    {
        queue.Enqueue(work);
        if (queue.Count <= idle) Monitor.Pulse(gate);
        else if (threads <= Environment.ProcessorCount) StartThread();
        else if (!isWatched) WatchForStandstill();
    }

    private void StartThread()
    {
        threads++;
        new Thread(Serve) { IsBackground = true, Name = "cell, after an await" }.UnsafeStart();
    }

    // All threads may be waiting for something that only the queue can bring about.
    private void WatchForStandstill()
    {
        isWatched = true;
        new Thread(() =>
        {
            lock (gate)
            {
                for (var before = -1L; queue.Count > 0; before = taken)
                {
                    if (taken == before) StartThread();
                    Monitor.Exit(gate);
                    Thread.Sleep(Patience);
                    Monitor.Enter(gate);
                }

                isWatched = false;
            }
        })
        { IsBackground = true, Name = "cell, standstill" }.UnsafeStart();
    }

    private void Serve()
    {
        try
        {
            SetSynchronizationContext(this);
            interruption.Control(() =>
            {
                while (Next() is { } work) Run(work);
            });
        }
        catch (Exception) when (interruption.HasBegun)
        {
            // The thread ends with its cell.
        }
        finally
        {
            lock (gate) threads--;
        }
    }

    private Work? Next()
    {
        if (!ControlledThread.Enter()) return null;
        try
        {
            lock (gate)
            {
                idle++;
                try
                {
                    while (queue.Count == 0 && !ended) Monitor.Wait(gate);
                }
                finally
                {
                    idle--;
                }

                taken++;
                return queue.TryDequeue(out var work) ? work : null;
            }
        }
        finally
        {
            ControlledThread.Exit();
        }
    }

    private static void Run(Work work)
    {
        if (work.Context is null) work.Callback(work.State);
        else ExecutionContext.Run(work.Context, static state => ((Work)state!).Invoke(), work);
    }

    private sealed record Work(SendOrPostCallback Callback, object? State, ExecutionContext? Context)
    {
        public void Invoke() => Callback(State);
    }
}
