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
    [InlineData("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(55);")]
    [InlineData("async Task<int> Fib(int n) => n < 2 ? n : await Fib(n - 1) + await Fib(n - 2); await Fib(55);")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Count(i => Math.Sin(i) > 2);")]
    [InlineData("Parallel.For(0, int.MaxValue, i => Math.Sin(i));")]
    [InlineData("static class Endless { public static int Spin(this int x) { while (true) { } } }\n1.Spin();")]
    [InlineData("static class Endless { public static int Fib(this int n) => n < 2 ? n : (n - 1).Fib() + (n - 2).Fib(); }\n55.Fib();")]
    public async Task A_cell_stops_within_a_second_whatever_it_does_and_the_next_one_runs(string code)
    {
        await RunWell(Usings + " var before = 1; var stop = false;");
        var (outcome, _, milliseconds) = await Interrupt("var assigned = before + 1; display(\"in\"); " + code);
        Assert.IsType<CellOutcome.Cancelled>(outcome);
        Assert.InRange(milliseconds, 0, 2000);
        Assert.Equal("3", Plain(await RunWell("stop = true; await Task.Delay(1); before + assigned")));
    }

    [Fact]
    public async Task Code_of_a_loaded_file_stops_too()
    {
        Write("endless.csx", "int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nvoid Spin()\n{\n    while (true) ; // on\n}");
        await RunWell("#load \"endless.csx\"\nvar before = 1;");
        foreach (var call in new[] { "Spin();", "Fib(55);" })
        {
            var (outcome, outputs, milliseconds) = await Interrupt("display(1); " + call);
            Assert.IsType<CellOutcome.Cancelled>(outcome);
            Assert.Single(outputs);
            Assert.InRange(milliseconds, 0, 2000);
        }
    }

    [Fact]
    public async Task An_interrupted_cell_changes_nothing_later()
    {
        await RunWell("var x = 1; var y = 1;");
        await Interrupt("display(1); await Task.Delay(1500); x = 42;");
        await RunWell("x");
        await Interrupt("display(1); if (x > 0) { await Task.Delay(1500); y = 42; }");
        await Task.Delay(2500, TestContext.Current.CancellationToken);
        Assert.Equal("1 1", Plain(await RunWell("$\"{x} {y}\"")));
    }

    [Fact]
    public async Task A_task_that_an_interrupted_cell_left_asleep_ends_however_late_it_wakes()
    {
        await RunWell(Usings + " var rounds = 0;");
        await Interrupt(
            "_ = Task.Run(() => { while (true) { Thread.Sleep(1500); rounds++; } }); display(1); Thread.Sleep(-1);");
        await RunWell("GC.Collect();");
        await RunWell("1");
        await Task.Delay(4000, TestContext.Current.CancellationToken);
        Assert.Equal("1", Plain(await RunWell("rounds")));
    }

    [Fact]
    public async Task A_method_that_nobody_waits_for_does_not_end_the_process_when_its_cell_is_interrupted()
    {
        await RunWell(Usings);
        await Interrupt("async void Wait() { Thread.Sleep(-1); await Task.Yield(); }\ndisplay(1); Wait();");
        Assert.Equal("2", Plain(await RunWell("await Task.Delay(100); 1 + 1")));
    }

    [Fact]
    public async Task A_thread_of_no_interrupted_cell_that_is_woken_fails_as_ever()
    {
        await RunWell(Usings);
        await Interrupt("display(1); Thread.Sleep(-1);");
        Assert.False(CellStop.Threw(new ThreadInterruptedException()));
    }

    [Fact]
    public async Task A_cell_that_was_given_up_does_not_go_on_with_its_next_part()
    {
        Compile("spin.dll", "public static class Library { public static void Spin() {"
            + " var end = System.Environment.TickCount64 + 2500; while (System.Environment.TickCount64 < end) ; } }");
        await RunWell("#r \"spin.dll\"\nvar x = 1;");
        var (outcome, outputs, _) = await Interrupt("display(1); Library.Spin();\n#!csharp\nx = 42;");
        Assert.IsType<CellOutcome.Cancelled>(outcome);
        Assert.Contains("restart the kernel", Assert.IsType<StreamOutput>(outputs[^1]).Text);
        await Task.Delay(3000, TestContext.Current.CancellationToken);
        Assert.Equal("1", Plain(await RunWell("x")));
    }

    [Fact]
    public async Task An_interruption_of_the_compiler_cancels_the_cell()
    {
        using var cancel = new CancellationTokenSource();
        var code = "var a = 1;" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"\nint F{i}(int x) => x + {i};"));
        var running = Kernel.ExecuteAsync(new CellSubmission(code, "cell", 1), _ => { }, cancel.Token);
        cancel.CancelAfter(30);
        Assert.IsType<CellOutcome.Cancelled>(await running);
        Assert.Equal("2", Plain(await RunWell("1 + 1")));
    }

    [Fact]
    public async Task A_kernel_may_be_disposed_of_while_a_cell_runs()
    {
        using var kernel = new CSharpKernel(Folder);
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = kernel.ExecuteAsync(
            new CellSubmission("display(1); await Task.Delay(500);", "cell", 1), _ => shown.TrySetResult(), CancellationToken.None);
        await shown.Task;
        kernel.Dispose();
        Assert.IsType<CellOutcome.Succeeded>(await running);
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => kernel.ExecuteAsync(new CellSubmission("1", "cell", 2), _ => { }, CancellationToken.None));
    }

    [Fact]
    public async Task What_functions_and_lambdas_mean_stays_the_same()
    {
        await RunWell(
            """
            using System.Linq.Expressions;
            using System.Runtime.CompilerServices;
            string Text(Action a, [CallerArgumentExpression(nameof(a))] string text = "") => text;
            string Which(Action a) => "action";
            string Which(Func<int> f) => "func";
            string Tree(Expression<Func<int, bool>> e) => e.ToString();
            int[] numbers = [1, 2, 3];
            ref int First() => ref numbers[0];
            int Wrong() => throw new Exception("wrong");
            async Task Nothing() => await Task.Yield();
            async Task<int> One() =>
                await Task.FromResult(1); // one
            void Add(int x) => numbers[1] += x;
            """);
        Assert.Equal("() => { Add(0); }", Plain(await RunWell("Text(() => { Add(0); })")));
        Assert.Equal("() => Add(0)", Plain(await RunWell("Text(() => Add(0))")));
        Assert.Equal("func action", Plain(await RunWell("Which(() => numbers.Length) + \" \" + Which(() => Add(0))")));
        Assert.Equal("x => (x > 1)", Plain(await RunWell("Tree(x => x > 1)")));
        Assert.Equal("7 1 3", Plain(await RunWell(
            "First() = 7; await Nothing(); Add(-1); $\"{numbers[0]} {numbers[1]} {await One() + numbers.Count(n => n > 1)}\"")));
        Assert.Equal("wrong", (await RunBadly("Wrong()")).Value);
    }

    [Fact]
    public async Task A_trace_names_the_line_of_a_lambda_that_throws()
    {
        var error = await RunBadly("int[] n = [0];\nn.Select(x =>\n    1 / x).ToList()");
        Assert.Contains(error.Traceback, line => line.EndsWith("cell 1, line 3", StringComparison.Ordinal));
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
