using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>
/// A notebook's process: a kernel whose cells come in and whose outputs leave over a named pipe. Standard input and
/// output are left to the cells, and to the programs that they start.
/// </summary>
internal sealed class KernelServer(string pipeName) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private const int ConnectMilliseconds = 30_000;

    // Read on a thread of its own: cells may keep all those of the pool busy.
    private readonly BlockingCollection<(JsonObject Cell, CancellationTokenSource Interrupt)> cells = [];
    private readonly Lock gate = new();
    private readonly NamedPipeClientStream pipe =
        new(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);

    /// <summary>Runs cells, on this thread, until the process is ended.</summary>
    public void Run()
    {
        ProcessGroup.Lead();
        PoolRelief.Start();
        // Ctrl+C may come from elsewhere than a terminal; what happens to a running cell is the runner's decision.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        // What a thread writes after its cell has ended is not the next cell's.
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        pipe.Connect(ConnectMilliseconds);
        new Thread(Listen) { IsBackground = true, Name = "runner" }.Start();

        using var kernel = new CSharpKernel(Environment.CurrentDirectory);
        foreach (var (cell, interrupt) in cells.GetConsumingEnumerable())
        {
            var cap = new OutputCap();
            var outcome = kernel.ExecuteAsync(
                KernelMessage.CellOf(cell), output => Publish(cap, output), interrupt.Token).GetAwaiter().GetResult();
            MarkEnd();
            Send(KernelMessage.Done(outcome switch
            {
                CellOutcome.Succeeded => "succeeded",
                CellOutcome.Cancelled => "cancelled",
                _ => "failed",
            }));
        }
    }

    public void Dispose()
    {
        pipe.Dispose();
        cells.Dispose();
    }

    private void Publish(OutputCap cap, Output output)
    {
        foreach (string message in cap.Admit(output)) Send(message);
    }

    private void Send(string message)
    {
        lock (gate)
        {
            pipe.Write(Utf8.GetBytes(message + "\n"));
        }
    }

    // The programs that a cell starts write to this process's own streams; the runner reads them up to here.
    private void MarkEnd()
    {
        byte[] mark = Utf8.GetBytes(KernelMessage.EndMark(pipeName));
        Mark(Console.OpenStandardOutput, mark);
        Mark(Console.OpenStandardError, mark);
    }

    private static void Mark(Func<Stream> open, byte[] mark)
    {
        try
        {
            using var stream = open();
            stream.Write(mark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cell has closed it: then its end is its mark.
        }
    }

    private void Listen()
    {
        using var input = new StreamReader(pipe, Utf8);
        CancellationTokenSource? last = null;
        while (input.ReadLine() is { } line)
        {
            if (line == KernelMessage.Interrupt) Interrupt(last);
            else cells.Add((JsonNode.Parse(line)!.AsObject(), last = new CancellationTokenSource()));
        }
        // The runner is done, or gone: whatever a cell or its programs still do serves nobody.
        ProcessGroup.EndOthers();
        Environment.Exit(0);
    }

    private static void Interrupt(CancellationTokenSource? cell)
    {
        try
        {
            cell?.Cancel();
        }
        catch (AggregateException)
        {
            // What the cell itself had registered to happen then failed; the interruption goes on.
        }
    }
}
