using System.Security.Cryptography;

namespace SongGenre.Tracking.Artifacts;

/// <summary>
/// The store's files on the disk: everything is written to <c>tmp/</c>, flushed and renamed, so that whoever looks, and
/// whenever a process dies, sees a file whole or not at all.
/// </summary>
/// <param name="folder">The store's folder.</param>
internal sealed class StoreFiles(string folder)
{
    private const int BufferSize = 1 << 20;

    private string Objects { get; } = Path.Combine(folder, "objects");

    private string Temporary { get; } = Path.Combine(folder, "tmp");

    /// <summary>Where content lies, by its SHA-256.</summary>
    public string ObjectOf(string sha256) => Path.Combine(Objects, sha256[..2], sha256[2..]);

    /// <summary>Every object and its SHA-256 by its name, in ordinal order.</summary>
    public IReadOnlyList<(string File, string Sha256)> All() => !Directory.Exists(Objects) ? [] :
    [
        .. Directory.EnumerateFiles(Objects, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (file, Path.GetFileName(Path.GetDirectoryName(file)) + Path.GetFileName(file))),
    ];

    /// <summary>What is being written, or was when a process died.</summary>
    public IReadOnlyList<string> Unfinished() =>
        Directory.Exists(Temporary) ? Directory.GetFiles(Temporary) : [];

    /// <summary>Takes a file's content in, unless it is there already and whole.</summary>
    /// <param name="source">The file, open at its start.</param>
    /// <returns>Its size and SHA-256.</returns>
    public (long Size, string Sha256) Put(FileStream source)
    {
        var found = Copy(source, null);
        if (IsWhole(found.Size, found.Sha256)) return found;
        Directory.CreateDirectory(Temporary);
        var temporary = NewTemporary();
        try
        {
            // Hashed again: the file may have changed since.
            source.Position = 0;
            using (var target = Create(temporary))
            {
                found = Copy(source, target);
                target.Flush(flushToDisk: true);
            }

            var kept = ObjectOf(found.Sha256);
            Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
            File.Move(temporary, kept, overwrite: true);
            return found;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Whether an object is there and what its name says.</summary>
    public bool IsWhole(long size, string sha256)
    {
        var file = new FileInfo(ObjectOf(sha256));
        return file.Exists && file.Length == size && Hash(file.FullName).Sha256 == sha256;
    }

    /// <summary>Writes a small file.</summary>
    /// <param name="file">The file; its folder is made where missing.</param>
    /// <param name="content">What it shall hold.</param>
    /// <param name="overwrite">Whether one that exists is replaced.</param>
    /// <returns>Whether it was written: false where one exists that may not be replaced.</returns>
    public bool Write(string file, ReadOnlySpan<byte> content, bool overwrite)
    {
        Directory.CreateDirectory(Temporary);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = NewTemporary();
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(file))
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Copies to the end.</summary>
    /// <returns>Size and SHA-256 of what was copied.</returns>
    public static (long Size, string Sha256) Copy(Stream source, Stream? target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var size = 0L;
        for (int read; (read = source.Read(buffer)) > 0; size += read)
        {
            hash.AppendData(buffer, 0, read);
            target?.Write(buffer, 0, read);
        }

        return (size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>A file's size and SHA-256.</summary>
    public static (long Size, string Sha256) Hash(string file)
    {
        using var stream = Open(file);
        return Copy(stream, null);
    }

    // Others may replace or remove what is being read.
    public static FileStream Open(string file) =>
        new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>A file's path from a folder on, its parts separated by <c>/</c>.</summary>
    public static string Relative(string folder, string file) =>
        Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');

    private string NewTemporary() => Path.Combine(Temporary, Guid.NewGuid().ToString("N"));

    // Nobody may change it: it is what its name says.
    private static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        return new(file, options);
    }
}
