using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Kernel;

public class WarningTests : KernelFixture
{
    [Fact]
    public async Task A_warning_goes_to_the_error_stream_once_with_cell_line_and_column()
    {
        var outputs = await RunWell("int F()\n{\n    int unused;\n    return 1;\n}\n#!csharp\nF()");
        Assert.Equal(new StreamOutput("stderr", "cell 1, line 3, column 9: warning CS0168: The variable 'unused' is declared but never used\n"), outputs[0]);
        Assert.Equal(2, outputs.Count);
        Assert.Single(await RunWell("F()"));
    }

    [Fact]
    public async Task A_cell_that_runs_again_warns_again()
    {
        const string Code = "void F() { int unused; }";
        Assert.Single(await RunWell(Code));
        Assert.Single(await RunWell(Code));
    }

    [Fact]
    public async Task A_loaded_files_warnings_are_shown_once()
    {
        Write("lib.csx", "\nvoid F() { int unused; }");
        Assert.StartsWith("lib.csx, line 2, column 16: warning CS0168", ((StreamOutput)Assert.Single(await RunWell("#load \"lib.csx\""))).Text);
        Assert.Empty(await RunWell("#load \"lib.csx\""));
    }

    [Fact]
    public async Task A_warning_is_switched_off_as_everywhere()
    {
        Assert.Empty(await RunWell("#pragma warning disable CS0168\nvoid F() { int unused; }"));
        Assert.Single(await RunWell("void F() { int unused; }\n#pragma warning disable CS0168\nvoid G() { int unused; }"));
    }

    [Fact]
    public async Task Usings_that_nothing_uses_and_forgotten_results_are_no_warnings() =>
        Assert.Empty(await RunWell("using System.IO;\nusing System.Net;\nvar x = 1;\nMath.Sqrt(x);"));

    [Fact]
    public async Task References_may_be_null_unless_a_cell_says_otherwise()
    {
        Assert.Empty(await RunWell("string s = null;\nint F(string? t) => t.Length;"));
        Assert.Contains("warning CS8600", ((StreamOutput)Assert.Single(await RunWell("#nullable enable\nvoid G() { string s = null; }"))).Text);
    }

    [Fact]
    public async Task A_task_that_nobody_awaits_is_warned_of() =>
        Assert.Contains("line 2, column 1: warning CS4014", ((StreamOutput)Assert.Single(await RunWell("await Task.Yield();\nTask.Delay(0);"))).Text);

    [Fact]
    public async Task An_obsolete_members_own_words_are_shown() =>
        Assert.Contains(
            "warning CS0618: 'F()' is obsolete: 'use G'",
            ((StreamOutput)Assert.Single(await RunWell("[Obsolete(\"use G\")] void F() { }\nF();"))).Text);
}
