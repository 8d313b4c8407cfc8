using System.ComponentModel;

namespace SongGenre.Notebooks.Kernel;

/// <summary>What the loops and functions of cells look at, so that an interruption ends them. Not for cells to call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellStop
{
    // Before anything was ever interrupted, a look costs a nanosecond.
    private static volatile bool hasStopped;

    /// <summary>Goes on, unless the cell that the calling code belongs to was interrupted.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public static void Check()
    {
        if (hasStopped && CellOutputs.Current is { IsStopped: true }) throw new Interruption();
    }

    /// <summary>Ends the code of an execution wherever it looks next.</summary>
    internal static void Stop(CellOutputs cell)
    {
        cell.IsStopped = true;
        hasStopped = true;
    }

    /// <summary>Whether an exception is what an interruption makes code throw.</summary>
    internal static bool Threw(Exception exception) => exception is Interruption or ThreadInterruptedException && hasStopped;

    private sealed class Interruption() : OperationCanceledException("The cell was interrupted.");
}
