using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive.Formatting;

namespace SongGenre.Notebooks.Kernel;

/// <summary>The assemblies that every notebook sees: the platform's, and those through which cells display.</summary>
internal static class HostAssemblies
{
    private static readonly Lazy<ImmutableDictionary<string, MetadataReference>> ByName = new(() =>
        Trusted().Concat(Displaying()).DistinctBy(Path.GetFileName).ToImmutableDictionary(
            path => Path.GetFileNameWithoutExtension(path),
            path => (MetadataReference)Open(path),
            StringComparer.OrdinalIgnoreCase));

    private static readonly Lazy<CSharpCompilation> Bound = new(() => Bind(ByName.Value.Values));

    /// <summary>For the compiler; the platform's and the display's assemblies.</summary>
    public static IReadOnlyList<MetadataReference> References => Bound.Value.ExternalReferences;

    /// <summary>Whether a notebook gets the host's copy of an assembly even when it brings one of its own.</summary>
    public static bool IsShared(string name) => ByName.Value.ContainsKey(name);

    /// <summary>The host's assembly of a simple name, or null.</summary>
    public static PortableExecutableReference? Find(string name) =>
        ByName.Value.GetValueOrDefault(name) as PortableExecutableReference;

    /// <summary>
    /// Has the compiler make the symbols of references, which every later compilation then takes for as long as the
    /// returned one lives.
    /// </summary>
    /// <remarks>
    /// Submissions of a session understand each other only when their symbols are the same, and nothing else sees to
    /// that: each compilation takes the first fitting symbols that are still in memory. Two that begin at once would
    /// each make their own, and the next of one session would take those of the other.
    /// </remarks>
    public static CSharpCompilation Bind(IEnumerable<MetadataReference> references)
    {
        var bound = CSharpCompilation.CreateScriptCompilation("host", references: references);
        _ = bound.Assembly;
        return bound;
    }

    // This process runs from these files and keeps them as they are, so that the compiler needs no copies of its own:
    // 80 MB of memory. Of a mapped file, what the compiler never looks at takes no room.
    private static PortableExecutableReference Open(string path) =>
        AssemblyMetadata.CreateFromStream(File.OpenRead(path), PEStreamOptions.Default)
            .GetReference(filePath: path, display: path);

    private static IEnumerable<string> Trusted() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == RunningPlatform.Folder);

    private static IEnumerable<string> Displaying() =>
        Dependencies(typeof(Formatter).Assembly, []).Append(typeof(CellScope).Assembly)
            .Select(assembly => assembly.Location);

    private static HashSet<Assembly> Dependencies(Assembly assembly, HashSet<Assembly> found)
    {
        if (Path.GetDirectoryName(assembly.Location) != RunningPlatform.Folder && found.Add(assembly))
            foreach (var reference in assembly.GetReferencedAssemblies()) Dependencies(Assembly.Load(reference), found);
        return found;
    }
}
