using System.Runtime;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// A thread that runs a cell's code and can be aborted, except between <see cref="Enter"/> and <see cref="Exit"/>: an abort
/// there would leave locks taken that the kernel needs, since optimised code doesn't protect finally blocks.
/// </summary>
#pragma warning disable CA1001 // The source holds no timer and nothing native; an abort may still be on its way when the code has ended.
internal sealed class ControlledThread
#pragma warning restore CA1001
{
    private const int Open = 0;
    private const int Shielded = 1;
    private const int Aborted = 2;

    [ThreadStatic]
    private static ControlledThread? current;

    private readonly Thread thread = Thread.CurrentThread;
    private readonly CancellationTokenSource abort = new();
    private int state;
    private int depth;
    private bool wasWoken;

    /// <summary>Keeps the current thread from being aborted; false when that is happening already.</summary>
    public static bool Enter()
    {
        if (current is not { } own) return true;
        if (own.depth == 0 && Interlocked.CompareExchange(ref own.state, Shielded, Open) != Open) return false;
        own.depth++;
        return true;
    }

    /// <summary>Ends what a successful <see cref="Enter"/> began.</summary>
    public static void Exit()
    {
        if (current is { } own && --own.depth == 0) Volatile.Write(ref own.state, Open);
    }

    /// <summary>Runs code on this thread.</summary>
    /// <exception cref="OperationCanceledException">It was aborted.</exception>
    public void Run(Action code)
    {
        current = this;
        try
        {
#pragma warning disable SYSLIB0046 // Nothing else stops a loop that watches no token, and the process holds the user's state.
            ControlledExecution.Run(code, abort.Token);
#pragma warning restore SYSLIB0046
        }
        finally
        {
            current = null;
        }
    }

    /// <summary>Wakes the code where it waits.</summary>
    public void Wake()
    {
        wasWoken = true;
        thread.Interrupt();
    }

    /// <summary>Aborts the code unless it is shielded, and wakes it. To be repeated.</summary>
    public void Abort()
    {
        // The call waits for the thread while it is in native code.
        if (Interlocked.CompareExchange(ref state, Aborted, Open) == Open)
            new Thread(abort.Cancel) { IsBackground = true, Name = "abort" }.UnsafeStart();
        else
            Wake();
    }

    /// <summary>Takes a call to wake that came too late; nobody may wake it any more.</summary>
    public void ForgetCall()
    {
        if (!wasWoken) return;
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // This was the call.
        }
    }
}
