using System.Runtime.ExceptionServices;

namespace SongGenre.Forest;

/// <summary>Spreads numbered pieces of work over threads, each of which has working memory of its own.</summary>
internal static class Workers
{
    /// <summary>Does pieces 0 to <paramref name="pieces"/> − 1, in no particular order.</summary>
    /// <param name="pieces">Number of pieces.</param>
    /// <param name="threads">Threads at most; null is one for each core.</param>
    /// <param name="memory">Makes a thread's working memory.</param>
    /// <param name="work">Does one piece.</param>
    /// <param name="cancel">Stops before the next piece.</param>
    public static void Run<T>(int pieces, int? threads, Func<T> memory, Action<T, int> work, CancellationToken cancel)
    {
        var workers = Math.Min(threads ?? Environment.ProcessorCount, pieces);
        var next = -1;
        if (workers <= 1)
        {
            Work(0);
            return;
        }

        try
        {
            var together = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel };
            Parallel.For(0, workers, together, Work);
        }
        catch (AggregateException e)
        {
            // As on one thread: what went wrong, not that it went wrong on several.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        void Work(int _)
        {
            // One piece at a time: pieces last so long that a shared counter costs nothing, and no thread ends early.
            T? own = default;
            for (int piece, first = 1; (piece = Interlocked.Increment(ref next)) < pieces; first = 0)
            {
                cancel.ThrowIfCancellationRequested();
                if (first == 1) own = memory();
                work(own!, piece);
            }
        }
    }
}
