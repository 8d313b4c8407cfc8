using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>The runner's side of a notebook's process.</summary>
internal sealed class KernelProcess : IAsyncDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process process;
    private readonly TimeSpan grace;
    private readonly Lock gate = new();
    private string? firstComplaint;

    private KernelProcess(Process process, TimeSpan grace)
    {
        (this.process, this.grace) = (process, grace);
        // Read to the end so that the process never waits for a reader.
        process.ErrorDataReceived += (_, e) =>
        {
            if (!string.IsNullOrWhiteSpace(e.Data)) Interlocked.CompareExchange(ref firstComplaint, e.Data.Trim(), null);
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Starts the process.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">Variables on top of this process's own.</param>
    /// <param name="grace">How long it may take to end before it is killed.</param>
    public static KernelProcess Start(string folder, IReadOnlyDictionary<string, string> environment, TimeSpan grace)
    {
        var start = new ProcessStartInfo(DotnetHost.Path, [typeof(KernelProcess).Assembly.Location, "kernel"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            return new(Process.Start(start)!, grace);
        }
        catch (Win32Exception e)
        {
            throw new NotebookException($"The program '{DotnetHost.Path}' cannot be started: {e.Message}. Install the .NET 10 SDK.", e);
        }
    }

    /// <summary>Runs a cell. Outputs are published in their order, the error of a failed cell last.</summary>
    /// <returns>How the cell ended, and what ended it if it failed.</returns>
    public async Task<(RunStatus Status, ErrorOutput? Error)> ExecuteAsync(
        string code, string name, int count, Action<Output> publish, CancellationToken cancel)
    {
        Send(KernelMessage.Cell(code, name, count));
        await using var interruption = cancel.Register(Interrupt);
        ErrorOutput? last = null;
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (KernelMessage.Parse(line) is not { } message) continue;
            if (KernelMessage.OutputOf(message) is { } output)
            {
                last = output as ErrorOutput ?? last;
                publish(output);
            }
            else if ((string?)message["done"] is { } outcome)
            {
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
        string end = $"The notebook's process ended while {name} ran: {Reason()}";
        var error = new ErrorOutput("ProcessEnded", end, []);
        publish(error);
        return (RunStatus.Failed, error);
    }

    /// <summary>Ends the process: by the end of its input, or by force after the grace.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            lock (gate) process.StandardInput.Close();
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
                process.StandardInput.Write(message + "\n");
                process.StandardInput.Flush();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is gone: the end of its output says so.
        }
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

    private string Reason() => (process.ExitCode, firstComplaint) switch
    {
        (_, "Stack overflow.") => "the stack overflowed, probably by a recursion without an end.",
        (137, _) => "it was killed (signal 9), as a system does when memory runs out.",
        ( > 128 and < 160, null) => $"signal {process.ExitCode - 128}.",
        ( > 128 and < 160, { } text) => $"signal {process.ExitCode - 128}, {text}",
        (var code, null) => $"exit code {code}.",
        (var code, { } text) => $"exit code {code}, {text}",
    };
}
