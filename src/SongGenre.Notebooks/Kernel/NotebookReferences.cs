using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SongGenre.Notebooks.Kernel;

/// <summary>Finds what <c>#r</c> names, and what the named assembly needs itself, for the compiler.</summary>
/// <param name="workingDirectory">What relative paths in cells are relative to.</param>
/// <param name="loadContext">Is told where to look at run time.</param>
internal sealed class NotebookReferences(string workingDirectory, NotebookLoadContext loadContext) : MetadataReferenceResolver
{
    private readonly Dictionary<string, PortableExecutableReference> cache = [];

    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (Find(reference, baseFilePath) is { } path)
        {
            // The host's copy is the one that runs, so it is the one to compile against.
            if (HostAssemblies.Find(Path.GetFileNameWithoutExtension(path)) is { } host) return [host];
            loadContext.AddFolder(Path.GetDirectoryName(path)!);
            return [Open(path)];
        }

        return HostAssemblies.Find(reference) is { } platform ? [platform] : [];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (definition is not PortableExecutableReference { FilePath: { } path } || HostAssemblies.IsShared(referenceIdentity.Name)) return null;
        var dependency = Path.Combine(Path.GetDirectoryName(path)!, referenceIdentity.Name + ".dll");
        return File.Exists(dependency) ? Open(dependency) : null;
    }

    // A loaded file's own paths are relative to it; a cell's name is no path.
    private string? Find(string reference, string? baseFilePath)
    {
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase)) return null;
        var folder = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : workingDirectory;
        var path = Path.GetFullPath(reference, folder);
        return File.Exists(path) ? path : null;
    }

    private PortableExecutableReference Open(string path)
    {
        lock (cache)
            return cache.TryGetValue(path, out var known) ? known : cache[path] = MetadataReference.CreateFromFile(path);
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => workingDirectory.Length;
}
