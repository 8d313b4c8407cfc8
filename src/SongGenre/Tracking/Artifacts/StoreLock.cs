using System.Diagnostics;

namespace SongGenre.Tracking.Artifacts;

/// <summary>Keeps processes and threads apart by an open file; the system lets go of it when a process dies.</summary>
internal static class StoreLock
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    /// <summary>Waits until nobody else has the file, and keeps it until the stream is closed.</summary>
    /// <exception cref="SongGenreException">Others still had it after a minute.</exception>
    public static FileStream Alone(string file) =>
        Wait(file, () => new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));

    /// <summary>Waits until nobody has the file alone.</summary>
    /// <exception cref="SongGenreException">Somebody still had it after a minute.</exception>
    public static FileStream Together(string file) => Wait(file, () =>
    {
        if (!File.Exists(file)) File.Open(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        return new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
    });

    private static FileStream Wait(string file, Func<FileStream> open)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return open();
            }
            catch (IOException e) when (IsTaken(e))
            {
                if (waited.Elapsed > LongestWait)
                {
                    var store = Path.GetDirectoryName(file);
                    throw new SongGenreException(
                        $"{store}: another process is at work on the artifact store; try again.", e);
                }

                Thread.Sleep(Pause);
            }
        }
    }

    // Windows: sharing or lock violation. Linux and macOS: EWOULDBLOCK.
    private static bool IsTaken(IOException failure) => OperatingSystem.IsWindows()
        ? (failure.HResult & 0xFFFF) is 32 or 33
        : failure.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
}
