namespace SongGenre.Cli.Tests.Clients;

/// <summary>The messaging protocol, spoken by Debian's jupyter_client. The cases are functions of a Python program.</summary>
public sealed class JupyterClientTests(JupyterClientRun run) : IClassFixture<JupyterClientRun>
{
    public static TheoryData<string> Cases
    {
        get
        {
            var lines = Directory.EnumerateFiles(ClientRun.File(""), "cases_*.py").Order(StringComparer.Ordinal)
                .SelectMany(File.ReadAllLines).ToList();
            return [.. lines.Zip(lines.Skip(1)).Where(pair => pair.First == "@case").Select(pair => pair.Second[4..pair.Second.IndexOf('(')])];
        }
    }

    [Fact]
    public void There_are_at_least_forty_cases() => Assert.True(Cases.Count >= 40, $"{Cases.Count} cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_case_ends_as_it_must(string name) => run.CheckAsync(name);
}
