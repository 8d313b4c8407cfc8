using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A package that a restore chose, with the files that matter on this platform.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Compile">Assemblies to compile against.</param>
/// <param name="Runtime">Assemblies to run.</param>
/// <param name="Native">Native libraries.</param>
/// <param name="Satellites">Satellite assemblies; each one's folder carries its culture's name.</param>
internal sealed record RestoredPackage(
    string Name,
    string Version,
    IReadOnlyList<string> Compile,
    IReadOnlyList<string> Runtime,
    IReadOnlyList<string> Native,
    IReadOnlyList<string> Satellites);

/// <summary>All packages that a set of packages needs, itself included.</summary>
/// <param name="Packages">The packages.</param>
internal sealed record PackageGraph(IReadOnlyList<RestoredPackage> Packages)
{
    public static PackageGraph Empty { get; } = new([]);

    public RestoredPackage? Find(string name) =>
        Packages.FirstOrDefault(package => package.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Reads what a restore has written (project.assets.json). Null when the file isn't there or is damaged, or when
    /// the packages' folder lacks a file that it names.
    /// </summary>
    /// <param name="assets">The file.</param>
    /// <param name="runtime">The platform, such as <c>linux-x64</c>.</param>
    public static PackageGraph? Read(string assets, string runtime)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(assets))!.AsObject();
            string[] folders = [.. root["packageFolders"]!.AsObject().Select(folder => folder.Key)];
            var libraries = root["libraries"]!;
            var target = root["targets"]!.AsObject()
                .Single(entry => entry.Key.EndsWith("/" + runtime, StringComparison.Ordinal)).Value!;
            return new PackageGraph([.. target.AsObject()
                .Where(entry => (string?)entry.Value!["type"] == "package")
                .Select(entry => Package(entry.Key, entry.Value!, (string)libraries[entry.Key]!["path"]!, folders))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            return null;
        }
    }

    private static RestoredPackage Package(string key, JsonNode assets, string path, string[] folders)
    {
        var folder = folders.Select(root => Path.Combine(root, path)).FirstOrDefault(Directory.Exists)
            ?? throw new DirectoryNotFoundException(path);
        List<string> Files(string kind) => assets[kind] is not JsonObject files ? [] :
        [
            .. files.Select(file => file.Key).Where(file => !file.EndsWith("/_._", StringComparison.Ordinal))
                .Select(file => Path.GetFullPath(Path.Combine(folder, file)))
                .Select(file => File.Exists(file) ? file : throw new FileNotFoundException(file)),
        ];
        var parts = key.Split('/', 2);
        return new(parts[0], parts[1], Files("compile"), Files("runtime"), Files("native"), Files("resource"));
    }
}
