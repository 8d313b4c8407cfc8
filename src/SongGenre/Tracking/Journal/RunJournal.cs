using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SongGenre.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Journal;

/// <summary>
/// What one run said, a line of JSON each, in a folder of the run's own. It is written before anything is sent, so that
/// no tracker that is broken or slow, and no death of the process, loses more than a line that was being written.
/// </summary>
/// <remarks>
/// As long as the run's process lives it holds the lock beside the folder. Each tracker's progress is a file of its own, since it outlives the process too.
/// </remarks>
internal sealed class RunJournal : IDisposable
{
    private const string EventsName = "events.jsonl";
    private const string FilesName = "files";
    private const string LockSuffix = ".lock";

    private static readonly RunEventJson Format =
        new(new JsonSerializerOptions(RunEventJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly RunLock? _lock;
    private readonly FileStream _events;
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _all = [];

    private RunJournal(string folder, RunLock? held, FileStream events)
    {
        Folder = folder;
        _lock = held;
        _events = events;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>How many events there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _all.Count;
        }
    }

    /// <summary>Begins a run's journal.</summary>
    /// <param name="root">The folder of all journals; made if it is missing.</param>
    /// <param name="started">The run's first event.</param>
    /// <exception cref="SongGenreException">The folder can't be written, or has this run already.</exception>
    public static RunJournal Create(string root, RunStarted started)
    {
        var folder = Path.Combine(root, started.Id);
        if (Directory.Exists(folder)) throw new SongGenreException($"{folder}: this run is recorded already; take another id.");
        return Guarded(folder, () =>
        {
            Directory.CreateDirectory(root);
            // Held before there is a folder: whoever looks for dead runs finds none that is about to live.
            var held = RunLock.Create(folder + LockSuffix);
            Directory.CreateDirectory(folder);
            var journal = Open(folder, held);
            try
            {
                journal.Append(started);
                return journal;
            }
            catch
            {
                journal.Dispose();
                throw;
            }
        });
    }

    /// <summary>
    /// The journals whose process is no more, oldest run first. A run among them that hasn't ended was killed, when it
    /// gave its last sign of life, and its journal says so from now on.
    /// </summary>
    /// <param name="root">The folder of all journals; may be missing.</param>
    /// <param name="say">Told in a line of each journal that can't be read.</param>
    public static IReadOnlyList<RunJournal> Left(string root, Action<string> say)
    {
        var left = new List<RunJournal>();
        foreach (var folder in Directory.Exists(root) ? Directory.GetDirectories(root) : [])
        {
            if (RunLock.Take(folder + LockSuffix) is not { } held) continue;
            RunJournal? journal = null;
            try
            {
                journal = Guarded(folder, () => Open(folder, held));
                if (journal._all is [.., not RunEnded and var last])
                    journal.Append(new RunEnded(last.Time, RunStatus.Killed, Error: null));
                left.Add(journal);
            }
            catch (SongGenreException failure)
            {
                journal?.Dispose();
                say(failure.Message);
            }
        }

        return [.. left.OrderBy(journal => journal._all.FirstOrDefault()?.Time)];
    }

    /// <summary>A journal's first event, also while it is written; null where none can be read.</summary>
    public static RunStarted? StartOf(string folder)
    {
        try
        {
            using var lines = new StreamReader(new FileStream(
                Path.Combine(folder, EventsName),
                FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return lines.ReadLine() is { } first ? JsonSerializer.Deserialize(first, Format.RunEvent) as RunStarted : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Writes an event: it is with the operating system when this returns.</summary>
    /// <exception cref="SongGenreException">The disk is full or gone.</exception>
    public void Append(RunEvent next)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(next, Format.RunEvent), (byte)'\n'];
        lock (_gate)
        {
            Guarded(_events.Name, () =>
            {
                var whole = _events.Position;
                try
                {
                    _events.Write(line);
                }
                catch (IOException)
                {
                    // Half a line would spoil the next one.
                    _events.SetLength(whole);
                    throw;
                }

                return true;
            });
            _all.Add(next);
        }
    }

    /// <summary>Keeps a file, which an event may then tell of.</summary>
    /// <param name="path">Its name among the run's files, <c>/</c> between folders.</param>
    /// <param name="write">Writes the file to the path that it is given.</param>
    /// <exception cref="SongGenreException">A path that leaves the run's files, or the file can't be written.</exception>
    public void Keep(string path, Action<string> write)
    {
        if (!PortablePath.IsOne(path))
            throw new SongGenreException($"'{path}' can't name a file of a run; name it like 'plots/importances.png'.");
        WholeFile.Write(PathOf(path), write, isLasting: false);
    }

    /// <summary>Keeps a folder of files, which events may then tell of.</summary>
    /// <param name="path">Its name among the run's files, <c>/</c> between folders.</param>
    /// <param name="write">Makes the folder that it is given, which isn't there.</param>
    /// <returns>The names of the folder's files among the run's, in ordinal order.</returns>
    /// <exception cref="SongGenreException">A path that leaves the run's files, or a file can't be written.</exception>
    public IReadOnlyList<string> KeepFolder(string path, Action<string> write)
    {
        var made = Path.Combine(Folder, $".{Path.GetRandomFileName()}");
        return Guarded(Folder, () =>
        {
            try
            {
                write(made);
                var names = Directory.EnumerateFiles(made, "*", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(made, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
                List<string> kept = [];
                foreach (var name in names.ToList())
                {
                    kept.Add($"{path}/{name}");
                    Keep(kept[^1], copy => File.Move(Path.Combine(made, name), copy));
                }

                return kept;
            }
            finally
            {
                if (Directory.Exists(made)) Directory.Delete(made, recursive: true);
            }
        });
    }

    /// <summary>Where a file that was kept is.</summary>
    /// <param name="path">Its name among the run's files; a whole path of this machine is itself.</param>
    public string PathOf(string path) => Path.Combine(Folder, FilesName, path);

    /// <summary>Some events.</summary>
    /// <param name="from">The first one's number, from 0.</param>
    /// <param name="most">The most that there may be.</param>
    public IReadOnlyList<RunEvent> Events(int from, int most = int.MaxValue)
    {
        lock (_gate) return _all.GetRange(from, Math.Min(_all.Count - from, most));
    }

    /// <summary>How many events a tracker has.</summary>
    /// <exception cref="SongGenreException">It can't be read.</exception>
    public int Sent(string tracker)
    {
        var file = SentName(tracker);
        var text = Guarded(file, () => File.Exists(file) ? File.ReadAllText(file) : "");
        return int.TryParse(text, CultureInfo.InvariantCulture, out var count) ? Math.Clamp(count, 0, Count) : 0;
    }

    /// <summary>Remembers how many events a tracker has.</summary>
    /// <exception cref="SongGenreException">It can't be written.</exception>
    public void MarkSent(string tracker, int count) => WholeFile.Write(
        SentName(tracker), file => File.WriteAllText(file, FormattableString.Invariant($"{count}")), isLasting: false);

    /// <summary>Ends the journal and removes it: all trackers have everything.</summary>
    public void Remove()
    {
        Guarded(Folder, () =>
        {
            _events.Dispose();
            // First of all, so that what is left of a folder whose removal was cut off has nothing to send.
            File.Delete(_events.Name);
            Directory.Delete(Folder, recursive: true);
            return true;
        });
        _lock?.Remove();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _lock?.Dispose();
    }

    private static RunJournal Open(string folder, RunLock? held)
    {
        FileStream? events = null;
        try
        {
            // Without a buffer nothing that was refused is left to be written later.
            events = new(
                Path.Combine(folder, EventsName),
                FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            var journal = new RunJournal(folder, held, events);
            journal.Read();
            return journal;
        }
        catch
        {
            events?.Dispose();
            held?.Dispose();
            throw;
        }
    }

    private void Read()
    {
        var bytes = new byte[_events.Length];
        _events.ReadExactly(bytes);
        // A line without its end was being written when the process died.
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _events.SetLength(whole);
        _events.Position = whole;
        foreach (var range in bytes.AsSpan(0, whole).Split((byte)'\n'))
        {
            var line = bytes.AsSpan(range);
            if (line.IsEmpty) continue;
            _all.Add(JsonSerializer.Deserialize(line, Format.RunEvent)!);
        }
    }

    private string SentName(string tracker) => Path.Combine(Folder, tracker + ".sent");

    private static T Guarded<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or NotSupportedException or ObjectDisposedException)
        {
            throw new SongGenreException($"{path}: can't keep a run's record: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
