using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>
/// The compiler's references with their documentation: a library's stands beside it, the platform's in the reference
/// pack that an SDK brings. Metadata that have been read for compiling are not read again.
/// </summary>
internal sealed class DocumentedReferences
{
    // The platform's implementation is divided into other assemblies than its documentation.
    private static readonly Lazy<XmlDocumentation> PlatformDocumentation =
        new(() => new XmlDocumentation(ReferencePack));

    private static readonly Lazy<CSharpCompilation> Host =
        new(() => HostAssemblies.Bind(HostAssemblies.References.Select(Document)));

    private readonly ConcurrentDictionary<MetadataReference, MetadataReference> documented =
        new(HostAssemblies.References.Zip(Host.Value.ExternalReferences, KeyValuePair.Create));

    private readonly ConcurrentDictionary<string, (DateTime Written, PortableExecutableReference Reference)> files = [];

    /// <summary>The reference with documentation; itself if its metadata can't be read.</summary>
    public MetadataReference Of(MetadataReference reference) => documented.GetOrAdd(reference, Document);

    /// <summary>The library of a path, or null when there is none.</summary>
    public PortableExecutableReference? At(string path)
    {
        try
        {
            if (!File.Exists(path)) return null;
            var written = File.GetLastWriteTimeUtc(path);
            if (files.TryGetValue(path, out var known) && known.Written == written) return known.Reference;
            // Read whole: the file stays free to be rebuilt.
            var reference = AssemblyMetadata.CreateFromImage(File.ReadAllBytes(path))
                .GetReference(Documentation(path), filePath: path);
            files[path] = (written, reference);
            return reference;
        }
        catch (Exception e) when
            (e is IOException or UnauthorizedAccessException or BadImageFormatException or ArgumentException)
        {
            return null;
        }
    }

    private static MetadataReference Document(MetadataReference reference)
    {
        try
        {
            return reference is PortableExecutableReference { FilePath: { } path } file
                && file.GetMetadata() is AssemblyMetadata metadata
                ? metadata.GetReference(Documentation(path), filePath: path)
                : reference;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return reference;
        }
    }

    private static XmlDocumentation Documentation(string path) =>
        Path.GetDirectoryName(path) == RunningPlatform.Folder
            ? PlatformDocumentation.Value
            : new XmlDocumentation(() => [Path.ChangeExtension(path, ".xml")]);

    // dotnet/shared/Microsoft.NETCore.App/10.0.1 has dotnet/packs/Microsoft.NETCore.App.Ref/10.0.1/ref/net10.0 beside it.
    private static string[] ReferencePack()
    {
        var root = Path.Combine(RunningPlatform.Folder, "..", "..", "..");
        var packs = Path.GetFullPath(Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref"));
        if (!Directory.Exists(packs)) return [];
        var framework = $"net{Environment.Version.ToString(2)}";
        var newest = Directory.GetDirectories(packs)
            .Where(pack => Directory.Exists(Path.Combine(pack, "ref", framework)))
            .MaxBy(pack =>
                Version.TryParse(Path.GetFileName(pack).Split('-')[0], out var version) ? version : new Version());
        return newest is null ? [] : Directory.GetFiles(Path.Combine(newest, "ref", framework), "*.xml");
    }
}
