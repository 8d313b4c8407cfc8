using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Security.Cryptography;

namespace SongGenre.Notebooks.Runner;

internal sealed partial class KernelProcess
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    // The runtime takes memory besides its heap: code, the compiler's libraries. A full heap is an exception that the
    // cell can be told of; a full process can only be killed.
    private const double HeapShare = 0.8;

    /// <summary>Starts the process.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="run">Variables, grace and memory limit.</param>
    /// <param name="runEnded">Cancelled when the whole run's time is over.</param>
    /// <param name="cancel">Ends the start.</param>
    /// <exception cref="NotebookException">It can't be started, or not within the run's time.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static async Task<KernelProcess> StartAsync(
        string folder, NotebookRun run, CancellationToken runEnded, CancellationToken cancel)
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
        // Whatever a library shows of the past or of the machine would differ from run to run.
        start.Environment["NOTEBOOK_HEADLESS"] = "1";
        foreach (var (name, value) in run.Environment) start.Environment[name] = value;
        if (run.MemoryLimit is { } limit)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] =
                ((long)(limit * HeapShare)).ToString("X", CultureInfo.InvariantCulture);
        }
        NamedPipeServerStream? pipe = null;
        try
        {
            pipe = new NamedPipeServerStream(
                pipeName, PipeDirection.InOut, 1, PipeTransmissionMode.Byte,
                PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            var kernel = new KernelProcess(Process.Start(start)!, pipe, KernelMessage.EndMark(pipeName), run.Grace);
            await kernel.ConnectAsync(run.Timeout, runEnded, cancel);
            return kernel;
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            if (pipe is not null) await pipe.DisposeAsync();
            throw new NotebookException(
                $"a notebook's process cannot be started ('{DotnetHost.Path}'): {e.Message}. Install the .NET 10 SDK.",
                e);
        }
    }

    private async Task ConnectAsync(TimeSpan? runTime, CancellationToken runEnded, CancellationToken cancel)
    {
        // Nobody types: cells, and programs that they start, read the end at once instead of waiting for ever.
        process.StandardInput.Close();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(runEnded, cancel);
        enough.CancelAfter(StartLimit);
        var connected = pipe.WaitForConnectionAsync(enough.Token);
        await Task.WhenAny(connected, process.WaitForExitAsync(enough.Token));
        bool isConnected = connected.IsCompletedSuccessfully;
        bool isLate = enough.IsCancellationRequested;
        await enough.CancelAsync();
        if (isConnected) return;
        if (isLate) Kill();
        string reason = !isLate ? (await EndReasonAsync()).Reason
            : runEnded.IsCancellationRequested ? $"the run reached its limit of {Amount.Time(runTime!.Value)}."
            : $"nothing came from it for {Amount.Time(StartLimit)}.";
        await DisposeAsync();
        cancel.ThrowIfCancellationRequested();
        throw new NotebookException($"a notebook's process ended before it could take a cell: {reason}");
    }
}
