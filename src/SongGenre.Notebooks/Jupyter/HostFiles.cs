using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>The files that the host needs to run, as its list of dependencies names them.</summary>
internal static class HostFiles
{
    /// <summary>The folder in a kernel's that holds them.</summary>
    public const string Folder = "host";

    /// <summary>The program.</summary>
    public const string Program = Name + ".dll";

    private const string Name = "SongGenre.Notebooks";
    private const string Dependencies = Name + ".deps.json";

    /// <summary>How such files are read: a name that comes twice is damage.</summary>
    public static JsonDocumentOptions Json { get; } = new() { AllowDuplicateProperties = false };

    /// <summary>The files' paths, relative to the folder of the host.</summary>
    /// <param name="folder">The folder of the host, which may hold other things too.</param>
    /// <exception cref="IOException">The list is not there.</exception>
    /// <exception cref="JsonException">The list is damaged.</exception>
    /// <exception cref="InvalidOperationException">It holds something else than it should.</exception>
    public static IReadOnlyList<string> Of(string folder)
    {
        var list = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, Dependencies)), documentOptions: Json);
        var target = (string?)list?["runtimeTarget"]?["name"]
            ?? throw new JsonException($"{Dependencies} names no target");
        var files =
            new SortedSet<string>(StringComparer.Ordinal) { Program, Dependencies, Name + ".runtimeconfig.json" };
        foreach (var (_, library) in list!["targets"]?[target] as JsonObject ?? [])
        {
            // A library's own files come to lie beside the program, those for one platform keep their folders.
            foreach (var (file, _) in library?["runtime"] as JsonObject ?? []) files.Add(Path.GetFileName(file));
            foreach (var (file, _) in library?["runtimeTargets"] as JsonObject ?? [])
                if (File.Exists(Path.Combine(folder, file))) files.Add(file);
        }

        return [.. files];
    }

    /// <summary>Which of them aren't in a folder.</summary>
    public static IEnumerable<string> Missing(string folder)
    {
        try
        {
            return Of(folder).Where(file => !File.Exists(Path.Combine(folder, file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or ArgumentException or InvalidOperationException)
        {
            return [Dependencies];
        }
    }
}
