using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class ProcessEndTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_stack_overflow_fails_its_notebook_names_the_cell_and_keeps_what_was_put_out()
    {
        string file = folder.Write("a.ipynb", Code("1", "first"),
            Code("int Down(int n) => Down(n + 1) + 1;\nConsole.WriteLine(\"before\");\nawait Task.Delay(200);\nDown(0)", "deep"));

        var report = await folder.ExecuteAsync(file);

        Assert.Equal(1, report.ExitCode);
        Assert.Equal("a.ipynb: cell 2 (deep) failed: ProcessEnded: The notebook's process ended while cell 2 ran: the stack overflowed, probably by a recursion without an end.",
            report.Notebooks[0].Failure);
        var outputs = folder.Cell("a.ipynb", "deep").Outputs;
        Assert.Equal(new StreamOutput("stdout", "before\n"), outputs[0]);
        Assert.Equal("ProcessEnded", Assert.IsType<ErrorOutput>(outputs[1]).Name);
    }

    [Fact]
    public async Task A_cell_that_exits_the_process_fails_its_notebook()
    {
        var report = await folder.ExecuteAsync(folder.Write("a.ipynb", Code("Environment.Exit(3);", "exit")));
        Assert.EndsWith("while cell 1 ran: exit code 3.", report.Notebooks[0].Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_native_code_writes_to_the_process_follows_the_cells_own_and_is_not_taken_for_a_message()
    {
        const string Native = "using var o = Console.OpenStandardOutput(); o.Write(System.Text.Encoding.UTF8.GetBytes(\"native {\\\"done\\\":\\\"failed\\\"}\")); o.Flush();";
        var report = await folder.ExecuteAsync(folder.Write("a.ipynb", Code("{ " + Native + " }\nConsole.Write(1);", "n"), Code("2", "after")));
        Assert.Equal(RunStatus.Succeeded, report.Status);
        Assert.Equal("1native {\"done\":\"failed\"}", folder.Text("a.ipynb", "n"));
    }

    [Fact]
    public async Task A_cell_and_the_programs_that_it_starts_read_an_empty_input_and_what_these_write_is_the_cells()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no cat and sh.");
        const string Start = "System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"cat; echo ä; echo no >&2\"]).WaitForExit();";
        var report = await folder.ExecuteAsync(folder.Write("a.ipynb", Code(Start + "\nConsole.WriteLine(\"own\");", "programs"),
            Code("Console.Write(Console.OpenStandardInput().ReadByte());", "input"), Code(Start + "\nthrow new Exception(\"x\");", "bad")));

        Assert.Equal("x", report.Notebooks[0].Cells[^1].Error?.Value);
        var cells = folder.Executed("a.ipynb").Cells.FindAll(c => c.Kind == CellKind.Code);
        Assert.Equal([new StreamOutput("stdout", "own\nä\n"), new StreamOutput("stderr", "no\n")], cells[0].Outputs);
        Assert.Equal([new StreamOutput("stdout", "-1")], cells[1].Outputs);
        Assert.IsType<ErrorOutput>(cells[2].Outputs[^1]);
        Assert.Equal(3, cells[2].Outputs.Count);
    }

    [Fact]
    public async Task A_program_that_outlives_the_process_does_not_keep_the_run_waiting()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sleep command.");
        var watch = Stopwatch.StartNew();
        var report = await folder.ExecuteAsync(folder.Write("a.ipynb", Code("System.Diagnostics.Process.Start(\"sleep\", \"60\");\nEnvironment.Exit(3);", "exit")));
        Assert.EndsWith("exit code 3.", report.Notebooks[0].Failure, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(50), $"took {watch.Elapsed}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Environment.Exit(3);")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();")]
    public async Task Programs_that_a_cell_started_end_with_its_notebook(string end)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sleep command.");
        // The second one's parent ends at once, and it ignores a polite request.
        const string Start = "var direct = System.Diagnostics.Process.Start(\"sleep\", \"297\");\n"
            + "System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"(trap '' TERM; sleep 297) & echo $! > pid\"]).WaitForExit();\n"
            + "Console.Write(direct.Id);\nawait Task.Delay(300);\n";

        await folder.ExecuteAsync(folder.Write("a.ipynb", Code(Start, "start"), Code(end, "end")));

        string[] ids = [folder.Text("a.ipynb", "start"), File.ReadAllText(Path.Combine(folder.Notebooks, "pid"))];
        // Whoever inherits them takes his time to see that they have ended.
        var watch = Stopwatch.StartNew();
        while (ids.Any(id => IsAlive(int.Parse(id, CultureInfo.InvariantCulture))))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "a program runs on");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_does_not_come_up_is_given_up_when_the_run_is_over_or_cancelled(bool isCancelled)
    {
        using var cancel = new CancellationTokenSource();
        string file = folder.Write("a.ipynb", Code("1", "c"));
        var run = folder.Run(file) with
        {
            // The runtime waits for a debugger before it runs anything.
            Environment = new Dictionary<string, string> { ["DOTNET_DefaultDiagnosticPortSuspend"] = "1" },
            Timeout = isCancelled ? null : TimeSpan.FromSeconds(2),
        };

        var watch = Stopwatch.StartNew();
        var report = await NotebookRunner.RunAsync(
            run, e => { if (isCancelled && e is RunEvent.NotebookStarted) cancel.CancelAfter(1000); }, cancel.Token);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"took {watch.Elapsed}");
        Assert.Equal(isCancelled ? RunStatus.Cancelled : RunStatus.Failed, report.Status);
        Assert.Equal(
            isCancelled
                ? null
                : "a.ipynb: a notebook's process ended before it could take a cell: the run reached its limit of 2 s.",
            report.Notebooks[0].Failure);
    }

    [Fact]
    public async Task What_a_cell_registers_for_its_interruption_may_fail_and_costs_the_process_nothing()
    {
        const string Register = "((System.Threading.CancellationToken)AppContext.GetData(\"Notebook.Interrupt\")!)"
            + ".Register(() => throw new Exception(\"no\"));\nwhile (true) { }";
        string file = folder.Write("a.ipynb", Code("1", "warm"), Code(Register, "bad"), Code("Console.Write(2);", "next"));

        var report = await folder.ExecuteAsync(
            folder.Run(file) with { CellTimeout = TimeSpan.FromSeconds(5), KeepGoing = true });

        Assert.Contains("CellTimeout", report.Notebooks[0].Failure, StringComparison.Ordinal);
        Assert.Equal("2", folder.Text("a.ipynb", "next"));
    }

    [Theory]
    [InlineData("await Task.Delay(Timeout.Infinite);")]
    [InlineData("while (true) { }")]
    public async Task Cancelling_ends_the_cell_and_its_process_and_leaves_valid_files(string endless)
    {
        using var cancel = new CancellationTokenSource();
        string file = folder.Write("a.ipynb", Code("using System.Threading;\nConsole.Write(Environment.ProcessId);", "pid"),
            Code("Console.WriteLine(\"started\");\n" + endless, "endless"), Code("1", "never"));
        var run = folder.Run(file, folder.Write("b.ipynb", Code("1"))) with { Grace = TimeSpan.FromSeconds(1) };

        var watch = Stopwatch.StartNew();
        var report = await NotebookRunner.RunAsync(run, e => { if (e is RunEvent.CellOutput { Number: 2 }) cancel.Cancel(); }, cancel.Token);

        Assert.Equal((RunStatus.Cancelled, 130), (report.Status, report.ExitCode));
        Assert.Equal([RunStatus.Cancelled, RunStatus.NotRun], report.Notebooks.Select(n => n.Status));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"took {watch.Elapsed}");
        Assert.Equal("started\n", folder.Text("a.ipynb", "endless"));
        Assert.False(IsAlive(int.Parse(folder.Text("a.ipynb", "pid"), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Ctrl_C_in_a_terminal_which_reaches_the_process_too_is_left_to_the_runner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill command.");
        const string Signal = "System.Diagnostics.Process.Start(\"kill\", \"-INT \" + Environment.ProcessId).WaitForExit();\nawait Task.Delay(300);\nConsole.Write(\"alive\");";
        var report = await folder.ExecuteAsync(folder.Write("a.ipynb", Code(Signal, "signal")));
        Assert.Equal(RunStatus.Succeeded, report.Status);
        Assert.Equal("alive", folder.Text("a.ipynb", "signal"));
    }

    [Fact]
    public async Task The_process_ends_when_its_pipe_ends_even_in_the_middle_of_a_cell()
    {
        string name = "songgenre-" + Guid.NewGuid().ToString("n")[..16];
        using var pipe = new NamedPipeServerStream(
            name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        using var process = Process.Start(new ProcessStartInfo(DotnetHost.Path, [typeof(NotebookRunner).Assembly.Location, "kernel", name]))!;
        await pipe.WaitForConnectionAsync(TestContext.Current.CancellationToken);
        pipe.Write(Encoding.UTF8.GetBytes(KernelMessage.Cell(new("Console.WriteLine(1); while (true) { }", "cell 1", 1)) + "\n"));
        using var messages = new StreamReader(pipe);
        Assert.Contains("stream", await messages.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        pipe.Close();
        Assert.True(process.WaitForExit(10_000));
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
