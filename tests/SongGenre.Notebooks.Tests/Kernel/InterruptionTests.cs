using System.Diagnostics;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

/// <summary>What an interruption goes through is one for the process, as the token is; so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(InterruptionTests), DisableParallelization = true)]
[Collection(nameof(InterruptionTests))]
public class InterruptionTests : KernelFixture
{
    private const string Usings = "using System.IO; using System.Threading; using System.Diagnostics;";

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) { try { while (true) { } } catch { } }")]
    [InlineData("while (true) { try { Thread.Sleep(-1); } catch { } }")]
    [InlineData("Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("Task.Delay(-1).Wait();")]
    [InlineData("new ManualResetEventSlim().Wait();")]
    [InlineData("await Task.Delay(1); while (true) { }")]
    [InlineData("await Task.Delay(1); while (true) { try { Thread.Sleep(-1); } catch { } }")]
    [InlineData("async Task Deep() { await Task.Yield(); while (true) { } } Deep().Wait();")]
    [InlineData("var first = new object(); Monitor.Enter(first); await Task.Run(() => { lock (first) { } });")]
    [InlineData("var held = new object(); var other = new Thread(() => { Monitor.Enter(held); Thread.Sleep(-1); }) { IsBackground = true }; other.Start(); Thread.Sleep(50); lock (held) { }")]
    [InlineData("await Task.Run(() => { while (!stop) { try { while (!stop) { } } catch { } } });")]
    [InlineData("Parallel.For(0, 2, _ => { while (!stop) { } });")]
    [InlineData("while (true) Console.WriteLine(\"flood\");")]
    [InlineData("IEnumerable<int> Endless() { while (true) { } yield return 1; }\nEndless()")]
    [InlineData("try { while (true) { } } finally { while (true) { } }")]
    public async Task A_cell_stops_within_a_second_whatever_it_does_and_the_next_one_runs(string code)
    {
        await RunWell(Usings + " var before = 1; var stop = false;");
        var (outcome, _, milliseconds) = await Interrupt("var assigned = before + 1; display(\"in\"); " + code);
        Assert.IsType<CellOutcome.Cancelled>(outcome);
        Assert.InRange(milliseconds, 0, 2000);
        Assert.Equal("3", Plain(await RunWell("stop = true; await Task.Delay(1); before + assigned")));
    }

    [Fact]
    public async Task A_process_that_a_cell_waits_for_does_not_hold_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sleep.");
        await RunWell(Usings + " Process? slow = null;");
        var (outcome, _, milliseconds) = await Interrupt("slow = Process.Start(\"sleep\", \"60\"); display(1); slow.WaitForExit();");
        Assert.IsType<CellOutcome.Cancelled>(outcome);
        Assert.InRange(milliseconds, 0, 2000);
        await RunWell("slow.Kill();");
    }

    [Fact]
    public async Task Finally_blocks_run_and_locks_are_given_back()
    {
        await RunWell(Usings + " var gate = new object(); var cleaned = false;");
        await Interrupt("lock (gate) { try { display(1); while (true) { } } finally { cleaned = true; } }");
        Assert.Equal("True True", Plain(await RunWell("$\"{cleaned} {await Task.Run(() => Monitor.TryEnter(gate))}\"")));
    }

    [Fact]
    public async Task Code_that_watches_the_token_ends_by_itself_and_keeps_what_it_has()
    {
        await RunWell(Usings + " var steps = 0;");
        var (outcome, _, _) = await Interrupt(
            """
            var token = (CancellationToken)AppContext.GetData("Notebook.Interrupt")!;
            display(1);
            while (!token.IsCancellationRequested) Thread.Sleep(1);
            var kept = "all";
            """);
        Assert.IsType<CellOutcome.Cancelled>(outcome);
        Assert.Equal("all", Plain(await RunWell("kept")));
        Assert.Equal("False", Plain(await RunWell("((CancellationToken)AppContext.GetData(\"Notebook.Interrupt\")!).IsCancellationRequested.ToString()")));
    }

    [Theory]
    [InlineData("throw new OperationCanceledException(\"mine\");", "System.OperationCanceledException")]
    [InlineData("Thread.CurrentThread.Interrupt(); Thread.Sleep(100);", "System.Threading.ThreadInterruptedException")]
    [InlineData("await Task.Delay(-1, new CancellationToken(true));", "System.Threading.Tasks.TaskCanceledException")]
    public async Task What_code_throws_without_an_interruption_is_its_failure(string code, string type)
    {
        await RunWell(Usings);
        Assert.Equal(type, (await RunBadly(code)).Name);
    }

    [Fact]
    public async Task An_interruption_does_not_tear_what_is_put_out()
    {
        await RunWell(Usings);
        for (var i = 0; i < 10; i++)
        {
            var (outcome, outputs, _) = await Interrupt("display(1); while (true) { Console.WriteLine(\"0123456789\"); await Task.Yield(); display(\"shown\"); }");
            Assert.IsType<CellOutcome.Cancelled>(outcome);
            Assert.All(outputs.OfType<StreamOutput>(), piece => Assert.Equal("", piece.Text.Replace("0123456789\n", "").Replace("0123456789", "")));
            Assert.Equal("0123456789\n", ((StreamOutput)Assert.Single(await RunWell("Console.WriteLine(\"0123456789\");"))).Text);
        }
    }

    [Fact]
    public async Task Async_code_that_waits_for_itself_does_not_stand_still()
    {
        const string Nested = "async Task<int> Nested(int depth) { await Task.Yield(); return depth == 0 ? 0 : 1 + Nested(depth - 1).Result; }\n";
        Assert.Equal("12", Plain(await RunWell(Nested + "Nested(12).Result")));
    }

    [Fact]
    public async Task Output_after_an_await_is_the_cells_whatever_way_it_goes()
    {
        var outputs = await RunWell(
            """
            await Task.Delay(1);
            Console.Write("a");
            await Task.Delay(1).ConfigureAwait(false);
            Console.Write("b");
            await Task.Run(async () => { await Task.Yield(); Console.Write("c"); });
            var reported = new TaskCompletionSource();
            IProgress<int> progress = new Progress<int>(_ => { Console.Write("d"); reported.SetResult(); });
            """);
        outputs.AddRange(await RunWell("var told = new TaskCompletionSource(); ((IProgress<int>)new Progress<int>(_ => { Console.Write(\"d\"); told.SetResult(); })).Report(1); await told.Task;"));
        Assert.Equal(["abc", "d"], outputs.Select(output => ((StreamOutput)output).Text));
    }

    [Fact]
    public async Task An_async_method_that_outlives_its_cell_goes_on()
    {
        await RunWell("var finished = new TaskCompletionSource<int>(); var release = new TaskCompletionSource();\n"
            + "async Task Later() { await release.Task; await Task.Yield(); finished.SetResult(5); }\n_ = Later();");
        Assert.Equal("5", Plain(await RunWell("release.SetResult(); await finished.Task")));
    }

    /// <summary>Runs a cell, interrupts it once it has displayed something, and says how long it took from there.</summary>
    private async Task<(CellOutcome Outcome, List<Output> Outputs, double Milliseconds)> Interrupt(string code)
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var outputs = new List<Output>();
        using var cancel = new CancellationTokenSource();
        var running = Kernel.ExecuteAsync(new CellSubmission(code, "cell", 1), output =>
        {
            outputs.Add(output);
            shown.TrySetResult();
        }, cancel.Token);
        await Task.WhenAny(shown.Task, running).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted, "the cell ended by itself");
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var start = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();
        var outcome = await running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return (outcome, outputs, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
