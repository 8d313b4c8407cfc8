using System.Runtime.InteropServices;

namespace SongGenre.Notebooks.Documents;

/// <summary>Files that a reader sees whole, the old one or the new one, whenever it looks.</summary>
internal static class AtomicFile
{
    // The same on Linux and macOS, where an IOException's result is the system's error.
    private const int Busy = 16;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>
    /// Writes a file: its content goes to a temporary file beside it that then takes its name. Of a link the file that
    /// it leads to is written; an existing file keeps its Unix mode. A failure leaves the old file and nothing beside
    /// it.
    /// </summary>
    /// <remarks>
    /// Written in place, so that a reader may see a part, is what can't be replaced: a device, a pipe, a file in a
    /// folder that takes no other and a file that is mounted by itself.
    /// </remarks>
    /// <param name="path">The file; its folder is created where missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        if (IsStream(path))
        {
            using var stream = InPlace(path);
            write(stream);
            return;
        }

        var target = Target(path);
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        var mode = OperatingSystem.IsWindows() || !File.Exists(target) ? (UnixFileMode?)null : File.GetUnixFileMode(target);
        // Two runs that write the same file at the same time don't meet.
        var temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = Create(temporary, target, mode)) write(stream);
            if (!File.Exists(temporary)) return;
            if (mode is { } kept && !OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, kept);
            Replace(target, temporary);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    /// <summary>Writes a text as UTF-8 without a byte order mark.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(Utf8File.Encoding.GetBytes(text)));

    /// <summary>The file that a path stands for, behind all links; it may be missing.</summary>
    public static string Target(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>
    /// Whether something is there that is no file on a disk, such as a device or a pipe, or that stands for a file that
    /// the process has open, such as /dev/stdout.
    /// </summary>
    public static bool IsStream(string path)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path)) return false;
        var (file, type) = (new FileInfo(path), FileType.Of(path));
        return type is not (FileType.Missing or FileType.Regular)
            || (type == FileType.Regular && file.LinkTarget is not null
                && file.FullName.StartsWith("/dev/", StringComparison.Ordinal));
    }

    private static FileStream Create(string temporary, string target, UnixFileMode? mode)
    {
        try
        {
            return new FileStream(temporary, Options(mode));
        }
        catch (Exception e) when (IsKept(target, e))
        {
            return InPlace(target);
        }
    }

    private static void Replace(string target, string temporary)
    {
        try
        {
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (IsKept(target, e))
        {
            using var content = File.OpenRead(temporary);
            using var stream = InPlace(target);
            content.CopyTo(stream);
        }
    }

    private static bool IsKept(string target, Exception refusal) =>
        !OperatingSystem.IsWindows() && File.Exists(target)
        && refusal is UnauthorizedAccessException or IOException { HResult: Busy or ReadOnlyFileSystem };

    private static FileStream InPlace(string path) =>
        new(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);

    // With its mode from the start: what only the owner may read isn't open to others while it is written.
    private static FileStreamOptions Options(UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } kept && !OperatingSystem.IsWindows()) options.UnixCreateMode = kept;
        return options;
    }

    // The runtime's own way to ask a Unix for it, with one answer for all of them.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileType
    {
        public const int Missing = 0;
        public const int Regular = 0x8000;
        private const int Mask = 0xF000;

        [FieldOffset(4)]
        private readonly int mode;

        /// <summary>What a file is, behind all links.</summary>
        public static int Of(string path) => Stat(path, out var status) == 0 ? status.mode & Mask : Missing;

        [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
        private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out FileType status);
    }
}
