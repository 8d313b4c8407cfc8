using System.Diagnostics;
using System.Runtime.InteropServices;
using NetMQ;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>The process that a Jupyter client starts.</summary>
internal static class JupyterServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    /// <summary>Serves clients until one of them ends the kernel, or the process that started it has ended.</summary>
    /// <param name="connectionFile">The file that says where to listen.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string connectionFile)
    {
        // Cells redirect the console; this stays the process's own.
        var log = Console.Error;
        try
        {
            var connection = ConnectionFile.Read(connectionFile);
            using (var sockets = new JupyterSockets(connection))
            using (var cells = new CSharpKernel(Environment.CurrentDirectory))
            {
                var kernel = new JupyterKernel(cells, connection, new History(HistoryFile.OfUser()), sockets.Send, log);
                using var interrupt = On(PosixSignal.SIGINT, kernel.Interrupt);
                using var terminate = On(PosixSignal.SIGTERM, kernel.Stop);
                ParentProcess.WhenEnded(kernel.Stop);
                sockets.Start(kernel.Receive, kernel.Welcome);
                await kernel.Ended;
                EndFor(Patience);
                sockets.Stop();
            }

            NetMQConfig.Cleanup();
            return 0;
        }
        catch (NotebookException e)
        {
            await log.WriteLineAsync("error: " + e.Message);
            return 1;
        }
    }

    private static PosixSignalRegistration On(PosixSignal signal, Action act) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        act();
    });

    // A cell may have left threads or handlers that keep a process from ending.
    private static void EndFor(TimeSpan patience) => new Thread(() =>
    {
        Thread.Sleep(patience);
        using var self = Process.GetCurrentProcess();
        self.Kill();
    })
    { IsBackground = true, Name = "end" }.Start();
}
