using System.Text;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.NotebookFolder;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class CellLimitTests : IDisposable
{
    private readonly NotebookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_cell_that_runs_too_long_fails_with_its_limit_and_what_the_process_did_meanwhile()
    {
        string waits = folder.Write("waits.ipynb", Code("var gate = new object();", "warm"), Code(
            "var other = System.Threading.Tasks.Task.Run(() => { lock (gate) System.Threading.Thread.Sleep(-1); });\n"
            + "System.Threading.Thread.Sleep(200);\nlock (gate) { }", "deadlock"));
        string loops = folder.Write("loops.ipynb", Code("1", "warm"), Tagged("raises-exception", "Console.Write(\"before\");\nwhile (true) { }", "loop"));

        var report = await folder.ExecuteAsync(folder.Run(waits, loops) with
        {
            CellTimeout = TimeSpan.FromSeconds(10),
            Grace = TimeSpan.FromSeconds(1),
            Jobs = 2,
        });

        Assert.Equal(1, report.ExitCode);
        Assert.Equal([RunStatus.Failed, RunStatus.Failed], report.Notebooks.Select(n => n.Status));
        Assert.Equal(
            "loops.ipynb: cell 2 (loop) failed: CellTimeout: cell 2 ran longer than its limit of 10 s; it was busy: an endless loop?",
            report.Notebooks[0].Failure);
        Assert.Equal(
            "waits.ipynb: cell 2 (deadlock) failed: CellTimeout: cell 2 ran longer than its limit of 10 s; "
            + "it used no processor time: it waits for something that doesn't come, such as a deadlock",
            report.Notebooks[1].Failure);
        Assert.Equal("before", folder.Text("loops.ipynb", "loop"));
        Assert.Equal("CellTimeout", Assert.IsType<ErrorOutput>(folder.Cell("loops.ipynb", "loop").Outputs[^1]).Name);
    }

    [Fact]
    public async Task A_cell_that_blocks_the_thread_pool_does_not_keep_the_next_one_from_running()
    {
        string file = folder.Write("blocks.ipynb",
            Code("for (var i = 0; i < 500; i++) Task.Run(() => System.Threading.Thread.Sleep(-1));", "block"),
            Code("1 + 1", "next"));

        var report = await folder.ExecuteAsync(folder.Run(file) with { CellTimeout = TimeSpan.FromSeconds(30) });

        Assert.Equal(RunStatus.Succeeded, report.Status);
    }

    [Fact]
    public async Task A_run_that_takes_too_long_fails_in_the_cell_that_runs_then()
    {
        string slow = folder.Write("1.ipynb", Code("Console.Write(\"began\");\nawait Task.Delay(-1);", "slow"), Code("2", "never"));
        string later = folder.Write("2.ipynb", Code("1", "later"));

        var report = await folder.ExecuteAsync(folder.Run(slow, later) with
        {
            Timeout = TimeSpan.FromSeconds(6),
            KeepGoing = true,
            Grace = TimeSpan.FromSeconds(1),
        });

        Assert.Equal((RunStatus.Failed, 1), (report.Status, report.ExitCode));
        Assert.Equal([RunStatus.Failed, RunStatus.NotRun], report.Notebooks.Select(n => n.Status));
        Assert.StartsWith("1.ipynb: cell 1 (slow) failed: RunTimeout: the run reached its limit of 6 s at cell 1", report.Notebooks[0].Failure, StringComparison.Ordinal);
        Assert.Null(folder.Cell("1.ipynb", "never").ExecutionCount);
    }

    [Fact]
    public async Task A_cell_that_takes_too_much_memory_fails_by_itself_or_with_what_it_starts_and_other_notebooks_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the memory of what a process starts.");
        string managed = folder.Write("managed.ipynb", Code("1", "warm"), Code(
            "var all = new List<byte[]>();\nwhile (true) { var b = new byte[1 << 20]; System.Array.Fill(b, (byte)1); all.Add(b); }", "list"));
        string native = folder.Write("native.ipynb", Code("1", "warm"), Code(
            "for (var i = 0; ; i++) unsafe_(System.Runtime.InteropServices.Marshal.AllocHGlobal(1 << 20));\n"
            + "void unsafe_(nint p) { for (var k = 0; k < 1 << 20; k += 4096) System.Runtime.InteropServices.Marshal.WriteByte(p, k, 1); }", "native"));
        string child = folder.Write("program.ipynb", Code(
            "System.Diagnostics.Process.Start(\"/usr/bin/python3\", [\"-c\", \"import time; x = bytearray(800 << 20); time.sleep(60)\"]).WaitForExit();", "program"));
        string small = folder.Write("small.ipynb", Code("new byte[1 << 20].Length", "small"));

        var report = await folder.ExecuteAsync(folder.Run(managed, native, child, small) with { MemoryLimit = 512 << 20, Jobs = 2 });

        Assert.Equal(
            [
                "managed.ipynb: cell 2 (list) failed: MemoryLimit: cell 2 used more than 512 MB (--memory)",
                "native.ipynb: cell 2 (native) failed: MemoryLimit: cell 2 used more than 512 MB (--memory)",
                "program.ipynb: cell 1 (program) failed: MemoryLimit: cell 1 used more than 512 MB (--memory)",
                null,
            ],
            report.Notebooks.Select(n => n.Failure));
        Assert.Equal(RunStatus.Succeeded, report.Notebooks[3].Status);
    }

    [Fact]
    public async Task Output_beyond_ten_megabytes_of_a_cell_is_dropped_which_its_last_line_says_and_the_cell_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sh.");
        string file = folder.Write("a.ipynb",
            Code("for (var i = 0; i < 60_000; i++) Console.WriteLine(new string('ä', 499));\nConsole.Error.Write(\"late\");\nvar after = 7;", "flood"),
            Code("after", "next"),
            Code("for (var i = 0; i < 12; i++) display(new string('x', 1 << 20));", "displays"),
            Code("System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"head -c 30000000 /dev/zero | tr '\\\\0' x\"]).WaitForExit();", "program"));

        var report = await folder.ExecuteAsync(file);

        Assert.Equal(RunStatus.Succeeded, report.Status);
        const int Most = 10 * 1024 * 1024;
        var flood = folder.Cell("a.ipynb", "flood").Outputs.Cast<StreamOutput>().ToList();
        Assert.Equal(["stdout", "stderr"], flood.Select(o => o.Name));
        Assert.InRange(Encoding.UTF8.GetByteCount(flood[0].Text), Most - 300, Most);
        Assert.Equal("\nthe cell put out more than 10 MB; the rest was dropped.\n", flood[1].Text);
        Assert.Equal("7", (string?)Assert.IsType<ExecuteResultOutput>(Assert.Single(folder.Cell("a.ipynb", "next").Outputs)).Data["text/plain"]);
        var displays = folder.Cell("a.ipynb", "displays").Outputs;
        Assert.Equal(9, displays.OfType<DisplayOutput>().Count());
        Assert.IsType<StreamOutput>(displays[^1]);
        var program = folder.Cell("a.ipynb", "program").Outputs.Cast<StreamOutput>().ToList();
        Assert.Equal(Most, program[0].Text.Length);
        Assert.EndsWith("put out more than 10 MB; the rest was dropped.\n", program[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_that_take_turns_and_small_displays_make_no_larger_a_file_than_one_stream()
    {
        string file = folder.Write("a.ipynb",
            Code("for (int i = 0; i < 100_000; i++) { Console.Write(\"a\"); Console.Error.Write(\"b\"); }", "turns"),
            Code("for (int i = 0; i < 60_000; i++) display(\"\");", "displays"));

        var report = await folder.ExecuteAsync(file);

        Assert.Equal(RunStatus.Succeeded, report.Status);
        Assert.InRange(new FileInfo(Path.Combine(folder.Outputs, "a.ipynb")).Length, 1, 2 * 10 * 1024 * 1024);
        foreach (string cell in (string[])["turns", "displays"])
            Assert.EndsWith("the rest was dropped.\n", folder.Text("a.ipynb", cell), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_memory_limit_is_no_exception_that_a_cells_tag_allows()
    {
        const string Fill = "throw new OutOfMemoryException();";
        string file = folder.Write("a.ipynb", Tagged("raises-exception", Fill, "fill"));

        var report = await folder.ExecuteAsync(folder.Run(file) with { MemoryLimit = 512 << 20 });

        Assert.Equal(
            "a.ipynb: cell 1 (fill) failed: MemoryLimit: cell 1 used more than 512 MB (--memory)",
            Assert.Single(report.Notebooks).Failure);
    }

    [Fact]
    public async Task Limits_out_of_range_are_refused()
    {
        string file = folder.Write("a.ipynb", Code("1", "c"));
        foreach (var run in (NotebookRun[])[
            folder.Run(file) with { Jobs = 0 }, folder.Run(file) with { CellTimeout = TimeSpan.Zero },
            folder.Run(file) with { Timeout = TimeSpan.FromSeconds(-1) }, folder.Run(file) with { MemoryLimit = 1000 }])
        {
            await Assert.ThrowsAsync<NotebookException>(() => folder.ExecuteAsync(run));
        }
    }
}
