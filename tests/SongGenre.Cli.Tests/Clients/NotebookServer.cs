using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Tests.Reports;

namespace SongGenre.Cli.Tests.Clients;

/// <summary>Debian's jupyter-notebook, serving one folder to this machine alone.</summary>
internal sealed class NotebookServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly Uri address;
    private readonly string token;

    private NotebookServer(Process process, Uri address, string token) =>
        (this.process, this.address, this.token) = (process, address, token);

    public static async Task<NotebookServer> StartAsync(string folder, IReadOnlyDictionary<string, string> environment)
    {
        var token = Guid.NewGuid().ToString("n");
        var start = new ProcessStartInfo(RequiredTool.Find("jupyter-notebook"),
        [
            "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={FreePort()}", "--NotebookApp.token=" + token,
            "--notebook-dir=" + folder,
        ])
        { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.BeginOutputReadLine();
        var file = Path.Combine(environment["JUPYTER_RUNTIME_DIR"], $"nbserver-{process.Id}.json");
        for (var i = 0; i < 600 && !process.HasExited; i++)
        {
            // Where the port was taken meanwhile, the server chose the next one.
            if (Port(file) is { } port) return new(process, new Uri($"http://127.0.0.1:{port}/"), token);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        process.Kill(entireProcessTree: true);
        throw new InvalidOperationException("jupyter-notebook does not listen: " + await said);
    }

    public Uri PageOf(string notebook) => new(address, $"notebooks/{notebook}?token={token}");

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static int? Port(string file)
    {
        try
        {
            return (int?)JsonNode.Parse(File.ReadAllText(file))!["port"];
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
