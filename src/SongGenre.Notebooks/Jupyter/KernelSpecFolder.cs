using System.Runtime.InteropServices;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// A folder in which Jupyter clients look for kernels. The kernel's program is copied into it, so that what is installed
/// goes on working when the place it was installed from is moved, rebuilt or gone.
/// </summary>
public sealed partial class KernelSpecFolder
{
    /// <summary>The name under which notebooks made for .NET Interactive find their kernel.</summary>
    public const string UsualName = ".net-csharp";

    /// <summary>The name that is taken where <see cref="UsualName"/> is somebody else's.</summary>
    public const string OtherName = "songgenre-csharp";

    private readonly string dataFolder;
    private readonly string source;

    /// <summary>A folder of Jupyter data.</summary>
    /// <param name="dataFolder">The folder; its <c>kernels</c> holds a folder for each kernel.</param>
    /// <param name="source">The folder of the host's build output.</param>
    internal KernelSpecFolder(string dataFolder, string source) =>
        (this.dataFolder, this.source) = (Path.GetFullPath(dataFolder), Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)));

    /// <summary>The folder of this user: <c>JUPYTER_DATA_DIR</c>, or what the platform has for it.</summary>
    /// <exception cref="NotebookException">The user has no home folder.</exception>
    public static KernelSpecFolder OfUser()
    {
        var platform = OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var folder = UserFolder(platform, Environment.GetEnvironmentVariable, home)
            ?? throw new NotebookException("There is no home folder to install a kernel in; give a place with --prefix DIR, or set JUPYTER_DATA_DIR");
        return new(folder, AppContext.BaseDirectory);
    }

    /// <summary>The folder <c>share/jupyter</c> of a prefix, such as a Python environment's folder.</summary>
    /// <param name="prefix">The prefix.</param>
    public static KernelSpecFolder OfPrefix(string prefix) => new(Path.Combine(prefix, "share", "jupyter"), AppContext.BaseDirectory);

    /// <summary>The kernels that were installed here by this program, by name.</summary>
    public IReadOnlyList<InstalledKernel> List() =>
        Directory.Exists(Kernels)
            ? [.. Directory.GetDirectories(Kernels).Order(StringComparer.Ordinal).Select(InstalledKernel.Find).OfType<InstalledKernel>()]
            : [];

    /// <summary>The user's folder of Jupyter data; null when nothing says where it is.</summary>
    /// <seealso href="https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files"/>
    internal static string? UserFolder(OSPlatform platform, Func<string, string?> variable, string home)
    {
        if (variable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen) return chosen;
        if (platform == OSPlatform.Windows) return variable("APPDATA") is { Length: > 0 } data ? Path.Combine(data, "jupyter") : null;
        if (platform != OSPlatform.OSX && variable("XDG_DATA_HOME") is { Length: > 0 } xdg) return Path.Combine(xdg, "jupyter");
        if (home.Length == 0) return null;
        return platform == OSPlatform.OSX ? Path.Combine(home, "Library", "Jupyter") : Path.Combine(home, ".local", "share", "jupyter");
    }

    private string Kernels => Path.Combine(dataFolder, "kernels");
}
