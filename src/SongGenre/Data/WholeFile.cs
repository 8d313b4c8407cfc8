namespace SongGenre.Data;

/// <summary>Files that appear whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Lets a file be written under another name beside it, and renames that once it is complete.</summary>
    /// <param name="file">The file; one that exists is replaced, a missing folder is created.</param>
    /// <param name="write">Writes to the path that it is given.</param>
    /// <param name="isLasting">
    /// Whether it outlives a power cut that follows at once, for which a disk takes milliseconds. Default true.
    /// </param>
    /// <exception cref="SongGenreException">The file can't be written.</exception>
    public static void Write(string file, Action<string> write, bool isLasting = true)
    {
        string? temporary = null;
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
            Directory.CreateDirectory(folder);
            write(temporary);
            // A name that outlives a power cut must not name a file whose content didn't.
            if (isLasting)
            {
                using var written = File.OpenHandle(temporary, access: FileAccess.ReadWrite);
                RandomAccess.FlushToDisk(written);
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SongGenreException($"{file}: can't be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
