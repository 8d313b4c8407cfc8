using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

public class InputTests : KernelFixture
{
    private readonly List<InputRequest> asked = [];

    [Theory]
    [InlineData("Console.ReadLine()", "Ada", "", false)]
    [InlineData("await GetInputAsync(\"name? \")", "Ada", "name? ", false)]
    [InlineData("await GetPasswordAsync(\"word? \")", "Ada", "word? ", true)]
    [InlineData("(char)Console.Read() + \"-\" + Console.ReadLine()", "A-da", "", false)]
    [InlineData("Console.In.ReadToEnd()", "Ada", "", false)]
    public async Task A_question_reaches_whoever_sits_before_the_notebook(string code, string result, string prompt, bool isPassword)
    {
        Assert.Equal(result, Plain(await Answer(code, "Ada")));
        Assert.Equal([new InputRequest(prompt, isPassword)], asked);
    }

    [Fact]
    public async Task A_character_is_read_before_the_end_of_its_line_and_looking_ahead_asks_nothing()
    {
        Assert.Equal("-1 97 10 98", Plain(await Answer("$\"{Console.In.Peek()} {Console.Read()} {Console.Read()} {Console.Read()}\"", "a", "b")));
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public async Task What_was_written_before_a_question_is_shown_before_it_and_is_no_prompt()
    {
        var events = new List<string>();
        await Kernel.ExecuteAsync(
            new CellSubmission("Console.Write(\"your name: \"); var name = Console.ReadLine(); Console.Write(name);", "cell", 1)
            {
                Input = request =>
                {
                    events.Add("asked " + request.Prompt);
                    return "Ada";
                },
            },
            output => events.Add(((StreamOutput)output).Text), TestContext.Current.CancellationToken);
        Assert.Equal(["your name: ", "asked ", "Ada"], events);
    }

    [Theory]
    [InlineData("Console.ReadLine()")]
    [InlineData("Console.Read()")]
    [InlineData("Console.In.Peek()")]
    [InlineData("Console.In.ReadToEnd()")]
    [InlineData("await GetInputAsync(\"name? \")")]
    [InlineData("GetPasswordAsync().Result")]
    public async Task Where_nobody_sits_the_cell_fails_and_says_what_to_do(string code) =>
        Assert.Equal(
            "A notebook runs without a console to read from; set the value in a cell instead.", (await RunBadly(code)).Value);

    [Theory]
    [InlineData("Console.ReadLine();")]
    [InlineData("await GetInputAsync();")]
    public async Task A_question_is_given_up_when_the_cell_is_interrupted_and_the_next_cell_asks_anew(string code)
    {
        using var interrupt = new CancellationTokenSource();
        var outcome = await Kernel.ExecuteAsync(
            new CellSubmission("var x = 1; " + code, "cell", 1)
            {
                Input = _ =>
                {
                    // Runs before what the kernel has registered: the cell throws before its interruption has begun.
                    interrupt.Token.Register(() => Thread.Sleep(200));
                    interrupt.CancelAfter(100);
                    interrupt.Token.WaitHandle.WaitOne();
                    throw new OperationCanceledException();
                },
            },
            _ => { }, interrupt.Token);
        Assert.IsType<CellOutcome.Cancelled>(outcome);
        Assert.Equal("Ada1", Plain(await Answer("Console.ReadLine() + x", "Ada")));
    }

    [Theory]
    [InlineData("#!set --name x --value @input:\"Which one?\"\nx", "Which one? ", false)]
    [InlineData("#!set --name x --value @input\nx", "--value ", false)]
    [InlineData("#!set --name x --value @password:Key\nx", "Key ", true)]
    [InlineData("#!value --name y --from-value @input:y\n#!csharp\n#!share --from value y --as x\nx", "y ", false)]
    public async Task A_magic_asks_for_its_value(string code, string prompt, bool isPassword)
    {
        Assert.Equal("@csharp:z", Plain(await Answer(code, "@csharp:z")));
        Assert.Equal([new InputRequest(prompt, isPassword)], asked);
    }

    [Fact]
    public async Task A_magic_that_is_wrong_asks_nothing()
    {
        var outcome = await Kernel.ExecuteAsync(
            new CellSubmission("#!set --value @input:a", "cell", 1) { Input = _ => throw new InvalidOperationException() },
            _ => { }, TestContext.Current.CancellationToken);
        Assert.StartsWith(
            "cell, line 1: #!set: --name is missing", Assert.IsType<CellOutcome.Failed>(outcome).Error.Value);
    }

    private async Task<List<Output>> Answer(string code, params string[] answers)
    {
        var cell = new Cell { Kind = CellKind.Code, Id = "a" };
        var outcome = await Kernel.ExecuteAsync(
            new CellSubmission(code, "cell", 1)
            {
                Input = request =>
                {
                    asked.Add(request);
                    return answers[asked.Count - 1];
                },
            },
            cell.Append, TestContext.Current.CancellationToken);
        Assert.IsType<CellOutcome.Succeeded>(outcome);
        return cell.Outputs;
    }
}
