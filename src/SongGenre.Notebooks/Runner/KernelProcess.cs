using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>The runner's side of a notebook's process.</summary>
internal sealed partial class KernelProcess : IAsyncDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // The process has written its mark before it says that a cell has ended; it is only to be read.
    private static readonly TimeSpan MarkPatience = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly int id;
    private readonly NamedPipeServerStream pipe;
    private readonly StreamReader messages;
    private readonly ProcessText output;
    private readonly ProcessText errors;
    private readonly TimeSpan grace;
    private readonly Lock gate = new();

    private KernelProcess(Process process, NamedPipeServerStream pipe, string endMark, TimeSpan grace)
    {
        (this.process, id, this.pipe, this.grace) = (process, process.Id, pipe, grace);
        messages = new StreamReader(pipe, Utf8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        output = new ProcessText(process.StandardOutput, endMark);
        errors = new ProcessText(process.StandardError, endMark);
    }

    /// <summary>Whether the process is gone, so that no further cell can run.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>
    /// Runs a cell. Outputs are published in their order; text of programs that the cell started follows them, since
    /// their order among each other is chance; the error of a failed cell comes last.
    /// </summary>
    /// <returns>How the cell ended, what ended it if it failed, and whether it passed a limit.</returns>
    public async Task<(RunStatus Status, ErrorOutput? Error, bool PassedLimit)> ExecuteAsync(
        CellSubmission cell, Action<Output> publish, CellLimits limits, CancellationToken cancel)
    {
        using var over = new CancellationTokenSource();
        Send(KernelMessage.Cell(cell));
        await using var watch = new CellWatch(process, cell.Name, limits, () => Interrupt(over.Token), Kill);
        string? outcome;
        ErrorOutput? last;
        await using (cancel.Register(() => Interrupt(over.Token)))
        {
            (outcome, last) = await ReceiveAsync(publish);
            await over.CancelAsync();
        }
        if (outcome is null)
        {
            var (status, reason) = await EndAsync(cell.Name, publish, watch, limits, cancel);
            return (status, reason, watch.Verdict is not null);
        }

        PublishText(await output.ReadCellAsync(MarkPatience), "stdout", publish);
        PublishText(await errors.ReadCellAsync(MarkPatience), "stderr", publish);
        if (outcome == "succeeded") return (RunStatus.Succeeded, null, false);
        var passed = watch.Verdict;
        if (outcome == "failed" && last?.Name == "System.OutOfMemoryException" && limits.Memory is { } limit)
            passed ??= CellWatch.MemoryPassed(cell.Name, limit) with { Traceback = last.Traceback };
        var error = passed ?? last;
        if (error is not null) publish(error);
        return watch.Verdict is not null || (outcome == "failed" && !cancel.IsCancellationRequested)
            ? (RunStatus.Failed, error, passed is not null)
            : (RunStatus.Cancelled, null, false);
    }

    /// <summary>
    /// Ends the process, by the end of its input or by force after the grace, and the programs that cells started.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Its end would hide what it started.
            if (OperatingSystem.IsWindows()) Kill();
            lock (gate) pipe.Dispose();
            using var limit = new CancellationTokenSource(grace);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            Kill();
        }
        ProcessGroup.Kill(id);
        process.Dispose();
    }

    private async Task<(string? Outcome, ErrorOutput? Error)> ReceiveAsync(Action<Output> publish)
    {
        ErrorOutput? error = null;
        while (await ReadLineAsync() is { } line)
        {
            if (KernelMessage.Parse(line) is not { } message) continue;
            if (KernelMessage.OutputOf(message) is { } published)
            {
                if (published is ErrorOutput failure) error = failure;
                else publish(published);
            }
            else if ((string?)message["done"] is { } outcome)
            {
                return (outcome, error);
            }
        }
        return (null, error);
    }

    private async Task<(RunStatus Status, ErrorOutput? Error)> EndAsync(
        string cell, Action<Output> publish, CellWatch watch, CellLimits limits, CancellationToken cancel)
    {
        HasEnded = true;
        var (reason, words) = await EndReasonAsync();
        PublishText(await output.ReadCellAsync(grace), "stdout", publish);
        if (cancel.IsCancellationRequested && watch.Verdict is null) return (RunStatus.Cancelled, null);
        var error = watch.Verdict
            ?? (ProcessEnd.IsOutOfMemory(words) && limits.Memory is { } limit
                ? CellWatch.MemoryPassed(cell, limit) : null)
            ?? new ErrorOutput("ProcessEnded", $"The notebook's process ended while {cell} ran: {reason}", []);
        publish(error);
        return (RunStatus.Failed, error);
    }

    private async Task<(string Reason, string? Words)> EndReasonAsync()
    {
        using var limit = new CancellationTokenSource(grace);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            return ("it closed its connection to the runner.", null);
        }
        ProcessGroup.Kill(id);
        // A program that left the group may hold the process's streams open.
        string? words = ProcessEnd.FirstWords((await errors.ReadCellAsync(grace)).Text);
        return (ProcessEnd.Reason(process.ExitCode, words), words);
    }

    private static void PublishText(ProcessText.Piece piece, string stream, Action<Output> publish)
    {
        if (piece.Text is { Length: > 0 } text) publish(new StreamOutput(stream, text));
        if (piece.IsCut) publish(OutputCap.Notice("a program that the cell started"));
    }

    private void Interrupt(CancellationToken over)
    {
        Send(KernelMessage.Interrupt);
        _ = Task.Delay(grace, over).ContinueWith(
            _ => Kill(), over, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    private void Send(string message)
    {
        try
        {
            lock (gate)
            {
                pipe.Write(Utf8.GetBytes(message + "\n"));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is gone: the end of the pipe says so.
        }
    }

    private async Task<string?> ReadLineAsync()
    {
        try
        {
            return pipe.IsConnected ? await messages.ReadLineAsync(CancellationToken.None) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException
            or AggregateException)
        {
            // It ended by itself.
        }
    }
}
