using System.Text;

namespace SongGenre.Data;

/// <summary>A file that holds a table: found in its folder, its format recognised by its content.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="IsParquet">Whether it is Parquet; otherwise it is CSV.</param>
internal sealed record DataFile(string Path, bool IsParquet)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Finds the table's file at a path, which names it or the folder that holds it.</summary>
    /// <exception cref="SongGenreException">There is none, or it is of another kind.</exception>
    public static DataFile Open(string path)
    {
        try
        {
            if (Directory.Exists(path)) path = FindIn(path);
            if (!File.Exists(path)) throw new SongGenreException($"{path}: no such file or folder.");
            return new DataFile(path, Recognise(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException($"{path}: can't be read: {e.Message}", e);
        }
    }

    private static string FindIn(string folder)
    {
        var published = System.IO.Path.Combine(folder, DataSetCard.Embedded.File);
        if (File.Exists(published)) return published;

        var found = Directory.EnumerateFiles(folder)
            .Where(file => System.IO.Path.GetExtension(file).ToLowerInvariant() is ".parquet" or ".csv")
            .Order(StringComparer.Ordinal).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new SongGenreException(
                $"{folder}: the folder holds neither {DataSetCard.Embedded.File} nor another .parquet or .csv file."),
            _ => throw new SongGenreException(
                $"{folder}: the folder holds {found.Count} files ({Names(found)}); name one of them."),
        };
    }

    private static string Names(List<string> files) =>
        string.Join(", ", files.Take(3).Select(System.IO.Path.GetFileName)) + (files.Count > 3 ? ", …" : "");

    private static bool Recognise(string file)
    {
        // A pipe or a device has no length either; opening one could wait for ever.
        if (new FileInfo(file).Length == 0) throw new SongGenreException($"{file}: the file is empty.");

        using var stream = File.OpenRead(file);
        var start = new byte[4096];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.AsSpan().StartsWith("PAR1"u8))
        {
            var end = new byte[4];
            stream.Seek(-4, SeekOrigin.End);
            stream.ReadExactly(end);
            return stream.Length >= 12 && end.AsSpan().SequenceEqual("PAR1"u8)
                ? true
                : throw new SongGenreException($"{file}: the Parquet file is cut off; get it again.");
        }

        return IsText(start)
            ? false
            : throw new SongGenreException($"{file}: is neither a Parquet file nor comma-separated text in UTF-8.");
    }

    private static bool IsText(byte[] start)
    {
        if (start.Contains((byte)0)) return false;
        try
        {
            // A decoder that isn't flushed allows for a character that the excerpt cuts in two.
            StrictUtf8.GetDecoder().GetCharCount(start, flush: false);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
