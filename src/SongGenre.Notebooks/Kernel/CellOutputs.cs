using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Takes what one execution of a cell puts out, from whatever thread, and hands it on one at a time in the order in
/// which it came. Small writes to a stream are gathered for a moment, so that a loop of a million lines costs a few
/// thousand outputs; anything else that is put out comes after the text that was written before it.
/// </summary>
/// <remarks>
/// A thread of its own hands the outputs on, so that an interrupted cell can't leave half a message behind.
/// </remarks>
internal sealed class CellOutputs : IDisposable
{
    private const int PieceLength = 16 * 1024;
    private const int MostWaiting = 64;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);
    private static readonly AsyncLocal<CellOutputs?> Ambient = new();

    private readonly object gate = new();
    private readonly Action<Output> publish;
    private readonly Queue<Output> waiting = new();
    private readonly StringBuilder pending = new();
    private string pendingStream = "";
    private long pendingSince;
    private ExceptionDispatchInfo? failure;
    private bool hasThread;
    private long queued;
    private long handed;
    private bool isHanding;
    private bool closing;
    private bool closed;

    public CellOutputs(Action<Output> publish, Displays displays)
    {
        this.publish = publish;
        Displays = displays;
    }

    /// <summary>The execution that the running code belongs to; tasks and threads that a cell starts inherit it.</summary>
    public static CellOutputs? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public required CellInput Input { get; init; }

    // What is pending but for the first half of a character whose second is yet to come.
    private int Whole => pending.Length > 0 && char.IsHighSurrogate(pending[^1]) ? pending.Length - 1 : pending.Length;

    /// <summary>Whether the execution was interrupted and its code must end.</summary>
    public bool IsStopped { get; set; }

    /// <summary>The kernel's displays that can be updated.</summary>
    public Displays Displays { get; }

    /// <summary>Adds text to a stream; false when the execution is over.</summary>
    public bool Write(string stream, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            while (waiting.Count >= MostWaiting && !closing) Monitor.Wait(gate);
            if (!closing) Add(stream, text);
            return !closing;
        }
    }

    /// <summary>Hands an output on; nothing happens when the execution is over.</summary>
    public void Publish(Output output)
    {
        lock (gate)
        {
            if (closing) return;
            QueuePending();
            Queue(output);
            // A process that ends a moment later has shown it.
            Drain();
        }
    }

    public void Flush()
    {
        lock (gate) QueuePending(Whole);
    }

    /// <summary>Waits until all that came until now has been handed on.</summary>
    public void Drain()
    {
        lock (gate)
        {
            QueuePending();
            // Other threads may go on writing for ever.
            var last = queued;
            while (handed < last && !closed) Monitor.Wait(gate);
        }
    }

    /// <summary>Ends the execution: hands on what is left and takes nothing more.</summary>
    /// <exception cref="Exception">What the receiver threw when it was handed an output.</exception>
    public void Close()
    {
        lock (gate)
        {
            closing = true;
            Drain();
            Dispose();
        }

        failure?.Throw();
    }

    public void Dispose()
    {
        lock (gate)
        {
            closing = closed = true;
            waiting.Clear();
            Monitor.PulseAll(gate);
        }
    }

    private void Add(string stream, ReadOnlySpan<char> text)
    {
        if (pendingStream != stream) QueuePending();
        pendingStream = stream;
        if (Whole == 0)
        {
            pendingSince = Stopwatch.GetTimestamp();
            Wake();
        }

        pending.Append(text);
        if (Whole >= PieceLength) QueuePending(Whole);
    }

    private void QueuePending() => QueuePending(pending.Length);

    private void QueuePending(int length)
    {
        if (length == 0) return;
        var piece = new StreamOutput(pendingStream, pending.ToString(0, length));
        pending.Remove(0, length);
        Queue(piece);
    }

    private void Queue(Output output)
    {
        waiting.Enqueue(output);
        queued++;
        Wake();
    }

    private void Wake()
    {
        Monitor.PulseAll(gate);
        if (hasThread) return;
        hasThread = true;
        // Without the execution context: what the receiver writes to the console is its own.
        new Thread(HandOn) { IsBackground = true, Name = "cell's outputs" }.UnsafeStart();
    }

    private void HandOn()
    {
        while (Next() is { } output)
        {
            try
            {
                if (failure is null) publish(output);
            }
            catch (Exception e)
            {
                // The receiver's failure is the caller's to see, not the cell's; it comes out of Close.
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }
    }

    private Output? Next()
    {
        lock (gate)
        {
            if (isHanding) handed++;
            isHanding = false;
            Monitor.PulseAll(gate);
            while (waiting.Count == 0)
            {
                if (closed) return null;
                var left = Delay - Stopwatch.GetElapsedTime(pendingSince);
                if (Whole == 0) Monitor.Wait(gate);
                else if (left > TimeSpan.Zero) Monitor.Wait(gate, left);
                else QueuePending(Whole);
            }

            isHanding = true;
            return waiting.Dequeue();
        }
    }
}
