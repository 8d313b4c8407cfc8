using System.ComponentModel;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// What the loops and functions of cells look at, so that an interruption ends them. Not for cells to call.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellStop
{
    private static readonly Lock Gate = new();
    // What an execution has left running keeps its outputs alive: they are in the context that it runs in.
    private static readonly List<WeakReference<CellOutputs>> Stopped = [];

    // While no code has to be stopped, a look costs a nanosecond.
    private static volatile bool mustLook;

    /// <summary>Goes on, unless the cell that the calling code belongs to was interrupted.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public static void Check()
    {
        if (mustLook && CellOutputs.Current is { IsStopped: true }) throw new Interruption();
    }

    /// <summary>Ends the code of an execution wherever it looks next.</summary>
    /// <param name="cell">The execution.</param>
    internal static void Stop(CellOutputs cell)
    {
        cell.IsStopped = true;
        lock (Gate)
        {
            Stopped.Add(new(cell));
            mustLook = true;
        }
    }

    /// <summary>Lets code run at full speed again once nothing is left of all that was stopped.</summary>
    internal static void ForgetGone()
    {
        if (!mustLook) return;
        lock (Gate)
        {
            Stopped.RemoveAll(cell => !cell.TryGetTarget(out _));
            mustLook = Stopped.Count > 0;
        }
    }

    /// <summary>Whether an exception is what an interruption makes code throw.</summary>
    internal static bool Threw(Exception exception) =>
        exception is Interruption
        || (exception is ThreadInterruptedException && CellOutputs.Current is { IsStopped: true });

    private sealed class Interruption() : OperationCanceledException("The cell was interrupted.");
}
