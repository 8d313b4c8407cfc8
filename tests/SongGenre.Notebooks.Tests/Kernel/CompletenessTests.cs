using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

public class CompletenessTests : KernelFixture
{
    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("1 + 1")]
    [InlineData("var x = 1;")]
    [InlineData("if (true) { }")]
    [InlineData("foreach (var x in new[] { 1 })\n{\n    display(x);\n}")]
    [InlineData("record Song(string Title);")]
    [InlineData("// a comment")]
    [InlineData("#r \"nuget: Songs\"")]
    [InlineData("using System.IO;")]
    [InlineData("await Task.Delay(1)")]
    [InlineData("var s = \"\"\"\n    a {\n    \"\"\";")]
    public void Code_that_parses_is_complete(string code) => Is(CompletenessStatus.Complete, "", code);

    [Theory]
    [InlineData("#!who")]
    [InlineData("#!time\nvar x = 1;")]
    [InlineData("#!html\n<p>{ unclosed")]
    [InlineData("#!javascript\nfunction f() {")]
    public void Magics_and_other_languages_are_complete(string code) => Is(CompletenessStatus.Complete, "", code);

    [Theory]
    [InlineData("#!time\n")]
    [InlineData("#!time\n\n")]
    [InlineData("#!time\n1;\n")]
    [InlineData("#!html\n\"\"\"\n#!csharp\n// on\n")]
    [InlineData("/*\n#!time\n*/\n")]
    [InlineData("#!time\n/*\n#!time\n*/\n")]
    public async Task Cell_with_thousands_of_magics_is_seen_through_in_time(string lines)
    {
        var code = string.Concat(Enumerable.Repeat(lines, 20_000));
        await Task.Run(() => Kernel.CheckCompleteness(code), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("if (true) {", "    ")]
    [InlineData("if (true)\n{", "    ")]
    [InlineData("if (true)\n{\n    while (true)\n    {", "        ")]
    [InlineData("if (true)\n{\n    var x = 1;", "    ")]
    [InlineData("if (true)\n{\n    while (true)\n    {\n    }", "    ")]
    [InlineData("if (true)", "    ")]
    [InlineData("    for (var i = 0; i < 3; i++)", "        ")]
    [InlineData("var x = 1 +", "    ")]
    [InlineData("var x = Math.Max(", "    ")]
    [InlineData("var x = Math.Max(1,", "    ")]
    [InlineData("var list = songs.Select(song =>\n{", "    ")]
    [InlineData("int[] x = [", "    ")]
    [InlineData("/* a comment", "")]
    [InlineData("var s = \"\"\"\n    text", "    ")]
    [InlineData("var s = @\"text", "")]
    [InlineData("class Song", "    ")]
    [InlineData("#!time\nif (true) {", "    ")]
    public void Code_that_is_left_open_goes_on_with_the_indent(string code, string indent) =>
        Is(CompletenessStatus.Incomplete, indent, code);

    [Theory]
    [InlineData("var x = );")]
    [InlineData("}")]
    [InlineData("var s = \"text;")]
    [InlineData("int 5x = 1;")]
    [InlineData("x = = 1;")]
    public void Code_that_no_further_line_mends_is_invalid(string code) => Is(CompletenessStatus.Invalid, "", code);

    [Fact]
    public void Code_damaged_beyond_reading_is_invalid() =>
        Is(CompletenessStatus.Invalid, "", string.Concat(Enumerable.Repeat("x ? [", 30)));

    private void Is(CompletenessStatus status, string indent, string code) =>
        Assert.Equal(new CodeCompleteness(status, indent), Kernel.CheckCompleteness(code));
}
