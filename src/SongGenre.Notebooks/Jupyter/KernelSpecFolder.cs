namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// A folder in which Jupyter clients look for kernels. The kernel's program is copied into it, so that what is
/// installed goes on working when the place it was installed from is moved, rebuilt or gone.
/// </summary>
public sealed partial class KernelSpecFolder
{
    /// <summary>The name under which notebooks made for .NET Interactive find their kernel.</summary>
    public const string UsualName = ".net-csharp";

    /// <summary>The name that is taken where <see cref="UsualName"/> is somebody else's.</summary>
    public const string OtherName = "songgenre-csharp";

    private readonly string dataFolder;
    private readonly string source;
    private readonly IReadOnlyList<string> elsewhere;

    /// <summary>A folder of Jupyter data.</summary>
    /// <param name="dataFolder">The folder; its <c>kernels</c> holds a folder for each kernel.</param>
    /// <param name="source">The folder of the host's build output.</param>
    /// <param name="elsewhere">Where clients look for kernels besides.</param>
    internal KernelSpecFolder(string dataFolder, string source, IReadOnlyList<string>? elsewhere = null)
    {
        this.dataFolder = Path.GetFullPath(dataFolder);
        this.source = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source));
        this.elsewhere = elsewhere ?? [];
    }

    /// <summary>The folder of this user: <c>JUPYTER_DATA_DIR</c>, or what the platform has for it.</summary>
    /// <exception cref="NotebookException">The user has no home folder.</exception>
    public static KernelSpecFolder OfUser()
    {
        var folder = DataFolders.OfUser(DataFolders.Platform, Environment.GetEnvironmentVariable, DataFolders.Home)
            ?? throw new NotebookException("There is no home folder to install a kernel in; "
                + "give a place with --prefix DIR, or set JUPYTER_DATA_DIR");
        return new(folder, AppContext.BaseDirectory, Searched());
    }

    /// <summary>The folder <c>share/jupyter</c> of a prefix, such as a Python environment's folder.</summary>
    /// <param name="prefix">The prefix.</param>
    public static KernelSpecFolder OfPrefix(string prefix) =>
        new(Path.Combine(prefix, "share", "jupyter"), AppContext.BaseDirectory, Searched());

    /// <summary>The kernels that were installed here by this program, by name.</summary>
    public IReadOnlyList<InstalledKernel> List() => [.. KernelsIn(dataFolder).Select(InstalledKernel.Find)
        .OfType<InstalledKernel>().OrderBy(kernel => kernel.Name, StringComparer.Ordinal)];

    private static IReadOnlyList<string> Searched() =>
        [.. DataFolders.All(DataFolders.Platform, Environment.GetEnvironmentVariable, DataFolders.Home)];

    private static string[] KernelsIn(string dataFolder)
    {
        try
        {
            return Directory.GetDirectories(Path.Combine(dataFolder, "kernels"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It is not there, or not for this user.
            return [];
        }
    }

    private string Kernels => Path.Combine(dataFolder, "kernels");
}
