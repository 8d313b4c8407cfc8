using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// A library's content as the session first saw it. What is compiled against and what runs are the same bytes, and the
/// file itself is free to be written again.
/// </summary>
internal sealed class LibraryFile
{
    private readonly ImmutableArray<byte> image;
    private readonly byte[]? symbols;
    private readonly Lazy<PortableExecutableReference> reference;
    private (DateTime, long) stamp;
    private Guid seen;

    private LibraryFile(string path, (DateTime, long) stamp, ImmutableArray<byte> image, byte[]? symbols, Guid build)
    {
        (Path, this.stamp, this.image, this.symbols, Build, seen) = (path, stamp, image, symbols, build, build);
        reference = new(() => MetadataReference.CreateFromImage(image, filePath: path));
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>What tells one build of a library from another: its module's version id.</summary>
    public Guid Build { get; }

    /// <summary>For the compiler.</summary>
    public PortableExecutableReference Reference => reference.Value;

    /// <summary>Reads a file; null when it is no .NET assembly.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static LibraryFile? Read(string path)
    {
        var stamp = StampOf(path);
        var image = ImmutableCollectionsMarshal.AsImmutableArray(Content(path));
        if (BuildOf(new PEReader(image)) is not { } build) return null;
        return new LibraryFile(path, stamp, image, Symbols(System.IO.Path.ChangeExtension(path, ".pdb")), build);
    }

    /// <summary>The build that lies in a file; null when it is no .NET assembly or can't be read.</summary>
    public static Guid? BuildOf(string path)
    {
        try
        {
            return BuildOf(new PEReader(Open(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Loads it; to be called once.</summary>
    public Assembly LoadInto(AssemblyLoadContext context) => context.LoadFromStream(
        new MemoryStream(ImmutableCollectionsMarshal.AsArray(image)!),
        symbols is null ? null : new MemoryStream(symbols));

    /// <summary>Whether the file holds another build than when this was asked last.</summary>
    public bool WasRebuilt()
    {
        var now = StampOf(Path);
        // While a build writes the file it is no assembly; the next cell asks again.
        if (now == stamp || BuildOf(Path) is not { } build) return false;
        stamp = now;
        if (build == seen) return false;
        seen = build;
        return build != Build;
    }

    // A build that wants to write it at this moment may.
    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static byte[] Content(string path)
    {
        using var file = Open(path);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    // Without them, errors name no lines of the library.
    private static byte[]? Symbols(string path)
    {
        try
        {
            return File.Exists(path) ? Content(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static (DateTime, long) StampOf(string path) =>
        new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

    private static Guid? BuildOf(PEReader file)
    {
        using (file)
        {
            try
            {
                if (!file.HasMetadata || file.GetMetadataReader() is not { IsAssembly: true } metadata) return null;
                return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
            }
            catch (BadImageFormatException)
            {
                return null;
            }
        }
    }
}
