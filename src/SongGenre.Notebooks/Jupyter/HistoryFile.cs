using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// The file in which the sessions of all kernels of a user are kept, an entry a line. History is a convenience: what
/// can't be read or written is left out, and never an error.
/// </summary>
/// <param name="path">The file; it and its folder are made when there is something to keep.</param>
internal sealed class HistoryFile(string path)
{
    /// <summary>The size from which on the older half is given up, in bytes.</summary>
    public const int LargestSize = 4 * 1024 * 1024;

    private const int LongestEntry = 100_000;
    private const int Attempts = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly JsonSerializerOptions Json =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file of this user, or null when <c>SONGGENRE_HISTORY</c> is <c>off</c>.</summary>
    public static HistoryFile? OfUser()
    {
        if (Environment.GetEnvironmentVariable("SONGGENRE_HISTORY") is "off") return null;
        var folder = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length == 0 ? null : new HistoryFile(Path.Combine(folder, "songgenre", "history.jsonl"));
    }

    /// <summary>What is kept, the oldest first.</summary>
    public IReadOnlyList<HistoryEntry> Read() => File.Exists(path) && Open() is { } file ? Entries(file) : [];

    /// <summary>Adds an entry.</summary>
    /// <param name="entry">The entry; a session of 0 stands for a new one.</param>
    /// <returns>The session that the entry was added to.</returns>
    public int Add(HistoryEntry entry)
    {
        if (Open() is not { } file) return entry.Session;
        using (file)
        {
            try
            {
                // An entry that would crowd out hundreds of others is not worth it.
                if (entry.Input.Length + (entry.Output?.Length ?? 0) > LongestEntry) return entry.Session;
                if (entry.Session == 0) entry = entry with { Session = 1 + LastSession(Lines(file)) };
                var line = Utf8.GetBytes(JsonSerializer.Serialize(entry, Json) + "\n");
                if (file.Length + line.Length > LargestSize) KeepNewerHalf(file);
                EndLastLine(file);
                file.Write(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full disk.
            }
        }

        return entry.Session;
    }

    // Other kernels wait for their turn: a write is over in a moment.
    private FileStream? Open()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return OpenPrivate();
            }
            catch (IOException e) when (IsInUse(e))
            {
                Thread.Sleep(Pause);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return null;
    }

    // Code may hold passwords: nobody else reads it.
    private FileStream OpenPrivate()
    {
        const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var folder = Path.GetDirectoryName(path)!;
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return new FileStream(path, options);
        }

        Directory.CreateDirectory(folder, OwnFile | UnixFileMode.UserExecute);
        options.UnixCreateMode = OwnFile;
        var file = new FileStream(path, options);
        if (File.GetUnixFileMode(file.SafeFileHandle) != OwnFile) File.SetUnixFileMode(file.SafeFileHandle, OwnFile);
        return file;
    }

    // A process that was killed may have left half a line.
    private static void EndLastLine(FileStream file)
    {
        if (file.Length == 0) return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows, EWOULDBLOCK of Linux and of macOS.
    private static bool IsInUse(IOException e) =>
        (e.HResult & 0xffff) is var code && (OperatingSystem.IsWindows() ? code is 32 or 33 : code is 11 or 35);

    private static List<HistoryEntry> Entries(FileStream file)
    {
        using (file) return [.. Lines(file).Select(Parse).OfType<HistoryEntry>()];
    }

    private static int LastSession(IEnumerable<string> lines) =>
        lines.Select(Parse).OfType<HistoryEntry>().Select(entry => entry.Session).DefaultIfEmpty().Max();

    private static List<string> Lines(FileStream file)
    {
        file.Seek(0, SeekOrigin.Begin);
        using var reader = new StreamReader(file, Utf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }

    private static void KeepNewerHalf(FileStream file)
    {
        var kept = new List<byte[]>();
        var size = 0;
        foreach (var line in Enumerable.Reverse(Lines(file)))
        {
            var bytes = Utf8.GetBytes(line + "\n");
            size += bytes.Length;
            if (size > LargestSize / 2) break;
            kept.Add(bytes);
        }

        file.SetLength(0);
        foreach (var line in Enumerable.Reverse(kept)) file.Write(line);
    }

    private static HistoryEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<HistoryEntry>(line, Json)
                is { Input: not null, Session: > 0 and < int.MaxValue } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
