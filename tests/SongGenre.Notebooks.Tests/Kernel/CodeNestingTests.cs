using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

public sealed class CodeNestingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("int[][] x = [[1], [2]];\nfor (var i = 0; i < 3; i++) { f(x[i][0], a ? [1] : [2]); }")]
    [InlineData("var text = \"((((((\"; // ((((")]
    [InlineData(")]}}})")]
    public void Code_as_people_write_it_is_parsed(string code) => Assert.True(CodeNesting.IsParsable(code));

    [Fact]
    public void Many_brackets_and_comparisons_that_close_again_are_parsed()
    {
        Assert.True(CodeNesting.IsParsable(string.Concat(Enumerable.Repeat("f([{}]);\n", 5_000))));
        Assert.True(CodeNesting.IsParsable(string.Concat(Enumerable.Repeat("if (a < b) c = d ? [e] : [];\n", 5_000))));
    }

    [Theory]
    [InlineData("(", 60_000)]
    [InlineData("[", 60_000)]
    [InlineData("x => {", 60_000)]
    [InlineData("x<", 5_000)]
    [InlineData("a ? [", 16)]
    [InlineData("$\"{(", 60_000)]
    [InlineData("$\"{ (}[}", 60_000)]
    [InlineData("$\"{(')'", 60_000)]
    public void Code_that_nests_for_ever_is_not(string piece, int times) =>
        Assert.False(CodeNesting.IsParsable("var y = " + string.Concat(Enumerable.Repeat(piece, times))));
}
