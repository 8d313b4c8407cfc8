using System.Runtime.InteropServices;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>Where Jupyter keeps data; the <c>kernels</c> in each of these folders are searched for kernels.</summary>
/// <seealso href="https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files"/>
internal static class DataFolders
{
    /// <summary>The platform that this is.</summary>
    public static OSPlatform Platform =>
        OperatingSystem.IsWindows() ? OSPlatform.Windows
        : OperatingSystem.IsMacOS() ? OSPlatform.OSX
        : OSPlatform.Linux;

    /// <summary>The user's home folder; empty when there is none.</summary>
    public static string Home => Environment.GetFolderPath(
        Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>The user's folder; null when nothing says where it is.</summary>
    public static string? OfUser(OSPlatform platform, Func<string, string?> variable, string home)
    {
        if (variable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen) return chosen;
        if (platform == OSPlatform.Windows)
            return variable("APPDATA") is { Length: > 0 } data ? Path.Combine(data, "jupyter") : null;
        if (platform != OSPlatform.OSX && variable("XDG_DATA_HOME") is { Length: > 0 } xdg)
            return Path.Combine(xdg, "jupyter");
        if (home.Length == 0) return null;
        return platform == OSPlatform.OSX
            ? Path.Combine(home, "Library", "Jupyter")
            : Path.Combine(home, ".local", "share", "jupyter");
    }

    /// <summary>All folders: those that were set, the user's, the active Python environment's, the system's.</summary>
    public static IEnumerable<string> All(OSPlatform platform, Func<string, string?> variable, string home)
    {
        var isWindows = platform == OSPlatform.Windows;
        foreach (var folder in (variable("JUPYTER_PATH") ?? "").Split(
            isWindows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            yield return folder;
        if (OfUser(platform, variable, home) is { } own) yield return own;
        foreach (var name in (string[])["VIRTUAL_ENV", "CONDA_PREFIX"])
            if (variable(name) is { Length: > 0 } prefix) yield return Path.Combine(prefix, "share", "jupyter");
        if (!isWindows)
        {
            yield return "/usr/local/share/jupyter";
            yield return "/usr/share/jupyter";
        }
        else if (variable("PROGRAMDATA") is { Length: > 0 } data)
        {
            yield return Path.Combine(data, "jupyter");
        }
    }
}
