using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Runner;
using static SongGenre.Notebooks.Tests.Runner.ParameterNotebook;

namespace SongGenre.Notebooks.Tests.Runner;

public sealed class ParameterConversionTests
{
    [Theory]
    [InlineData("int x = 1;", "-2147483648", "-2147483648")]
    [InlineData("int x = 1;", "0x1F", "31")]
    [InlineData("int x = 1;", "+5", "5")]
    [InlineData("byte x = 1;", "255", "255")]
    [InlineData("long x = 1;", "-9223372036854775808", "-9223372036854775808L")]
    [InlineData("ulong x = 1;", "18446744073709551615", "18446744073709551615ul")]
    [InlineData("double x = 1;", "3", "3.0")]
    [InlineData("double x = 1;", "0.1", "0.1")]
    [InlineData("double x = 1;", "1e300", "1E+300")]
    [InlineData("double x = 1;", "-0", "-0.0")]
    [InlineData("double x = 1;", ".nan", "double.NaN")]
    [InlineData("double x = 1;", "-.inf", "double.NegativeInfinity")]
    [InlineData("float x = 1;", "0.1", "0.1f")]
    [InlineData("decimal x = 1;", "1.10", "1.10m")]
    [InlineData("bool x = true;", "False", "false")]
    [InlineData("char x = 'a';", "'", "'\\''")]
    [InlineData("char x = 'a';", "\n", "'\\n'")]
    [InlineData("string x = \"\";", "", "\"\"")]
    [InlineData("string x = \"\";", "01", "\"01\"")]
    [InlineData("string x = \"\";", "null", "\"null\"")]
    [InlineData("string x = \"\";", "a=b", "\"a=b\"")]
    [InlineData("string x = \"\";", "\"; Environment.Exit(1); //\\", "\"\\\"; Environment.Exit(1); //\\\\\"")]
    [InlineData("string x = \"\";", "a\r\nb\u2028", "\"a\\r\\nb\\u2028\"")]
    [InlineData("string x = \"\";", "ä 🎵", "\"ä 🎵\"")]
    [InlineData("string? x = null;", "null", "null")]
    [InlineData("string? x = null;", "~", "null")]
    [InlineData("string? x = null;", "", "\"\"")]
    [InlineData("int? x = 1;", "~", "null")]
    [InlineData("int? x = 1;", "4", "4")]
    [InlineData("var x = 0.5;", "2", "2.0")]
    [InlineData("DateOnly x = default;", "2026-02-28", "new DateOnly(2026, 2, 28)")]
    [InlineData("DateTime x = default;", "2026-02-28", "new DateTime(2026, 2, 28, 0, 0, 0, DateTimeKind.Unspecified)")]
    [InlineData("DateTime x = default;", "2026-02-28 18:30:05Z", "new DateTime(2026, 2, 28, 18, 30, 5, DateTimeKind.Utc)")]
    [InlineData("TimeSpan x = default;", "-1.02:03:04", "new TimeSpan(-1, -2, -3, -4)")]
    [InlineData("TimeSpan x = default;", "00:00:00.5", "TimeSpan.FromTicks(5000000L)")]
    [InlineData("enum Colour { Red, Green }\nColour x = Colour.Red;", "Green", "Colour.Green")]
    [InlineData("int[] x = [];", "[1, -2]", "[1, -2]")]
    [InlineData("List<string> x = new();", "[a, 5, \"null\"]", "[\"a\", \"5\", \"null\"]")]
    [InlineData("IReadOnlyList<int>? x = null;", "null", "null")]
    [InlineData("double?[][] x = [];", "[[1], [null], []]", "[[1.0], [null], []]")]
    [InlineData("Dictionary<string, double> x = new();", "{a: 1}", "new Dictionary<string, double> { [\"a\"] = 1.0 }")]
    [InlineData("object x = 1;", "[1, 2.5]", "\"[1, 2.5]\"")]
    [InlineData("object x = 1;", "4000000000", "4000000000L")]
    public void A_text_becomes_a_literal_of_the_declared_type(string declaration, string text, string literal) =>
        Assert.Equal([$"x = {literal};"], Assigned(declaration, ParameterOverride.Parse("x=" + text)));

    [Fact]
    public void Half_a_surrogate_pair_is_escaped_for_no_file_can_hold_it() =>
        Assert.Equal(["x = \"\\ud800\";"], Assigned("string x;", ParameterOverride.Parse("x=\ud800")));

    [Theory]
    [InlineData("int x = 1;", "many", "expected int, a whole number")]
    [InlineData("int x = 1;", "", "expected int")]
    [InlineData("int? x = 1;", "", "expected int")]
    [InlineData("int x = 1;", "1.0", "expected int")]
    [InlineData("int x = 1;", "1e3", "expected int")]
    [InlineData("int x = 1;", " 1", "expected int")]
    [InlineData("int x = 1;", "1_000", "expected int")]
    [InlineData("int x = 1;", "2147483648", "expected int")]
    [InlineData("int x = 1;", "null", "expected int")]
    [InlineData("int x = 1;", "٣", "expected int")]
    [InlineData("int x = 1;", "1; Environment.Exit(1)", "expected int")]
    [InlineData("uint x = 1;", "-1", "expected uint")]
    [InlineData("double x = 1;", "0,5", "expected double, a number")]
    [InlineData("double x = 1;", "1e999", "expected double")]
    [InlineData("decimal x = 1;", "1e40", "expected decimal")]
    [InlineData("bool x = true;", "yes", "expected bool, true or false")]
    [InlineData("char x = 'a';", "ab", "expected char, one character")]
    [InlineData("DateOnly x = default;", "31.1.2026", "expected DateOnly, a day such as 2026-01-31")]
    [InlineData("DateTime x = default;", "2026-02-30", "expected DateTime")]
    [InlineData("TimeSpan x = default;", "90", "expected TimeSpan, a duration such as 01:30:00")]
    [InlineData("enum Colour { Red, Green }\nColour x = Colour.Red;", "Blue", "expected Colour, one of Red, Green")]
    [InlineData("int[] x = [];", "1", "expected int[], a list")]
    [InlineData("int[] x = [];", "[1, a]", "with items of int")]
    [InlineData("int[] x = [];", "[1", "expected int[]")]
    [InlineData("int[] x = [];", "[&a 1, *a]", "expected int[]")]
    [InlineData("Dictionary<string, int> x = new();", "{a: b}", "a mapping such as {a: b} with values of int")]
    [InlineData("var x = new Random();", "1", "its type 'Random' takes no value from outside")]
    public void Another_text_is_refused_with_file_name_value_and_type(string declaration, string text, string fragment)
    {
        var wrong = Assert.Throws<NotebookException>(() => Assigned(declaration, ParameterOverride.Parse("x=" + text)));
        Assert.StartsWith($"a.ipynb: parameter x = '{text}' (--set): ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(fragment, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void A_constant_is_declared_anew_with_its_type()
    {
        Assert.Equal(["const int Depth = 7;"], Assigned("const int Depth = 5;", ParameterOverride.Parse("Depth=7")));
        Assert.Equal(["readonly double x = 7.0;"], Assigned("readonly var x = 5.0;", ParameterOverride.Parse("x=7")));
    }

    [Fact]
    public void Lines_have_the_order_of_the_declarations_and_later_values_win() => Assert.Equal(
        ["a = 3;", "b = 2;"],
        Assigned("int a = 0; int b = 0, c = 0;",
            ParameterOverride.Parse("b=2"), ParameterOverride.Parse("a=1"), ParameterOverride.Parse("a=3")));

    [Theory]
    [InlineData("tree=1", "a.ipynb: no parameter is called 'tree' (--set); did you mean 'trees'?")]
    [InlineData("TREES=1", "a.ipynb: no parameter is called 'TREES' (--set); did you mean 'trees'?")]
    [InlineData("zzzzzzzz=1", "a.ipynb: no parameter is called 'zzzzzzzz' (--set); known are trees, rate")]
    public void An_unknown_name_is_refused_with_the_nearest_known_one(string assignment, string message) =>
        Assert.Equal(message, Assert.Throws<NotebookException>(
            () => Assigned("int trees = 1; double rate = 1;", ParameterOverride.Parse(assignment))).Message);

    [Theory]
    [InlineData("n=5", "var n = 5;")]
    [InlineData("n=5000000000", "var n = 5000000000L;")]
    [InlineData("n=0.5", "var n = 0.5;")]
    [InlineData("n=true", "var n = true;")]
    [InlineData("n=null", "object n = null;")]
    [InlineData("n=1.2.3", "var n = \"1.2.3\";")]
    [InlineData("class=5", "var @class = 5;")]
    [InlineData("await=5", "var @await = 5;")]
    public void Without_a_parameters_cell_the_text_gives_the_type(string assignment, string line)
    {
        var none = NotebookParameters.Of(new Notebook(), "a.ipynb");
        Assert.Equal([line], none.Assign([ParameterOverride.Parse(assignment)]).Select(one => one.Source));
    }

    [Theory]
    [InlineData("x y=1")]
    [InlineData("x;y=1")]
    [InlineData("1x=1")]
    [InlineData("n=99999999999999999999")]
    public void Without_a_parameters_cell_names_and_numbers_must_still_be_possible(string assignment) =>
        Assert.Throws<NotebookException>(
            () => NotebookParameters.Of(new Notebook(), "a.ipynb").Assign([ParameterOverride.Parse(assignment)]));

    [Theory]
    [InlineData("trees")]
    [InlineData("=5")]
    [InlineData(" =5")]
    [InlineData("")]
    public void A_text_without_a_name_is_no_assignment(string text) =>
        Assert.EndsWith("write NAME=VALUE, such as trees=200",
            Assert.Throws<NotebookException>(() => ParameterOverride.Parse(text)).Message, StringComparison.Ordinal);
}
