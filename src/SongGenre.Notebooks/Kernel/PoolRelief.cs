namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// Keeps the process's sockets served where cells block the thread pool. What a socket receives is taken by the pool,
/// after the work that waits there already; where a thousand pieces of it wait for something that doesn't come, the
/// pool grows so slowly that no interruption would arrive for minutes. So it grows faster while nothing is done, work
/// waits and the processor rests.
/// </summary>
internal static class PoolRelief
{
    private const int ThreadsAtOnce = 64;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Watches for as long as the process lives.</summary>
    public static void Start() => new Thread(() =>
    {
        var (done, used) = (-1L, TimeSpan.Zero);
        for (; ; Thread.Sleep(Interval))
        {
            var (doneBefore, usedBefore) = (done, used);
            (done, used) = (ThreadPool.CompletedWorkItemCount, Environment.CpuUsage.TotalTime);
            var waiting = ThreadPool.PendingWorkItemCount;
            if (done != doneBefore || waiting == 0 || used - usedBefore > Interval / 2) continue;
            ThreadPool.GetMinThreads(out _, out var completions);
            ThreadPool.SetMinThreads(ThreadPool.ThreadCount + (int)Math.Min(waiting, ThreadsAtOnce), completions);
        }
    })
    { IsBackground = true, Name = "pool relief" }.UnsafeStart();
}
