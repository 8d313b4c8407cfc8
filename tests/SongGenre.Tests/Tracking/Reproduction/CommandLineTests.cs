using SongGenre.Tracking.Reproduction;

namespace SongGenre.Tests.Tracking.Reproduction;

public sealed class CommandLineTests
{
    // As POSIX shells part words (IEEE 1003.1, 2.2).
    [Theory]
    [InlineData("train  --json", "train|--json")]
    [InlineData("train --data 'my songs.csv'", "train|--data|my songs.csv")]
    [InlineData("predict --set 'title=It'\\''s'", "predict|--set|title=It's")]
    [InlineData("a \"b \\\"c\\\"\" d\\ e ''", "a|b \"c\"|d e|")]
    [InlineData("", "")]
    public void A_line_is_taken_apart_as_a_shell_does(string line, string words) =>
        Assert.Equal(words, string.Join('|', CommandLine.Parse(line).Arguments));

    [Theory]
    [InlineData("run --notes 'deeper trees'")]
    [InlineData("run --notes 'It'\\''s; $5' --tag '' --json")]
    public void A_line_is_shown_as_a_shell_takes_it(string line) =>
        Assert.Equal(line, CommandLine.Parse(line).ToString());

    [Theory]
    [InlineData("train --out a --json", "train --out A --json")]
    [InlineData("train --out=a --json", "train --out A --json")]
    [InlineData("train --out:a", "train --out A")]
    [InlineData("train --out a --out b", "train --out A --out B")]
    [InlineData("train --output a --out", "train --output a --out")]
    public void A_value_is_replaced_however_it_was_given(string line, string replaced)
    {
        var command = CommandLine.Parse(line);
        command.Replace("--out", value => value.ToUpperInvariant());
        Assert.Equal(replaced, command.ToString());
    }

    [Fact]
    public void An_option_is_taken_away_with_its_value()
    {
        var command = CommandLine.Parse("run --input a --input=b --json");
        command.Replace("--input", _ => null);
        command.Add("--input", "c");
        Assert.Equal("run --json --input c", command.ToString());
    }

    [Fact]
    public void Arguments_are_replaced_and_the_values_of_options_are_not()
    {
        var command = CommandLine.Parse("report a.b --out c.b --notes f.b --check d.b '' e");
        command.ReplaceArguments(a => a.EndsWith(".b", StringComparison.Ordinal), a => a.ToUpperInvariant());
        Assert.Equal("report A.B --out c.b --notes f.b --check D.B '' e", command.ToString());
    }
}
