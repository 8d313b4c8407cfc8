namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Keeps a process of cells at work where they block the thread pool: the compiler works there, after what waits there
/// already. Where a thousand pieces of it wait for something that doesn't come, the pool grows so slowly that the next
/// cell would begin minutes later. So it grows faster while nothing is done, work waits and the processor rests.
/// </summary>
internal static class PoolRelief
{
    private const int ThreadsAtOnce = 64;
    private const int MostThreads = 2000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Watches for as long as the process lives.</summary>
    public static void Start() => new Thread(() =>
    {
        ThreadPool.GetMinThreads(out var usual, out var completions);
        var (done, used, asked) = (-1L, TimeSpan.Zero, usual);
        for (; ; Thread.Sleep(Interval))
        {
            var (doneBefore, usedBefore) = (done, used);
            (done, used) = (ThreadPool.CompletedWorkItemCount, Environment.CpuUsage.TotalTime);
            var waiting = ThreadPool.PendingWorkItemCount;
            if (waiting == 0 && asked != usual)
            {
                ThreadPool.SetMinThreads(asked = usual, completions);
                continue;
            }

            if (done != doneBefore || waiting == 0 || used - usedBefore > Interval / 2) continue;
            var wanted = (int)Math.Min(ThreadPool.ThreadCount + Math.Min(waiting, ThreadsAtOnce), MostThreads);
            if (wanted > asked) ThreadPool.SetMinThreads(asked = wanted, completions);
        }
    })
    { IsBackground = true, Name = "pool relief" }.UnsafeStart();
}
