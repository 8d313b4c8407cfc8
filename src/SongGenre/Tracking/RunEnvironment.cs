using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Tracking;

/// <summary>Where a run took place and with which versions.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="OperatingSystem">Name and version of the operating system.</param>
/// <param name="Architecture">The processor's architecture.</param>
/// <param name="Processors">How many processors the run may use.</param>
/// <param name="Runtime">The .NET runtime's version.</param>
/// <param name="Versions">Package or project to version: everything that the program was built from.</param>
/// <param name="Commit">The commit of the working tree; null outside a repository or without git.</param>
/// <param name="IsDirty">Whether the working tree differs from the commit; null when there is none.</param>
public sealed record RunEnvironment(
    string Host,
    string OperatingSystem,
    string Architecture,
    int Processors,
    string Runtime,
    IReadOnlyDictionary<string, string> Versions,
    string? Commit,
    bool? IsDirty)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The processor's name; null where the system doesn't say.</summary>
    public string? Processor { get; init; }

    /// <summary>How many bytes of memory the run may use.</summary>
    public long Memory { get; init; }

    /// <summary>Reads it from the machine; <paramref name="folder"/> is where a repository is looked for.</summary>
    public static RunEnvironment Read(string folder)
    {
        var commit = Git.Run(folder, "rev-parse", "HEAD")?.Trim();
        var changes = commit is null ? null : Git.Run(folder, "status", "--porcelain");
        return Read(commit, changes is null ? null : changes.Length > 0);
    }

    /// <summary>Reads it from the machine, the working tree being known.</summary>
    internal static RunEnvironment Read(string? commit, bool? isDirty) => new(
        Environment.MachineName,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        Packages(),
        commit,
        isDirty)
    {
        Processor = ProcessorName(),
        Memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
    };

    /// <summary>The versions in the form of NuGet's packages.lock.json.</summary>
    internal string LockList()
    {
        var packages = Versions.Select(package => KeyValuePair.Create(
            package.Key, (JsonNode?)new JsonObject { ["resolved"] = package.Value }));
        return new JsonObject
        {
            ["version"] = 1,
            ["dependencies"] = new JsonObject { ["net" + Environment.Version.ToString(2)] = new JsonObject(packages) },
        }.ToJsonString(Indented) + "\n";
    }

    // What the running program was built from, as its deps.json lists it: packages and projects with their versions.
    private static SortedDictionary<string, string> Packages()
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var file = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';')[0];
        if (!File.Exists(file)) return versions;
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var library in dependencies.RootElement.GetProperty("libraries").EnumerateObject())
        {
            var parts = library.Name.Split('/');
            versions[parts[0]] = parts[^1];
        }

        return versions;
    }

    private static string? ProcessorName()
    {
        const string list = "/proc/cpuinfo";
        try
        {
            var line = File.Exists(list)
                ? File.ReadLines(list).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                : null;
            return line is null ? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") : line.Split(':', 2)[^1].Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
