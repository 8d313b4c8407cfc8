using System.Security.Cryptography;

namespace SongGenre.Tracking.Wandb;

/// <summary>
/// An offline run of Weights &amp; Biases: a folder that <c>wandb sync FOLDER</c> uploads. Every record is in the file
/// within a second, so that a killed process leaves a run that can be read up to its last whole record. A run that is
/// disposed of before <see cref="Finish"/>, or whose process exits or crashes, counts as failed; one whose process a
/// signal kills has no outcome. Safe for any number of threads.
/// </summary>
/// <remarks>
/// Whatever the disk refuses is a <see cref="SongGenreException"/> of one line, and the caller decides whether it
/// matters: the record is kept in memory and tried again with the next one.
/// </remarks>
public sealed partial class WandbRun : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const string IdCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly WandbOptions _options;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _started;
    private readonly long _startedAt;
    private readonly WandbLog _log;
    private readonly FileStream _output;
    private readonly ITimer _timer;
    private long _records;
    private bool _isEnding;
    private bool _isFinished;

    private WandbRun(WandbOptions options, string id, string folder, WandbLog log, TimeProvider clock)
    {
        (_options, Id, Folder, _log, _clock) = (options, id, folder, log, clock);
        (_started, _startedAt) = (clock.GetUtcNow(), clock.GetTimestamp());
        _output = new(FilePath("output.log"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes);
        _timer = clock.CreateTimer(_ => FlushInTime(), null, FlushInterval, FlushInterval);
        AppDomain.CurrentDomain.ProcessExit += EndWithProcess;
        AppDomain.CurrentDomain.UnhandledException += EndWithProcess;
    }

    /// <summary>The run's id.</summary>
    public string Id { get; }

    /// <summary>The run's folder, absolute: what <c>wandb sync</c> takes.</summary>
    public string Folder { get; }

    private double Seconds => _clock.GetElapsedTime(_startedAt).TotalSeconds;

    /// <summary>Opens a run.</summary>
    /// <param name="options">Where it belongs.</param>
    /// <param name="environment">Where it takes place.</param>
    /// <param name="source">What runs.</param>
    /// <param name="configuration">
    /// Its parameters; a value may be text, number, truth, null, or a dictionary or sequence of such.
    /// </param>
    /// <exception cref="SongGenreException">The folder can't be written.</exception>
    public static WandbRun Open(
        WandbOptions options,
        RunEnvironment environment,
        WandbSource source,
        IReadOnlyDictionary<string, object?>? configuration = null) =>
        Open(options, environment, source, configuration, TimeProvider.System);

    /// <summary>Opens a run whose times come from a clock.</summary>
    internal static WandbRun Open(
        WandbOptions options,
        RunEnvironment environment,
        WandbSource source,
        IReadOnlyDictionary<string, object?>? configuration,
        TimeProvider clock)
    {
        var items = Items(configuration ?? new Dictionary<string, object?>());
        var runs = Path.GetFullPath(Path.Combine(options.Folder, "wandb"));
        WandbRun? run = null;
        WandbLog? log = null;
        try
        {
            var id = options.Id is { Length: > 0 } given ? given : RandomNumberGenerator.GetString(IdCharacters, 8);
            log = Create(runs, id, clock.GetLocalNow(), out var folder);
            run = new(options, id, folder, log, clock);
            run.Begin(environment, source, items);
            return run;
        }
        catch (Exception e)
        {
            run?.Close();
            log?.Dispose();
            if (e is IOException or UnauthorizedAccessException or ArgumentException)
                throw new SongGenreException($"{runs}: can't hold a Weights & Biases run: {OneLine(e)}", e);
            throw;
        }
    }

    /// <summary>Ends the run: writes the summary and the outcome, and closes the files.</summary>
    /// <param name="exitCode">The process's exit code: 0 for a run that went well, another for a failed one.</param>
    /// <exception cref="SongGenreException">The end can't be written; it may be tried again.</exception>
    public void Finish(int exitCode = 0)
    {
        lock (_gate)
        {
            if (_isFinished) throw IsFinished();
            if (!_isEnding)
            {
                // From here on nothing is flushed before all of the end is in memory: a second try adds nothing to it.
                _isEnding = true;
                End(exitCode);
            }

            Guard(Flush);
            Close();
        }
    }

    /// <summary>Ends an unfinished run as failed, with exit code 1; what can't be written then is lost.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isFinished) return;
            try
            {
                Finish(exitCode: 1);
            }
            catch (SongGenreException)
            {
                Close();
            }
        }
    }

    // Two runs of one given id may begin in the same second: the later one is put to the next second.
    private static WandbLog Create(string runs, string id, DateTimeOffset now, out string folder)
    {
        for (; ; now = now.AddSeconds(1))
        {
            folder = Path.Combine(runs, FormattableString.Invariant($"offline-run-{now:yyyyMMdd_HHmmss}-{id}"));
            Directory.CreateDirectory(Path.Combine(folder, "files"));
            Directory.CreateDirectory(Path.Combine(folder, "logs"));
            var file = Path.Combine(folder, $"run-{id}.wandb");
            try
            {
                return new(file);
            }
            catch (IOException) when (File.Exists(file))
            {
            }
        }
    }

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ");

    private SongGenreException IsFinished() => new($"{Folder}: the run is finished; open a new one.");

    private void Write(Action write)
    {
        lock (_gate)
        {
            if (_isEnding) throw IsFinished();
            Guard(write);
        }
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SongGenreException($"{Folder}: can't be written: {OneLine(e)}", e);
        }
    }

    // Records of which there are many wait for a full buffer or for the timer.
    private void Append(Action<ProtoWriter> write, bool isUrgent = true)
    {
        var number = ++_records;
        _log.Append(ProtoWriter.Encode(record =>
        {
            record.Integer(1, number);
            write(record);
        }));
        if (!_isEnding && (isUrgent || _log.Pending >= BufferBytes)) Flush();
    }

    private void Flush()
    {
        _output.Flush();
        _log.Flush();
    }

    private void FlushInTime()
    {
        lock (_gate)
        {
            if (_isFinished) return;
            try
            {
                Flush();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Nobody hears it here: the next record's call tries again and says it.
            }
        }
    }

    private void EndWithProcess(object? sender, EventArgs e) => Dispose();

    private void Close()
    {
        _isFinished = true;
        AppDomain.CurrentDomain.ProcessExit -= EndWithProcess;
        AppDomain.CurrentDomain.UnhandledException -= EndWithProcess;
        _timer.Dispose();
        _log.Dispose();
        try
        {
            _output.Dispose();
        }
        catch (IOException)
        {
            // A full disk was said when the text came.
        }
    }
}
