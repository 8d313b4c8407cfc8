using SongGenre.Notebooks.Tests.Reports;

namespace SongGenre.Cli.Tests.Clients;

/// <summary>The npm package zeromq, which VS Code's Jupyter extension is built on, and no Python.</summary>
public sealed class ZeroMqTests(InstalledClientKernel kernel) : IClassFixture<InstalledClientKernel>
{
    [Fact]
    public async Task It_starts_executes_interrupts_and_stops_the_kernel()
    {
        var node = RequiredTool.Find("node");
        // Node finds packages beside the program that asks for them: there, where npm puts them.
        var program = Path.Combine(RepositoryFolder.Root, "tests", "SongGenre.Cli.Tests", "Clients", "zeromq_client.mjs");
        if (!Directory.Exists(Path.Combine(Path.GetDirectoryName(program)!, "node_modules", "zeromq")))
            RequiredTool.Find("the npm package zeromq (npm ci --ignore-scripts in tests/SongGenre.Cli.Tests/Clients)");
        var run = await ClientRun.Of(node, kernel.Folder, kernel.Environment, program, kernel.Spec);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(("42", "1", 0), ((string)run.Json["executed"]!, (string)run.Json["kept"]!, (int)run.Json["stopped"]!));
    }
}
