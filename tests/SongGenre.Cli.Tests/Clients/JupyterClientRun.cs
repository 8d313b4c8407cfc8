using System.Text.Json.Nodes;

namespace SongGenre.Cli.Tests.Clients;

/// <summary>One run of all cases of <c>protocol_cases.py</c> with Debian's jupyter_client.</summary>
public sealed class JupyterClientRun : IAsyncDisposable
{
    private readonly InstalledClientKernel kernel = new();
    private readonly Lazy<Task<(Dictionary<string, string?> Failures, string Said)>> run;

    public JupyterClientRun() => run = new(RunAsync);

    public ValueTask DisposeAsync() => kernel.DisposeAsync();

    /// <summary>Fails when the case did, and is skipped when there is no jupyter_client.</summary>
    public async Task CheckAsync(string name)
    {
        var (failures, said) = await run.Value;
        Assert.True(failures.TryGetValue(name, out var why) && why is null, $"{why ?? "the case did not run"}\n{said}");
    }

    private async Task<(Dictionary<string, string?> Failures, string Said)> RunAsync()
    {
        var python = DebianPython.Find("jupyter_client");
        await kernel.InitializeAsync();
        var end = await ClientRun.Of(
            python, kernel.Folder, kernel.Environment, ClientRun.File("protocol_cases.py"), kernel.Name);
        var results = end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);
        return (results.ToDictionary(
            result => (string)result["case"]!,
            result => (bool)result["ok"]! ? null : (string)result["why"]!), end.Error);
    }
}
