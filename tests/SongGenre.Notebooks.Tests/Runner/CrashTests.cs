using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class CrashTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task However_a_cell_ends_its_process_one_line_names_the_cell_and_the_cause_and_other_notebooks_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill command and other exit codes.");
        const string Kill = "System.Diagnostics.Process.Start(\"kill\", \"-KILL \" + Environment.ProcessId).WaitForExit(); await Task.Delay(-1);";
        (string Name, string Code, string Reason)[] crashes =
        [
            ("exit", "Environment.Exit(0);", "exit code 0."),
            ("failfast", "Environment.FailFast(\"no way on\");", "signal 6, Process terminated. no way on"),
            ("killed", Kill, "it was killed (signal 9), as a system does when memory runs out."),
            ("segv", "[System.Runtime.InteropServices.DllImport(\"libc\")] static extern nint strlen(nint text);\nstrlen(8);", "native code used memory that isn't its own (exit code 139)."),
            ("thread", "new System.Threading.Thread(() => throw new InvalidOperationException(\"lost\")).Start(); await Task.Delay(-1);", "an exception was caught nowhere, as on a thread of the cell's own: System.InvalidOperationException: lost"),
        ];
        var files = crashes.Select(crash => folder.Write(crash.Name + ".ipynb", Code(crash.Code, "crash"), Code("1", "never")));
        string good = folder.Write("z.ipynb", Code("Console.Write(1);", "good"));

        var report = await folder.ExecuteAsync(folder.Run([.. files, good]) with { KeepGoing = true, Jobs = 3 });

        Assert.Equal(
            [.. crashes.Select(c => $"{c.Name}.ipynb: cell 1 (crash) failed: ProcessEnded: The notebook's process ended while cell 1 ran: {c.Reason}"), null],
            report.Notebooks.Select(n => n.Failure));
        Assert.All(crashes, crash => Assert.Null(folder.Cell(crash.Name + ".ipynb", "never").ExecutionCount));
        Assert.Equal("1", folder.Text("z.ipynb", "good"));
    }

    [Fact]
    public async Task A_cell_that_closes_or_fills_the_streams_of_its_process_confuses_nobody()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The cells close what Linux lists in /proc/self/fd.");
        const string Close = "[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int close(int fd);\n";
        string streams = folder.Write("a.ipynb",
            Code("using (var o = Console.OpenStandardOutput()) o.Write(new byte[] { 0xff, 0x1e, (byte)'{', 0x1e, 10 });", "garbage"),
            Code(Close + "close(1); close(2);\nConsole.Write(\"still\");", "close"), Code("Console.Write(\"here\");", "after"),
            Tagged("raises-exception", "Console.ReadLine();", "line"), Tagged("raises-exception", "Console.ReadKey();", "key"));
        string pipe = folder.Write("b.ipynb", Code(
            Close + "[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int shutdown(int fd, int how);\n"
            + "for (var fd = 3; fd < 400; fd++) shutdown(fd, 2);\nawait Task.Delay(-1);", "pipe"));

        var report = await folder.ExecuteAsync(streams, pipe);

        Assert.Equal([RunStatus.Succeeded, RunStatus.Failed], report.Notebooks.Select(n => n.Status));
        Assert.Equal("\ufffd\u001e{\u001e\n", folder.Text("a.ipynb", "garbage"));
        Assert.Equal("still", folder.Text("a.ipynb", "close"));
        Assert.Equal("here", folder.Text("a.ipynb", "after"));
        Assert.Contains("without a console to read from", Error("line"), StringComparison.Ordinal);
        Assert.Contains("Cannot read keys", Error("key"), StringComparison.Ordinal);
        Assert.StartsWith("b.ipynb: cell 1 (pipe) failed: ProcessEnded: ", report.Notebooks[1].Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_cannot_start_fails_its_notebook_in_one_line()
    {
        string file = folder.Write("a.ipynb", Code("1", "c"));
        var report = await folder.ExecuteAsync(folder.Run(file) with
        {
            Environment = new Dictionary<string, string> { ["DOTNET_STARTUP_HOOKS"] = "/no/such/hook.dll" },
        });
        var result = Assert.Single(report.Notebooks);
        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Empty(result.Cells);
        Assert.StartsWith("a.ipynb: a notebook's process ended before it could take a cell: ", result.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", result.Failure, StringComparison.Ordinal);
    }

    private string Error(string cell) => Assert.IsType<ErrorOutput>(folder.Cell("a.ipynb", cell).Outputs[^1]).Value;
}
