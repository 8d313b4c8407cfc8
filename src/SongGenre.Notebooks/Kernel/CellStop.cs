using System.ComponentModel;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// What the loops and functions of cells look at, so that an interruption ends them. Not for cells to call.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellStop
{
    private static readonly Lock Gate = new();
    private static readonly List<Func<bool>> Stopped = [];

    // While no code has to be stopped, a look costs a nanosecond.
    private static volatile bool mustLook;
    private static volatile bool hasStopped;

    /// <summary>Goes on, unless the cell that the calling code belongs to was interrupted.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public static void Check()
    {
        if (mustLook && CellOutputs.Current is { IsStopped: true }) throw new Interruption();
    }

    /// <summary>Ends the code of an execution wherever it looks next.</summary>
    /// <param name="cell">The execution.</param>
    /// <param name="isOver">Tells whether its code has ended.</param>
    internal static void Stop(CellOutputs cell, Func<bool> isOver)
    {
        cell.IsStopped = true;
        hasStopped = true;
        lock (Gate)
        {
            Stopped.Add(isOver);
            mustLook = true;
        }
    }

    /// <summary>Lets code run at full speed again once all that was stopped has ended.</summary>
    internal static void ForgetEnded()
    {
        if (!mustLook) return;
        lock (Gate)
        {
            Stopped.RemoveAll(isOver => isOver());
            mustLook = Stopped.Count > 0;
        }
    }

    /// <summary>Whether an exception is what an interruption makes code throw.</summary>
    internal static bool Threw(Exception exception) =>
        exception is Interruption or ThreadInterruptedException && hasStopped;

    private sealed class Interruption() : OperationCanceledException("The cell was interrupted.");
}
