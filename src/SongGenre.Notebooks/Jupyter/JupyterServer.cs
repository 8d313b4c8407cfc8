using System.Diagnostics;
using System.Runtime.InteropServices;
using NetMQ;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>The process that a Jupyter client starts.</summary>
internal static class JupyterServer
{
    // An interruption gives up after 800 ms.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestEnd = Patience + JupyterSockets.Linger;

    /// <summary>Serves clients until one of them ends the kernel, or the process that started it has ended.</summary>
    /// <param name="connectionFile">The file that says where to listen.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(string connectionFile)
    {
        // Cells redirect the console; this stays the process's own.
        var log = Console.Error;
        PoolRelief.Start();
        try
        {
            var connection = ConnectionFile.Read(connectionFile);
            using (var sockets = new JupyterSockets(connection))
            {
                var cells = new CSharpKernel(Environment.CurrentDirectory);
                using var kernel =
                    new JupyterKernel(cells, connection, new History(HistoryFile.OfUser()), sockets.Send, log);
                using var interrupt = On(PosixSignal.SIGINT, kernel.Interrupt);
                using var terminate = On(PosixSignal.SIGTERM, kernel.Stop);
                ParentProcess.WhenEnded(kernel.Stop);
                sockets.Start(kernel.Receive, kernel.Welcome);
                kernel.Ended.WaitHandle.WaitOne();
                EndAfter(LongestEnd);
                // A cell that goes on still uses it.
                if (kernel.WaitForIdle(Patience)) cells.Dispose();
            }

            // Waits for what is on its way, and for a cell's own sockets.
            NetMQConfig.Cleanup();
            return 0;
        }
        catch (NotebookException e)
        {
            log.WriteLine("error: " + e.Message);
            return 1;
        }
    }

    private static PosixSignalRegistration On(PosixSignal signal, Action act) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            act();
        });

    // A cell may have left threads or handlers that keep a process from ending.
    private static void EndAfter(TimeSpan patience) => new Thread(() =>
    {
        Thread.Sleep(patience);
        if (OperatingSystem.IsWindows()) TerminateProcess(Process.GetCurrentProcess().Handle, 0);
        else EndProcess(0);
    })
    { IsBackground = true, Name = "end" }.Start();

    [DllImport("kernel32")]
    private static extern bool TerminateProcess(nint process, uint exitCode);

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void EndProcess(int exitCode);
}
