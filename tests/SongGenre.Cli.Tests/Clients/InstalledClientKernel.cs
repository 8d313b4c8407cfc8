namespace SongGenre.Cli.Tests.Clients;

/// <summary>The kernel, installed by its own command under a prefix of its own, and what clients need to find it there.</summary>
public sealed class InstalledClientKernel : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public string Name { get; private set; } = "";

    public string Folder => folder.Path;

    /// <summary>Where its <c>kernel.json</c> lies.</summary>
    public string Spec => Path.Combine(Folder, "share", "jupyter", "kernels", Name);

    /// <summary>Where what a client shows is kept, to be looked at.</summary>
    public static string Pictures => Directory.CreateDirectory(Path.Combine(RepositoryFolder.Root, "artifacts", "pictures")).FullName;

    public Dictionary<string, string> Environment => new()
    {
        ["JUPYTER_PATH"] = Path.Combine(Folder, "share", "jupyter"),
        ["JUPYTER_RUNTIME_DIR"] = folder["runtime"],
        ["JUPYTER_CONFIG_DIR"] = folder["config"],
        ["JUPYTER_DATA_DIR"] = folder["data"],
        ["IPYTHONDIR"] = folder["ipython"],
        ["XDG_DATA_HOME"] = folder["xdg"],
    };

    public async ValueTask InitializeAsync()
    {
        await CommandRun.Successful("kernel", "install", "--prefix", Folder);
        Name = Path.GetFileName(Directory.GetDirectories(Path.Combine(Folder, "share", "jupyter", "kernels")).Single());
        Directory.CreateDirectory(folder["runtime"]);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
