using System.Diagnostics;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using SongGenre.Notebooks.Jupyter;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class KernelProcessTests : IDisposable
{
    private const string Loop = "while (true) System.Threading.Thread.Sleep(10);";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("jupyter").FullName;
    private readonly WireFormat wire = new(ProtocolClient.Key);
    private readonly ConnectionFile connection = JupyterSocketsTests.FreePorts();
    private readonly List<Process> processes = [];

    public void Dispose()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Shutdown_ends_the_process_while_a_cell_runs()
    {
        var kernel = Start();
        using var shell = new DealerSocket(connection.Address(connection.ShellPort));
        using var control = new DealerSocket(connection.Address(connection.ControlPort));
        RunLoop(shell);
        Send(control, "shutdown_request", new() { ["restart"] = false });
        Assert.Equal("shutdown_reply", Receive(control).Type);
        Assert.True(kernel.WaitForExit(Patience));
        Assert.Equal(0, kernel.ExitCode);
    }

    [Fact]
    public void Shutdown_ends_the_process_in_good_order_while_cells_and_their_threads_print_on()
    {
        var kernel = Start();
        using var shell = new DealerSocket(connection.Address(connection.ShellPort));
        using var control = new DealerSocket(connection.Address(connection.ControlPort));
        RunLoop(shell, """
            new System.Threading.Thread(() => { while (true) Console.WriteLine("x"); }).Start();
            try { while (true) Console.WriteLine("y"); } catch (Exception) { while (true) Console.WriteLine("z"); }
            """);
        Send(control, "shutdown_request", new() { ["restart"] = false });
        Assert.Equal("shutdown_reply", Receive(control).Type);
        Assert.True(kernel.WaitForExit(Patience));
        Assert.Equal(0, kernel.ExitCode);
    }

    [Fact]
    public void Handler_that_keeps_the_process_from_ending_is_cut_short()
    {
        var kernel = Start();
        using var shell = new DealerSocket(connection.Address(connection.ShellPort));
        using var control = new DealerSocket(connection.Address(connection.ControlPort));
        RunLoop(shell, "AppDomain.CurrentDomain.ProcessExit += (_, _) => Thread.Sleep(-1);");
        Send(control, "shutdown_request", new() { ["restart"] = false });
        Assert.Equal("shutdown_reply", Receive(control).Type);
        Assert.True(kernel.WaitForExit(Patience));
        Assert.Equal(0, kernel.ExitCode);
    }

    [Theory]
    [InlineData("Thread.Sleep(-1);")]
    [InlineData("while (true) { }")]
    public void Cell_that_keeps_every_thread_of_the_pool_is_interrupted_and_the_next_one_runs(string work)
    {
        Start();
        using var shell = new DealerSocket(connection.Address(connection.ShellPort));
        RunLoop(shell, "using System.Threading; for (var i = 0; i < 1000; i++) Task.Run(() => { " + work
            + " }); while (true) { }");
        using var control = new DealerSocket(connection.Address(connection.ControlPort));
        Send(control, "interrupt_request", []);
        Assert.Equal("interrupt_reply", Receive(control).Type);
        Assert.Equal("KeyboardInterrupt", (string?)Receive(shell).Content["ename"]);
        Send(shell, "execute_request", ProtocolClient.Code("1"));
        Assert.Equal("ok", (string?)Receive(shell).Content["status"]);
    }

    [Fact]
    public void Sigint_interrupts_the_cell_and_leaves_the_kernel()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        var kernel = Start();
        using var shell = new DealerSocket(connection.Address(connection.ShellPort));
        RunLoop(shell);
        Signal(kernel, "INT");
        Assert.Equal("KeyboardInterrupt", (string?)Receive(shell).Content["ename"]);
        Send(shell, "execute_request", ProtocolClient.Code("1"));
        Assert.Equal("ok", (string?)Receive(shell).Content["status"]);
        Signal(kernel, "TERM");
        Assert.True(kernel.WaitForExit(Patience));
        Assert.Equal(0, kernel.ExitCode);
    }

    [Fact]
    public void Kernel_ends_with_the_process_that_started_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the variable holds a handle.");
        var client = Process.Start("sleep", "1000");
        processes.Add(client);
        var kernel = Start(client.Id);
        using var shell = new DealerSocket(connection.Address(connection.ShellPort));
        RunLoop(shell);
        client.Kill();
        client.WaitForExit();
        Assert.True(kernel.WaitForExit(Patience));
    }

    [Fact]
    public void Kernel_outlives_a_launcher_and_ends_with_the_client()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the variable holds a handle.");
        var client = Process.Start("sleep", "1000");
        processes.Add(client);
        var launcher = Start(client.Id, "sh", "-c", "\"$@\" & exit 0", "sh");
        Assert.True(launcher.WaitForExit(Patience));
        using var shell = new DealerSocket(connection.Address(connection.ShellPort));
        RunLoop(shell);
        // The kernel looks twice a second.
        Thread.Sleep(1500);
        using (var control = new DealerSocket(connection.Address(connection.ControlPort)))
        {
            Send(control, "kernel_info_request", []);
            Assert.Equal("kernel_info_reply", Receive(control).Type);
        }

        client.Kill();
        client.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => !Listens(connection.ShellPort), Patience), "the kernel goes on");
    }

    [Fact]
    public void Connection_file_that_cannot_be_used_is_one_line()
    {
        var start = Command(Path.Combine(folder, "missing.json"));
        using var kernel = Process.Start(start)!;
        var error = kernel.StandardError.ReadToEnd();
        kernel.WaitForExit();
        Assert.Equal(1, kernel.ExitCode);
        Assert.StartsWith("error: The connection file ", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static bool Listens(int port)
    {
        try
        {
            using var socket = new System.Net.Sockets.TcpClient("127.0.0.1", port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private Process Start(int? parent = null, params string[] launcher)
    {
        var file = Path.Combine(folder, "connection.json");
        File.WriteAllText(file, System.Text.Json.JsonSerializer.Serialize(connection));
        var start = Command(file, launcher);
        if (parent is { } id)
            start.Environment["JPY_PARENT_PID"] = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var kernel = Process.Start(start)!;
        kernel.ErrorDataReceived += (_, _) => { };
        kernel.BeginErrorReadLine();
        processes.Add(kernel);
        return kernel;
    }

    private ProcessStartInfo Command(string file, params string[] launcher)
    {
        string[] command = [.. launcher, DotnetHost.Path, typeof(JupyterServer).Assembly.Location, "jupyter", file];
        // Whoever runs the tests in the background makes them, and so the kernel, ignore Ctrl+C.
        if (OperatingSystem.IsLinux()) command = ["env", "--default-signal=INT", .. command];
        var start =
            new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardError = true };
        start.Environment["SONGGENRE_HISTORY"] = "off";
        start.Environment.Remove("JPY_PARENT_PID");
        return start;
    }

    // The kernel listens once it answers; the cell runs once the kernel says so.
    private void RunLoop(DealerSocket shell, string code = Loop)
    {
        using var iopub = new SubscriberSocket(connection.Address(connection.IOPubPort));
        iopub.SubscribeToAnyTopic();
        while (Receive(iopub).Type != "iopub_welcome") continue;
        Send(shell, "execute_request", ProtocolClient.Code(code));
        while (Receive(iopub).Type != "execute_input") continue;
        // Its compilation takes a moment.
        Thread.Sleep(500);
    }

    private void Send(DealerSocket socket, string type, JsonObject content) =>
        socket.SendMultipartBytes(wire.Write([], type, null, null, content));

    private static SentMessage Receive(NetMQSocket socket)
    {
        List<byte[]>? frames = null;
        Assert.True(socket.TryReceiveMultipartBytes(Patience, ref frames!), "the kernel doesn't answer");
        return SentMessage.Of(JupyterChannel.Shell, frames);
    }

    private static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
