namespace SongGenre.Notebooks.Documents;

/// <summary>Files that a reader sees whole, the old one or the new one, whenever it looks.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a file: its content goes to a temporary file beside it that then takes its name. Of a link the file that
    /// it leads to is written; an existing file keeps its Unix mode. A failure leaves the old file and nothing beside
    /// it.
    /// </summary>
    /// <param name="path">The file; its folder is created where missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        var mode = OperatingSystem.IsWindows() || !File.Exists(target) ? (UnixFileMode?)null : File.GetUnixFileMode(target);
        // Two runs that write the same file at the same time don't meet.
        var temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, Options(mode))) write(stream);
            if (mode is { } kept && !OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, kept);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    /// <summary>Writes a text as UTF-8 without a byte order mark.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(Utf8File.Encoding.GetBytes(text)));

    // With its mode from the start: what only the owner may read isn't open to others while it is written.
    private static FileStreamOptions Options(UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } kept && !OperatingSystem.IsWindows()) options.UnixCreateMode = kept;
        return options;
    }
}
