using SongGenre.Notebooks.Documents;

namespace SongGenre.Cli;

/// <summary>Whether what a command writes at its end can be written, before it has cost a run.</summary>
internal static class WritableTarget
{
    /// <summary>Refuses a file that can't be written; it may be missing, and so may its folder.</summary>
    public static void RequireFile(string option, string path)
    {
        if (Directory.Exists(path)) throw new UsageException($"{option} {path}: is a folder; name a file");
        Require(option, path, () =>
        {
            // Who reads a pipe takes its opening and closing for all that comes.
            if (AtomicFile.IsStream(path)) return;
            var target = AtomicFile.Target(path);
            if (File.Exists(target)) File.Open(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            else RequireFolderAbove(target);
        });
    }

    /// <summary>Refuses a folder that no file can be written to; it may be missing.</summary>
    public static void RequireFolder(string option, string path) =>
        Require(option, path, () => RequireFolderAbove(Path.Combine(path, "file")));

    private static void Require(string option, string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option} {path}: can't be written: {e.Message}");
        }
    }

    // Only a file shows whether the nearest folder that exists takes files.
    private static void RequireFolderAbove(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        while (folder is not null && !Path.Exists(folder)) folder = Path.GetDirectoryName(folder);
        if (folder is null || File.Exists(folder)) throw new IOException($"{folder ?? path} is no folder");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.DeleteOnClose,
        };
        new FileStream(Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp"), options).Dispose();
    }
}
