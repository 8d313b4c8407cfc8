using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Holds the compiled cells and what they reference. A dependency is looked for among the packages and beside the
/// referenced assemblies first, so that the host's own libraries don't take the place of the notebook's; the platform's
/// assemblies and those that formatters and host exchange objects through are the host's.
/// </summary>
/// <remarks>
/// Libraries are loaded from their content, so that they can be built again while the session lives. Files of packages
/// never change, and native libraries can only be loaded from where they are.
/// </remarks>
/// <param name="libraries">What was read already.</param>
internal sealed class NotebookLoadContext(NotebookLibraries libraries) : AssemblyLoadContext("notebook")
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Assembly> loaded = new(StringComparer.OrdinalIgnoreCase);
    private string[] folders = [];
    private Dictionary<string, string> packageFiles = [];
    private IReadOnlyList<string> packageNatives = [];

    /// <summary>Adds the folder of a referenced assembly to those that are searched, in the order they came.</summary>
    public void AddFolder(string folder)
    {
        lock (gate)
            if (!folders.Contains(folder)) folders = [.. folders, folder];
    }

    /// <summary>Sets what the packages bring.</summary>
    public void SetPackages(IEnumerable<RestoredPackage> packages)
    {
        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        List<string> natives = [];
        foreach (var package in packages)
        {
            foreach (var file in package.Runtime) files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
            foreach (var file in package.Satellites)
            {
                var culture = Path.GetFileName(Path.GetDirectoryName(file));
                files.TryAdd(Key(Path.GetFileNameWithoutExtension(file), culture), file);
            }

            natives.AddRange(package.Native);
        }

        lock (gate) (packageFiles, packageNatives) = (files, natives);
    }

    /// <summary>The build of the assembly that runs under a simple name; null when none was loaded.</summary>
    public Guid? BuildOf(string name)
    {
        lock (gate) return loaded.GetValueOrDefault(name)?.ManifestModule.ModuleVersionId;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name || HostAssemblies.IsShared(name)) return null;
        var key = Key(name, assemblyName.CultureName);
        lock (gate)
        {
            if (loaded.TryGetValue(key, out var assembly)) return assembly;
            assembly = packageFiles.TryGetValue(key, out var file)
                ? LoadFromAssemblyPath(file)
                : FromFolders(name, assemblyName.CultureName ?? "");
            if (assembly is not null) loaded.Add(key, assembly);
            return assembly;
        }
    }

    private Assembly? FromFolders(string name, string culture)
    {
        if (culture.Length == 0 && libraries.Find(name) is { } known) return known.LoadInto(this);
        foreach (var folder in folders)
        {
            var file = Path.Combine(folder, culture, name + ".dll");
            if (File.Exists(file) && libraries.TryOpen(file, out var library)) return library.LoadInto(this);
        }

        return null;
    }

    // A satellite assembly has its library's name for every culture.
    private static string Key(string name, string? culture) => culture is { Length: > 0 } ? $"{culture}/{name}" : name;

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (var file in NativeFileNames(unmanagedDllName))
        {
            var native = packageNatives.FirstOrDefault(path => RunningPlatform.FileNames.Equals(Path.GetFileName(path), file));
            if (native is not null) return NativeLibrary.Load(native);
        }

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
    [
        .. new[]
        {
            RuntimeInformation.RuntimeIdentifier,
            $"{RunningPlatform.Name}-{RunningPlatform.Architecture}",
            RunningPlatform.Name,
            OperatingSystem.IsWindows() ? RunningPlatform.Name : "unix",
        }.Distinct().Select(rid => Path.Combine("runtimes", rid, "native")),
    ];

    private static IEnumerable<string> NativeFileNames(string name)
    {
        var ending = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return [name, name + ending, $"lib{name}{ending}", $"lib{name}"];
    }
}
