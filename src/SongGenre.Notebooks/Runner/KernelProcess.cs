using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Runner;

/// <summary>The runner's side of a notebook's process.</summary>
internal sealed class KernelProcess : IAsyncDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process process;
    private readonly NamedPipeServerStream pipe;
    private readonly StreamReader messages;
    private readonly ProcessText output;
    private readonly ProcessText errors;
    private readonly TimeSpan grace;
    private readonly Lock gate = new();

    private KernelProcess(Process process, NamedPipeServerStream pipe, string endMark, TimeSpan grace)
    {
        (this.process, this.pipe, this.grace) = (process, pipe, grace);
        messages = new StreamReader(pipe, Utf8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        output = new ProcessText(process.StandardOutput, endMark);
        errors = new ProcessText(process.StandardError, endMark);
    }

    /// <summary>Starts the process.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">Variables on top of this process's own.</param>
    /// <param name="grace">How long it may take to end before it is killed.</param>
    public static async Task<KernelProcess> StartAsync(string folder, IReadOnlyDictionary<string, string> environment, TimeSpan grace)
    {
        string pipeName = "songgenre-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var start = new ProcessStartInfo(DotnetHost.Path, [typeof(KernelProcess).Assembly.Location, "kernel", pipeName])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var pipe = new NamedPipeServerStream(
            pipeName, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            var process = Process.Start(start)!;
            // Nobody types: cells, and programs that they start, read the end at once instead of waiting for ever.
            process.StandardInput.Close();
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(pipe.WaitForConnectionAsync(enough.Token), process.WaitForExitAsync(enough.Token));
            await enough.CancelAsync();
            return new(process, pipe, KernelMessage.EndMark(pipeName), grace);
        }
        catch (Win32Exception e)
        {
            await pipe.DisposeAsync();
            throw new NotebookException($"The program '{DotnetHost.Path}' cannot be started: {e.Message}. Install the .NET 10 SDK.", e);
        }
    }

    /// <summary>
    /// Runs a cell. Outputs are published in their order; text of programs that the cell started follows them, since
    /// their order among each other is chance; the error of a failed cell comes last.
    /// </summary>
    /// <returns>How the cell ended, and what ended it if it failed.</returns>
    public async Task<(RunStatus Status, ErrorOutput? Error)> ExecuteAsync(
        CellSubmission cell, Action<Output> publish, CancellationToken cancel)
    {
        Send(KernelMessage.Cell(cell));
        await using var interruption = cancel.Register(Interrupt);
        Task<string> written = output.ReadCellAsync(), complained = errors.ReadCellAsync();
        ErrorOutput? last = null;
        while (await ReadLineAsync() is { } line)
        {
            if (KernelMessage.Parse(line) is not { } message) continue;
            if (KernelMessage.OutputOf(message) is { } published)
            {
                if (published is ErrorOutput failure) last = failure;
                else publish(published);
            }
            else if ((string?)message["done"] is { } outcome)
            {
                if (await written is { Length: > 0 } text) publish(new StreamOutput("stdout", text));
                if (await complained is { Length: > 0 } complaint) publish(new StreamOutput("stderr", complaint));
                if (last is not null) publish(last);
                return outcome switch
                {
                    "succeeded" => (RunStatus.Succeeded, null),
                    "failed" when !cancel.IsCancellationRequested => (RunStatus.Failed, last),
                    _ => (RunStatus.Cancelled, null),
                };
            }
        }
        if (cancel.IsCancellationRequested) return (RunStatus.Cancelled, null);
        await process.WaitForExitAsync(CancellationToken.None);
        string end = $"The notebook's process ended while {cell.Name} ran: {Reason(await LastWordsAsync(complained))}";
        var error = new ErrorOutput("ProcessEnded", end, []);
        publish(error);
        return (RunStatus.Failed, error);
    }

    /// <summary>Ends the process: by the end of its input, or by force after the grace.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            lock (gate) pipe.Dispose();
            using var limit = new CancellationTokenSource(grace);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            Kill();
        }
        process.Dispose();
    }

    private void Interrupt()
    {
        Send(KernelMessage.Interrupt);
        _ = Task.Delay(grace).ContinueWith(_ => Kill(), TaskScheduler.Default);
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

    // A program that outlives the process may hold its streams open.
    private async Task<string?> LastWordsAsync(Task<string> complained)
    {
        await Task.WhenAny(complained, Task.Delay(grace));
        return complained.IsCompleted
            ? (await complained).Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0)
            : null;
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended by itself.
        }
    }

    private string Reason(string? complaint) => (process.ExitCode, complaint) switch
    {
        (_, "Stack overflow.") => "the stack overflowed, probably by a recursion without an end.",
        (137, _) => "it was killed (signal 9), as a system does when memory runs out.",
        ( > 128 and < 160, null) => $"signal {process.ExitCode - 128}.",
        ( > 128 and < 160, { } text) => $"signal {process.ExitCode - 128}, {text}",
        (var code, null) => $"exit code {code}.",
        (var code, { } text) => $"exit code {code}, {text}",
    };
}
