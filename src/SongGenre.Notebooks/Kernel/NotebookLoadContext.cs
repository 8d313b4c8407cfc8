using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Holds the compiled cells and what they reference. A dependency is looked for beside the referenced assemblies first,
/// so that the host's own libraries don't take the place of the notebook's; the platform's assemblies and those that
/// formatters and host exchange objects through are the host's.
/// </summary>
internal sealed class NotebookLoadContext() : AssemblyLoadContext("notebook")
{
    private readonly Lock gate = new();
    private string[] folders = [];

    /// <summary>Adds the folder of a referenced assembly to those that are searched, in the order they came.</summary>
    public void AddFolder(string folder)
    {
        lock (gate)
            if (!folders.Contains(folder)) folders = [.. folders, folder];
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name || HostAssemblies.IsShared(name)) return null;
        foreach (var folder in folders)
        {
            var file = Path.Combine(folder, assemblyName.CultureName is { Length: > 0 } culture ? culture : "", name + ".dll");
            if (File.Exists(file)) return LoadFromAssemblyPath(file);
        }

        return null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (var folder in folders)
            foreach (var place in (string[])["", .. NativeFolders])
                foreach (var file in NativeFileNames(unmanagedDllName))
                {
                    var path = Path.Combine(folder, place, file);
                    if (File.Exists(path)) return NativeLibrary.Load(path);
                }

        return 0;
    }

    // The names of https://learn.microsoft.com/dotnet/core/rid-catalog, the most particular first.
    private static string[] NativeFolders { get; } =
        [.. new[] { RuntimeInformation.RuntimeIdentifier, $"{Platform}-{Architecture}", Platform, OperatingSystem.IsWindows() ? Platform : "unix" }
            .Distinct().Select(rid => Path.Combine("runtimes", rid, "native"))];

    private static string Platform => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static IEnumerable<string> NativeFileNames(string name)
    {
        var ending = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return [name, name + ending, $"lib{name}{ending}", $"lib{name}"];
    }
}
