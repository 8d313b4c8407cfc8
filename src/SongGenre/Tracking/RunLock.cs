namespace SongGenre.Tracking;

/// <summary>
/// A file that a live run keeps locked: the operating system lets go of it when the process ends,
/// however it ends. A file that is there and free therefore is a dead run's.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;

    private RunLock(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>When the run last wrote something.</summary>
    public DateTimeOffset LastSign => new(File.GetLastWriteTimeUtc(_file.SafeFileHandle));

    /// <summary>Makes the file for a run; null on a file system that has no locks.</summary>
    public static RunLock? Create(string path)
    {
        var file = Lock(path, FileMode.OpenOrCreate);
        try
        {
            // Where locks don't work the next look must not take the run for a dead one: it finds no file.
            Lock(path, FileMode.Open).Dispose();
        }
        catch (IOException)
        {
            return new(path, file);
        }

        file.Dispose();
        File.Delete(path);
        return null;
    }

    /// <summary>Takes the file of a run that this program made and that no process holds; else null.</summary>
    public static RunLock? Take(string path)
    {
        try
        {
            return File.Exists(path) ? new(path, Lock(path, FileMode.Open)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Says that the run lives.</summary>
    public void Touch(DateTimeOffset now)
    {
        try
        {
            File.SetLastWriteTimeUtc(_file.SafeFileHandle, now.UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A run that would be marked as killed a little too early is no reason to fail one that lives.
        }
    }

    /// <summary>Lets go and removes the file: the run has ended.</summary>
    public void Remove()
    {
        Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One that looks at it this moment keeps it; the file of an ended run means nothing.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream Lock(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
}
