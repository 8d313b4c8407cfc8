using System.Runtime.InteropServices;

namespace SongGenre.Notebooks.Runner;

/// <summary>The <c>dotnet</c> program that starts a notebook's process.</summary>
internal static class DotnetHost
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>
    /// The one whose runtime runs this process, wherever it is installed; this process itself may have been started
    /// by an executable of its own.
    /// </summary>
    public static string Path { get; } = Candidates().FirstOrDefault(File.Exists) ?? Name;

    private static IEnumerable<string> Candidates()
    {
        // The runtime lies in {root}/shared/Microsoft.NETCore.App/{version}/.
        yield return System.IO.Path.GetFullPath(
            System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", Name));
        if (Environment.ProcessPath is { } self && System.IO.Path.GetFileName(self) == Name) yield return self;
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host) yield return host;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
            yield return System.IO.Path.Combine(root, Name);
    }
}
