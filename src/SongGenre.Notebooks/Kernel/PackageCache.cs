using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Kernel;

/// <summary>Where the result of a restore is kept: a small file per set of packages, in the user's cache.</summary>
internal static class PackageCache
{
    /// <summary>The framework that packages are chosen for.</summary>
    public const string Framework = "net10.0";

    /// <summary>The platform that packages are chosen for, by its portable name.</summary>
    public static string Runtime { get; } =
        $"{RunningPlatform.Name}{(IsMusl ? "-musl" : "")}-{RunningPlatform.Architecture}";

    private static bool IsMusl => RuntimeInformation.RuntimeIdentifier is var runtime
        && (runtime.Contains("musl", StringComparison.Ordinal) || runtime.StartsWith("alpine", StringComparison.Ordinal));

    /// <summary>The versions of the installed SDKs.</summary>
    public static IEnumerable<string> Sdks
    {
        get
        {
            var folder = Path.Combine(Path.GetDirectoryName(DotnetHost.Path)!, "sdk");
            if (!Path.IsPathRooted(folder)) return [""];
            return !Directory.Exists(folder) ? []
                : Directory.GetDirectories(folder).Select(sdk => Path.GetFileName(sdk)).Order(StringComparer.Ordinal);
        }
    }

    /// <summary>The file of a set of packages. Its name changes with everything that a restore depends on.</summary>
    public static string FileOf(
        string workingDirectory, IEnumerable<PackageRequest> requests, IEnumerable<string> sources)
    {
        var key = new StringBuilder();
        var lines = requests.Select(request => $"{request.Name.ToLowerInvariant()} {request.ProjectVersion}");
        key.AppendJoin('\n', lines.Order(StringComparer.Ordinal)).AppendLine();
        key.AppendJoin('\n', sources).AppendLine().AppendJoin('\n', Sdks).AppendLine(Framework).AppendLine(Runtime);
        key.AppendLine(Environment.GetEnvironmentVariable("NUGET_PACKAGES"));
        foreach (var config in Configs(workingDirectory)) key.AppendLine(config).AppendLine(Content(config));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString()));
        return Path.Combine(Folder, Convert.ToHexStringLower(hash)[..32] + ".json");
    }

    private static string Folder
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var named = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            var root = Path.IsPathRooted(named) ? named
                : OperatingSystem.IsWindows() ? LocalData
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
                : Path.Combine(home, ".cache");
            return Path.Combine(root, "songgenre", "packages");
        }
    }

    private static string LocalData => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);

    // https://learn.microsoft.com/nuget/consume-packages/configuring-nuget-behavior
    private static IEnumerable<string> Configs(string workingDirectory)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var users = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "NuGet")]
            : (string[])[Path.Combine(home, ".nuget", "NuGet"), Path.Combine(home, ".config", "NuGet")];
        foreach (var file in Found(MachineConfigs, "*.config")) yield return file;
        foreach (var folder in users.SelectMany(user => (string[])[user, Path.Combine(user, "config")]))
            foreach (var file in Found(folder, "*.config")) yield return file;
        for (var folder = new DirectoryInfo(workingDirectory); folder is not null; folder = folder.Parent)
            foreach (var file in Found(folder.FullName, "nuget.config")) yield return file;
    }

    private static string MachineConfigs
    {
        get
        {
            var root = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86)
                : Environment.GetEnvironmentVariable("NUGET_COMMON_APPLICATION_DATA") is { Length: > 0 } named ? named
                : OperatingSystem.IsMacOS() ? "/Library/Application Support"
                : "/etc/opt";
            return Path.Combine(root, "NuGet", "Config");
        }
    }

    private static EnumerationOptions AnyCase { get; } = new() { MatchCasing = MatchCasing.CaseInsensitive };

    private static string[] Found(string folder, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, pattern, AnyCase).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Content(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
