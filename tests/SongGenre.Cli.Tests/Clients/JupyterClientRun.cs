using System.Text.Json.Nodes;

namespace SongGenre.Cli.Tests.Clients;

/// <summary>One run of all cases of <c>protocol_cases.py</c> with Debian's jupyter_client.</summary>
public sealed class JupyterClientRun : IAsyncLifetime
{
    private readonly InstalledClientKernel kernel = new();
    private Dictionary<string, string?> failures = [];
    private string said = "";

    public async ValueTask InitializeAsync()
    {
        await kernel.InitializeAsync();
        var run = await ClientRun.Of(
            DebianPython.Find("jupyter_client"), kernel.Folder, kernel.Environment, ClientRun.File("protocol_cases.py"), kernel.Name);
        said = run.Error;
        failures = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .ToDictionary(result => (string)result["case"]!, result => (bool)result["ok"]! ? null : (string)result["why"]!);
    }

    public ValueTask DisposeAsync() => kernel.DisposeAsync();

    public void Check(string name) => Assert.True(
        failures.TryGetValue(name, out var why) && why is null, $"{why ?? "the case did not run"}\n{said}");
}
