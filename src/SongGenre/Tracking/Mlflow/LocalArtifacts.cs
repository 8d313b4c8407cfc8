using SongGenre.Data;

namespace SongGenre.Tracking.Mlflow;

/// <summary>Artifacts in a folder of this machine.</summary>
internal static class LocalArtifacts
{
    /// <summary>How MLflow writes a folder: a path; on Windows a <c>file:</c> URI, as C: could be a scheme.</summary>
    public static string Uri(string folder) =>
        OperatingSystem.IsWindows() ? $"file:///{folder.Replace('\\', '/')}" : folder;

    /// <summary>The folder of a URI; null when it isn't on this machine.</summary>
    public static string? Folder(string? uri)
    {
        if (string.IsNullOrEmpty(uri)) return null;
        if (uri.StartsWith("file:", StringComparison.Ordinal))
        {
            var isLocal = System.Uri.TryCreate(uri, UriKind.Absolute, out var file) && file.Host.Length == 0;
            return isLocal ? Path.GetFullPath(file!.LocalPath) : null;
        }

        return Path.IsPathFullyQualified(uri) ? Path.GetFullPath(uri) : null;
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    public static void Write(string uri, string path, Stream content) => WholeFile.Write(
        PathOf(uri, path),
        temporary =>
        {
            using var file = File.Create(temporary);
            content.CopyTo(file);
        },
        isLasting: false);

    /// <summary>Opens a file.</summary>
    public static Stream Open(string uri, string path)
    {
        var file = PathOf(uri, path);
        if (!File.Exists(file)) throw StoreErrors.NoArtifact(uri, path);
        return Guard(file, () => File.OpenRead(file));
    }

    /// <summary>What is in a folder, by name; a folder that isn't there is empty.</summary>
    public static IReadOnlyList<ArtifactEntry> List(string uri, string path)
    {
        var folder = path.Length == 0 ? Root(uri) : PathOf(uri, path);
        if (!Directory.Exists(folder)) return [];
        var prefix = path.Length == 0 ? "" : path + "/";
        return Guard(folder, () => (IReadOnlyList<ArtifactEntry>)
        [
            .. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .Where(entry => !IsUnfinished(entry.Name))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(entry => new ArtifactEntry(prefix + entry.Name, (entry as FileInfo)?.Length)),
        ]);
    }

    /// <summary>Refuses what isn't the path of an artifact.</summary>
    public static void Check(string path)
    {
        if (PortablePath.IsOne(path)) return;
        throw new SongGenreException(
            $"'{path.ReplaceLineEndings("?")}': isn't an artifact's path; give names divided by / only.");
    }

    // What a process that died left of a file that it was writing.
    private static bool IsUnfinished(string name) =>
        name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal);

    private static string Root(string uri) => Folder(uri)
        ?? throw new SongGenreException($"{uri}: these artifacts aren't in a folder of this machine.");

    private static string PathOf(string uri, string path)
    {
        Check(path);
        return Path.Combine([Root(uri), .. path.Split('/')]);
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException($"{path}: can't be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
