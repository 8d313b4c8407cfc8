using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>
/// For code that is being typed: the files that its <c>#r</c> lines name, without anything being loaded, restored or
/// remembered for running.
/// </summary>
internal sealed class TypedReferences(string workingDirectory, DocumentedReferences references)
    : MetadataReferenceResolver
{
    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (reference.Contains(':') && !Path.IsPathRooted(reference)) return [];
        return Open(Path.Combine(workingDirectory, reference)) is { } found ? [found] : [];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        definition is PortableExecutableReference { FilePath: { } path }
        && !HostAssemblies.IsShared(referenceIdentity.Name)
            ? Open(Path.Combine(Path.GetDirectoryName(path)!, referenceIdentity.Name + ".dll"))
            : null;

    private PortableExecutableReference? Open(string path)
    {
        var known = HostAssemblies.Find(Path.GetFileNameWithoutExtension(path));
        if (known is not null) return references.Of(known) as PortableExecutableReference;
        return references.At(path);
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => workingDirectory.Length;
}
