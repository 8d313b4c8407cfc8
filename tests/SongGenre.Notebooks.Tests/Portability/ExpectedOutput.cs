using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Portability;

/// <summary>
/// A line of an <c>expected</c> block: <c>result TEXT</c>, <c>result-html TEXT</c>, <c>stdout TEXT</c>, <c>stderr TEXT</c>,
/// <c>display MIME TEXT</c>, <c>error TYPE TEXT</c>, <c>anything</c> or <c>nothing</c>. A <c>~</c> before the text asks
/// that the output holds it, and <c>*</c> stands for any mime type or type.
/// </summary>
public sealed record ExpectedOutput(string Text)
{
    private readonly string[] words = Text.Split(' ', 3);

    public bool IsAnything => Text == "anything";

    public static IReadOnlyList<ExpectedOutput> Parse(string prose)
    {
        var block = prose.Split('\n');
        Assert.Equal(("```expected", "```"), (block[0], block[^1]));
        return [.. block[1..^1].Where(line => line != "nothing").Select(line => new ExpectedOutput(line))];
    }

    public static string Describe(Output output) => output switch
    {
        StreamOutput stream => $"{stream.Name} {stream.Text}",
        ExecuteResultOutput result => "result " + result.Data.ToJsonString(),
        DisplayOutput display => "display " + display.Data.ToJsonString(),
        ErrorOutput error => $"error {error.Name} {error.Value}",
        _ => output.ToString(),
    };

    public bool Matches(Output output) => (words[0], output) switch
    {
        ("stdout" or "stderr", StreamOutput stream) => stream.Name == words[0] && Same(Rest(1), stream.Text.TrimEnd('\n')),
        ("result", ExecuteResultOutput result) => Same(Rest(1), (string?)result.Data["text/plain"]),
        ("result-html", ExecuteResultOutput result) => Same(Rest(1), (string?)result.Data["text/html"]),
        ("display", DisplayOutput display and not ExecuteResultOutput) => display.Data.Any(face =>
            words[1] is "*" || words[1] == face.Key ? Same(words[2], face.Value is JsonValue text ? (string?)text : face.Value?.ToJsonString()) : false),
        ("error", ErrorOutput error) => (words[1] == "*" || error.Name.EndsWith(words[1], StringComparison.Ordinal)) && Same(words[2], error.Value),
        _ => false,
    };

    private string Rest(int from) => Text.Split(' ', from + 1)[^1];

    private static bool Same(string expected, string? actual) => actual is not null
        && (expected.StartsWith("~ ", StringComparison.Ordinal) ? actual.Contains(expected[2..], StringComparison.Ordinal) : actual == expected);
}
