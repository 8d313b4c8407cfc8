using System.Runtime.ExceptionServices;
using System.Text;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Takes what one execution of a cell puts out, from whatever thread, and hands it on one at a time in the order in
/// which it came. Small writes to a stream are gathered for a moment, so that a loop of a million lines costs a few
/// thousand outputs; anything else that is put out comes after the text that was written before it.
/// </summary>
internal sealed class CellOutputs : IDisposable
{
    private const int PieceLength = 16 * 1024;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);
    private static readonly AsyncLocal<CellOutputs?> Ambient = new();

    private readonly Lock gate = new();
    private readonly Action<Output> publish;
    private readonly Timer timer;
    private readonly StringBuilder pending = new();
    private string pendingStream = "";
    private ExceptionDispatchInfo? failure;
    private bool closed;

    public CellOutputs(Action<Output> publish)
    {
        this.publish = publish;
        timer = new Timer(_ => Flush());
    }

    /// <summary>The execution that the running code belongs to; tasks and threads that a cell starts inherit it.</summary>
    public static CellOutputs? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Adds text to a stream; false when the execution is over.</summary>
    public bool Write(string stream, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            if (closed) return false;
            if (pendingStream != stream) FlushPending();
            pendingStream = stream;
            if (pending.Length == 0) timer.Change(Delay, Timeout.InfiniteTimeSpan);
            pending.Append(text);
            if (pending.Length >= PieceLength) FlushPending();
            return true;
        }
    }

    /// <summary>Adds an output; nothing happens when the execution is over.</summary>
    public void Publish(Output output)
    {
        lock (gate)
        {
            if (closed) return;
            FlushPending();
            Hand(output);
        }
    }

    public void Flush()
    {
        lock (gate)
            if (!closed) FlushPending();
    }

    /// <summary>Ends the execution: hands on what is left and takes nothing more.</summary>
    /// <exception cref="Exception">What the receiver threw when it was handed an output.</exception>
    public void Close()
    {
        lock (gate)
        {
            if (!closed) FlushPending();
            closed = true;
        }

        failure?.Throw();
    }

    public void Dispose()
    {
        lock (gate) closed = true;
        timer.Dispose();
    }

    private void FlushPending()
    {
        if (pending.Length == 0) return;
        var piece = new StreamOutput(pendingStream, pending.ToString());
        pending.Clear();
        Hand(piece);
    }

    // The receiver's failure is the caller's to see, not the cell's; it comes out of Close.
    private void Hand(Output output)
    {
        if (failure is not null) return;
        var cell = Current;
        try
        {
            // What the receiver writes to the console is its own.
            Current = null;
            publish(output);
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            Current = cell;
        }
    }
}
