using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SongGenre.Notebooks.Kernel;

/// <summary>Finds what <c>#r</c> names, and what the named assembly needs itself, for the compiler.</summary>
/// <param name="workingDirectory">What relative paths in cells are relative to.</param>
/// <param name="loadContext">Is told where to look at run time.</param>
/// <param name="libraries">Reads the files.</param>
/// <param name="packages">What was restored.</param>
internal sealed class NotebookReferences(
    string workingDirectory, NotebookLoadContext loadContext, NotebookLibraries libraries, NotebookPackages packages)
    : MetadataReferenceResolver
{
    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        // The compiler takes one assembly per line; those of packages are given to it beside the lines.
        if (PackageRequest.IsPackage(reference)) return [HostAssemblies.Find("System.Runtime")!];
        var path = FullPath(reference, baseFilePath);
        if (!File.Exists(path)) return HostAssemblies.Find(reference) is { } platform ? [platform] : [];

        // The host's copy is the one that runs, so it is the one to compile against.
        if (HostAssemblies.Find(Path.GetFileNameWithoutExtension(path)) is { } host) return [host];
        if (!libraries.TryOpen(path, out var library) || Other(library) is not null) return [];
        loadContext.AddFolder(Path.GetDirectoryName(path)!);
        return [InUse(library).Reference];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        var name = referenceIdentity.Name;
        if (HostAssemblies.IsShared(name) || definition is not PortableExecutableReference { FilePath: { } path })
            return null;
        // What the host itself is made of is no business of cells.
        if (HostAssemblies.Find(Path.GetFileNameWithoutExtension(path)) == definition) return null;
        if (packages.Find(name) is { } package) return package;
        if (libraries.Find(name) is { } known) return known.Reference;
        var dependency = Path.Combine(Path.GetDirectoryName(path)!, name + ".dll");
        return File.Exists(dependency) && libraries.TryOpen(dependency, out var library) ? library.Reference : null;
    }

    /// <summary>The compiler's complaint about a reference, in words that say what is wrong with it.</summary>
    public Diagnostic Explain(Diagnostic error)
    {
        if (error.Id != PackageFailure.MissingReference || error.Location.SourceTree is not { } tree) return error;
        var directive = tree.GetRoot().FindNode(error.Location.SourceSpan, findInsideTrivia: true)
            .FirstAncestorOrSelf<ReferenceDirectiveTriviaSyntax>();
        if (directive is null) return error;
        return Error(error.Id, Problem(directive.File.ValueText, tree.FilePath), error.Location);
    }

    /// <summary>An error of our own as the compiler would report it.</summary>
    public static Diagnostic Error(string id, string message, Location location)
    {
        var kind = new DiagnosticDescriptor(id, "", "{0}", "", DiagnosticSeverity.Error, isEnabledByDefault: true);
        return Diagnostic.Create(kind, location, message);
    }

    private string Problem(string reference, string baseFilePath)
    {
        const string Relative = "(paths are relative to the notebook's folder)";
        var path = FullPath(reference, baseFilePath);
        var shown = Shown(path);
        if (reference.AsSpan().ContainsAny('*', '?'))
            return $"{reference}: #r takes no wildcards; name each .dll in a line of its own";
        if (Directory.Exists(path)) return $"{shown} is a folder; name a .dll in it";
        if (Path.GetExtension(path).ToLowerInvariant() is ".csproj" or ".fsproj" or ".vbproj" or ".sln" or ".slnx")
            return $"{shown} is a project; build it and name the .dll that it makes";
        if (!File.Exists(path))
            return $"{shown} is not there {Relative}; build the project that makes it, or correct the path";
        if (!libraries.TryOpen(path, out var library))
            return $"{shown} is no .NET assembly: it is a native library, damaged or not readable; #r takes .NET "
                + "assemblies, and finds native libraries beside them by itself";
        return Other(library) is { } other
            ? $"another {Path.GetFileName(path)}, {other}, is in use already; restart the kernel to use {shown}"
            : $"{shown} can't be used";
    }

    // The same build in another place is the same library.
    private LibraryFile InUse(LibraryFile library) =>
        libraries.Find(Path.GetFileNameWithoutExtension(library.Path)) ?? library;

    private string? Other(LibraryFile library)
    {
        var name = Path.GetFileNameWithoutExtension(library.Path);
        if (InUse(library) is var first && first.Build != library.Build) return Shown(first.Path);
        var isAnother = packages.FileOf(name) is { } file && LibraryFile.BuildOf(file) != library.Build;
        return isAnother ? "which a package brings" : null;
    }

    private string Shown(string path) => Path.GetRelativePath(workingDirectory, path).Replace('\\', '/');

    // A loaded file's own paths are relative to it; a cell's name is no path.
    private string FullPath(string reference, string? baseFilePath)
    {
        var folder = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : workingDirectory;
        return Path.GetFullPath(reference, folder);
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => workingDirectory.GetHashCode(StringComparison.Ordinal);
}
