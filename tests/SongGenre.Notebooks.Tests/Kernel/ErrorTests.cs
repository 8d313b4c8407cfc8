using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

public class ErrorTests : KernelFixture
{
    [Theory]
    [InlineData("")]
    [InlineData("#!csharp\n")]
    [InlineData("#i \"nuget: x\"\n")]
    public async Task Code_damaged_beyond_reading_is_one_error(string before)
    {
        var damaged = before + string.Concat(Enumerable.Repeat("x ? [", 30));
        const string Message = "error: brackets or conditions are nested too deeply; close or split them";
        var error = await RunBadly(damaged);
        Assert.Equal(("CompilationErrorException", "cell 1: " + Message), (error.Name, error.Value));
        Write("damaged.csx", damaged);
        Assert.Equal("damaged.csx: " + Message, (await RunBadly("#!import damaged.csx")).Value);
        var loaded = await RunBadly("#load \"damaged.csx\"\n1 + 1");
        Assert.Contains("Its brackets are nested too deeply", loaded.Value);
        Assert.Equal("3", Plain(await RunWell("1 + 2")));
    }

    [Fact]
    public async Task Expressions_too_deep_for_the_compiler_are_errors_of_the_cell()
    {
        var calls = string.Concat(Enumerable.Repeat(".Append(1)", 12_000));
        var (outcome, outputs) = await Execute(
            $"new System.Text.StringBuilder(){calls}.Length", TestContext.Current.CancellationToken);
        // Where it ends depends on the system's stacks.
        if (outcome is CellOutcome.Succeeded) Assert.Equal("12000", Plain(outputs));
        else Assert.Equal("CompilationErrorException", Assert.IsType<CellOutcome.Failed>(outcome).Error.Name);
        Assert.Equal("3", Plain(await RunWell("1 + 2")));
    }

    [Fact]
    public async Task Compile_errors_name_cell_line_and_column_and_show_the_line()
    {
        var error = await RunBadly("var x = 1;\n\tConsole.WriteLine(y);\nint z = \"\";");
        Assert.Equal("CompilationErrorException", error.Name);
        Assert.Equal("cell 1, line 2, column 20: error CS0103: The name 'y' does not exist in the current context (and 1 more)", error.Value);
        Assert.Equal(
            [
                "cell 1, line 2, column 20: error CS0103: The name 'y' does not exist in the current context",
                "  \tConsole.WriteLine(y);",
                "  \t                  ^",
                "cell 1, line 3, column 9: error CS0029: Cannot implicitly convert type 'string' to 'int'",
                "  int z = \"\";",
                "          ^",
            ],
            error.Traceback);
    }

    [Fact]
    public async Task Runtime_errors_show_the_cells_own_lines()
    {
        await RunWell("// a comment\nint Divide(int a, int b)\n{\n    return a / b;\n}");
        var error = await RunBadly("var zero = 0;\n\nvar q = Divide(1, zero);");
        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Equal("Attempted to divide by zero.", error.Value);
        Assert.Equal(
            [
                "System.DivideByZeroException: Attempted to divide by zero.",
                "   at Divide(Int32 a, Int32 b) in cell 1, line 4",
                "   at cell 2, line 3",
            ],
            error.Traceback);
    }

    [Fact]
    public async Task Lambdas_and_local_functions_carry_names_that_the_cell_knows()
    {
        var error = await RunBadly("int Outer()\n{\n    int Local() => throw new TimeoutException();\n    Func<int> lambda = () => Local();\n    return lambda();\n}\nOuter();");
        Assert.Equal(
            ["   at Local() in cell 1, line 3", "   at Outer() in cell 1, line 4", "   at Outer() in cell 1, line 5", "   at cell 1, line 7"],
            error.Traceback.Skip(1));
    }

    [Fact]
    public async Task A_missing_library_is_blamed_alone_for_what_it_breaks() =>
        Assert.DoesNotContain("more", (await RunBadly("#r \"bin/No.dll\"\nusing Nothing;\nNo.Thing();")).Value);

    [Fact]
    public async Task Async_errors_show_the_cells_own_lines()
    {
        await RunWell("class Work\n{\n    public async Task Fail()\n    {\n        await Task.Yield();\n        throw new InvalidOperationException(\"late\");\n    }\n}");
        var error = await RunBadly("\nawait new Work().Fail();");
        Assert.Equal(
            ["System.InvalidOperationException: late", "   at Work.Fail() in cell 1, line 6", "   at cell 2, line 2"],
            error.Traceback);
    }

    [Fact]
    public async Task Library_frames_have_no_paths_and_inner_exceptions_are_shown()
    {
        var error = await RunBadly("try { int.Parse(\"x\"); }\ncatch (Exception e) { throw new ArgumentException(\"bad input\", e); }");
        Assert.Equal("System.ArgumentException: bad input", error.Traceback[0]);
        Assert.Equal("   at cell 1, line 2", error.Traceback[1]);
        Assert.Equal("caused by System.FormatException: The input string 'x' was not in a correct format.", error.Traceback[2]);
        Assert.Contains(error.Traceback, line => line.StartsWith("   at System.Int32.Parse(", StringComparison.Ordinal));
        Assert.DoesNotContain(error.Traceback, line => line.Contains('/', StringComparison.Ordinal) || line.Contains("Submission#", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_aggregate_of_one_is_that_one_and_of_several_names_each()
    {
        var one = await RunBadly("Task.Run(() => throw new FormatException(\"one\")).Wait();");
        Assert.Equal("System.FormatException", one.Name);
        var two = await RunBadly("Task.WaitAll(Task.Run(() => throw new FormatException(\"one\")), Task.Run(() => throw new TimeoutException(\"two\")));");
        Assert.Contains("caused by System.FormatException: one", two.Traceback);
        Assert.Contains("caused by System.TimeoutException: two", two.Traceback);
    }

    [Fact]
    public async Task A_cells_own_exception_type_is_named_as_the_cell_names_it()
    {
        var error = await RunBadly("class Strange : Exception { public override string Message => throw new Exception(); }\nthrow new Strange();");
        Assert.Equal("Strange", error.Name);
        Assert.Equal("(its message can't be read: Exception)", error.Value);
    }

    [Fact]
    public async Task What_was_put_out_before_the_error_is_kept()
    {
        var outputs = await Run("Console.WriteLine(1);\ndisplay(2);\nthrow new Exception();");
        Assert.Equal(3, outputs.Count);
    }

    [Theory]
    [InlineData("#!connect jupyter\n1", "cell 1, line 1: #!connect is not supported: no other kernel can be reached from here; remove the line")]
    [InlineData("var x = 1;\n#!tiem", "cell 1, line 2: #!tiem is unknown; did you mean #!time?")]
    [InlineData("#r \"../bin/No.dll\"", "cell 1, line 1, column 1: error CS0006: ../bin/No.dll is not there (paths are relative to the notebook's folder); build the project")]
    [InlineData("// first\n#r \"bin/No.dll\"", "cell 1, line 2, column 1: error CS0006: bin/No.dll is not there")]
    [InlineData("var x = 1;\n#r \"bin/No.dll\"", "cell 1, line 2, column 2: error CS7009")]
    [InlineData("#!import \"none.csx\"", "cell 1, line 1: #!import none.csx: there is no such file (paths are relative to the notebook's folder)")]
    [InlineData("#!import", "cell 1, line 1: #!import: the file's path is missing; write #!import PATH")]
    [InlineData("#load \"none.csx\"", "error CS1504")]
    public async Task Directives_that_cannot_work_say_so(string code, string message) =>
        Assert.Contains(message, (await RunBadly(code)).Value);
}
