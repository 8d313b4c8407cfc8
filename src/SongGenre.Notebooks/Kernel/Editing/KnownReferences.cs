using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>
/// For submissions that ran: their directives have been followed, only what their references need is asked for.
/// </summary>
internal sealed class KnownReferences(CSharpCompilation ran, DocumentedReferences references)
    : MetadataReferenceResolver
{
    public override bool ResolveMissingAssemblies =>
        ran.Options.MetadataReferenceResolver?.ResolveMissingAssemblies ?? false;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        ran.Options.MetadataReferenceResolver?.ResolveMissingAssembly(definition, referenceIdentity) is { } found
            ? references.Of(found) as PortableExecutableReference
            : null;

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => ran.GetHashCode();
}
