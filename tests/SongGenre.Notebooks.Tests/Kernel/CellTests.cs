using System.Globalization;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

public class CellTests : KernelFixture
{
    [Fact]
    public async Task Variables_functions_types_and_usings_stay_from_cell_to_cell()
    {
        await RunWell("var songs = new List<string> { \"a\" }; int Twice(int x) => 2 * x;");
        await RunWell("using System.IO;");
        await RunWell("record Song(string Title, double Tempo);");
        await RunWell("songs.Add(Path.GetFileName(\"x/b\"));");
        Assert.Equal("Song { Title = b, Tempo = 4 }", Plain(await RunWell("new Song(songs[1], Twice(2)).ToString()")));
    }

    [Fact]
    public async Task The_usings_at_the_start_are_those_of_the_original_kernel()
    {
        await RunWell("var all = new object[] { Math.PI, new StringBuilder(), new ArrayList(), new List<int>(), Task.CompletedTask, Enumerable.Empty<int>() };");
        Assert.Contains("CS0103", (await RunBadly("File.Exists(\"x\")")).Value);
    }

    [Fact]
    public async Task Await_works_at_top_level()
    {
        await RunWell("async Task<int> Later(int x) { await Task.Delay(1); return x; }\nvar seven = await Later(7);");
        Assert.Equal("7", Plain(await RunWell("await Task.FromResult(seven)")));
    }

    [Fact]
    public async Task The_last_expression_is_the_result_only_without_a_semicolon()
    {
        var result = Assert.IsType<ExecuteResultOutput>(Assert.Single(await RunWell("1 + 2")));
        Assert.Equal(1, result.ExecutionCount);
        Assert.Empty(await RunWell("Math.Sqrt(2);"));
        Assert.Empty(await RunWell("var x = 3;"));
        Assert.Empty(await RunWell("void F() {}\nF()"));
        Assert.Equal("4", Plain(await RunWell("Func<int> f = () => { return 3; };\nreturn 4;")));
        Assert.Empty(await RunWell("Func<int> g = () => { return 3; };"));
        Assert.Equal("<null>", Plain(await RunWell("(string)null")));
        Assert.Empty(await RunWell("// nothing"));
        Assert.Empty(await RunWell(""));
    }

    [Fact]
    public async Task The_language_is_CSharp_14_and_extension_methods_stand_at_top_level()
    {
        await RunWell("public static int Half(this int x) => x / 2;");
        Assert.Equal("4", Plain(await RunWell("8.Half()")));
        Assert.Equal("3", Plain(await RunWell("class Box { public int Width { get; set => field = Math.Max(value, 3); } }\nnew Box { Width = 1 }.Width")));
        await RunWell("int[] numbers = [1, .. new[] { 2 }];\nvar text = numbers is [1, var two] ? two : 0;");
    }

    [Fact]
    public async Task Displays_and_streams_come_in_the_order_they_happened_and_pieces_of_a_stream_are_merged()
    {
        var outputs = await RunWell(
            """
            Console.Write("a");
            Console.WriteLine("b");
            Console.Error.WriteLine("c");
            display("d");
            Console.WriteLine($"{1.5} {2}");
            await Task.Run(() => Console.Write("e"));
            "f".Display();
            """);
        Assert.Equal(
            ["stdout:ab\n", "stderr:c\n", "d", "stdout:1.5 2\ne", "f"],
            outputs.Select(output => output is StreamOutput s ? $"{s.Name}:{s.Text}" : ((DisplayOutput)output).Data["text/plain"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Outputs_are_published_while_the_cell_still_runs()
    {
        var shown = new TaskCompletionSource<string>();
        using var cancel = new CancellationTokenSource();
        var running = Kernel.ExecuteAsync(
            new CellSubmission("Console.WriteLine(1);\nSystem.Threading.Thread.Sleep(-1);", "cell", 1),
            output => shown.TrySetResult(((StreamOutput)output).Text),
            cancel.Token);
        Assert.Equal("1\n", await shown.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.False(running.IsCompleted);
        await cancel.CancelAsync();
        Assert.IsType<CellOutcome.Cancelled>(await running);
    }

    [Fact]
    public async Task A_cell_that_fails_keeps_the_state_before_it()
    {
        await RunWell("var x = 1;");
        await RunBadly("var x = \"other\"; x.Nothing");
        await RunBadly("x = 2; throw new Exception(\"no\");");
        Assert.Equal("2", Plain(await RunWell("x")));
        Assert.Equal("text", Plain(await RunWell("var x = \"text\"; x")));
    }

    [Fact]
    public async Task A_thread_that_outlives_its_cell_no_longer_writes_into_the_notebook()
    {
        await RunWell("using System.Threading; var go = new ManualResetEventSlim(); var done = new ManualResetEventSlim();\n"
            + "new Thread(() => { go.Wait(); Console.WriteLine(\"late\"); display(1); done.Set(); }).Start();");
        Assert.Empty(await RunWell("go.Set(); done.Wait();"));
    }

    [Fact]
    public async Task Reading_from_the_console_says_why_it_fails() =>
        Assert.Contains("without a console", (await RunBadly("Console.ReadLine()")).Value);

    [Fact]
    public async Task A_console_that_a_cell_redirects_is_its_own_and_the_next_cell_writes_into_the_notebook_again()
    {
        var outputs = await RunWell(
            """
            using System.IO;
            var own = new StringWriter();
            Console.SetOut(own);
            Console.SetError(own);
            Console.SetIn(new StringReader("typed"));
            Console.Write("a");
            Console.Error.Write("b");
            own.ToString() + Console.ReadLine()
            """);
        Assert.Equal("abtyped", Plain(outputs));
        Assert.Equal(
            [new StreamOutput("stdout", "c"), new StreamOutput("stderr", "d")],
            await RunWell("Console.Write(\"c\"); Console.Error.Write(\"d\");"));
        Assert.Contains("without a console", (await RunBadly("Console.ReadLine()")).Value);
    }

    [Fact]
    public async Task Numbers_are_written_invariantly_whatever_the_culture_outside()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = "," } };
        try
        {
            Assert.Equal("1.5", Plain(await RunWell("(1.5).ToString()")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task A_loop_of_a_million_writes_costs_few_outputs()
    {
        var pieces = new List<StreamOutput>();
        await Kernel.ExecuteAsync(
            new CellSubmission("for (var i = 0; i < 200_000; i++) Console.WriteLine(i);", "cell", 1), output => pieces.Add((StreamOutput)output),
            TestContext.Current.CancellationToken);
        Assert.InRange(pieces.Count, 1, 2000);
        Assert.Equal(string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i}\n")), string.Concat(pieces.Select(piece => piece.Text)));
    }

    [Fact]
    public async Task What_the_receiver_throws_reaches_the_caller_and_not_the_cell()
    {
        var thrown = await Assert.ThrowsAsync<IOException>(() => Kernel.ExecuteAsync(
            new CellSubmission("try { display(1); } catch { display(2); }", "cell", 1), _ => throw new IOException("disk full"),
            TestContext.Current.CancellationToken));
        Assert.Equal("disk full", thrown.Message);
        Assert.Equal("1", Plain(await RunWell("1")));
    }

    [Fact]
    public async Task What_the_receiver_writes_to_the_console_does_not_come_back_as_the_cells_output()
    {
        var outputs = new List<Output>();
        await Kernel.ExecuteAsync(
            new CellSubmission("Console.WriteLine(1); display(2); Console.WriteLine(3);", "cell", 1),
            output =>
            {
                Console.Error.Write('.');
                outputs.Add(output);
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(["1\n", "3\n"], outputs.OfType<StreamOutput>().Select(piece => piece.Text));
        Assert.Equal(3, outputs.Count);
    }

    [Fact]
    public async Task Two_kernels_in_a_process_keep_apart()
    {
        using var other = new CSharpKernel(Folder);
        var texts = new List<string>();
        await RunWell("var x = 1;");
        var first = RunWell("for (var i = 0; i < 50; i++) { Console.Write(x); await Task.Delay(1); }");
        await other.ExecuteAsync(
            new CellSubmission("for (var i = 0; i < 50; i++) { Console.Write(2); await Task.Delay(1); }", "cell", 1),
            output => texts.Add(((StreamOutput)output).Text), TestContext.Current.CancellationToken);
        Assert.Equal(new string('1', 50), ((StreamOutput)Assert.Single(await first)).Text);
        Assert.Equal(new string('2', 50), string.Concat(texts));
    }

    [Fact]
    public async Task Hostile_texts_survive_the_way_into_the_file()
    {
        var outputs = await RunWell("display(\"\\ud800 \\0 \\u2028 </script> \\ud83c\\udfb5\"); Console.Write(\"\\ud83c\");");
        var json = NotebookFormat.Serialize(new Notebook { Cells = [new Cell { Kind = CellKind.Code, Id = "a", Outputs = outputs }] });
        var data = JsonNode.Parse(json)!["cells"]![0]!["outputs"]![0]!["data"]!["text/plain"]!.AsArray();
        Assert.Equal("\ufffd \0 \u2028 </script> 🎵", string.Concat(data.Select(line => line!.GetValue<string>())));
    }

    [Fact]
    public async Task A_character_that_is_written_in_two_halves_comes_in_one_piece()
    {
        var texts = new List<string>();
        await Kernel.ExecuteAsync(
            new CellSubmission("foreach (var c in \"a😀b\") { Console.Write(c); await Task.Delay(120); }", "cell", 1),
            output => texts.Add(((StreamOutput)output).Text), TestContext.Current.CancellationToken);
        Assert.Equal(["a", "😀", "b"], texts);
    }
}
