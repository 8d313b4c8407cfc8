using System.Runtime.InteropServices;

namespace SongGenre.Notebooks.Kernel;

/// <summary>What the process runs on.</summary>
internal static class RunningPlatform
{
    /// <summary>The folder of the platform's assemblies.</summary>
    public static string Folder { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>The operating system as the portable runtime identifiers name it.</summary>
    public static string Name { get; } =
        OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    /// <summary>The processor as the runtime identifiers name it.</summary>
    public static string Architecture { get; } = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>Which names are the same file.</summary>
    public static StringComparer FileNames { get; } =
        OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
}
