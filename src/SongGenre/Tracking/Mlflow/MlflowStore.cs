using Microsoft.Data.Sqlite;

namespace SongGenre.Tracking.Mlflow;

/// <summary>
/// MLflow's local store: a SQLite database with the artifacts in <c>mlruns</c> beside it, as MLflow 3 itself keeps it
/// and opens it. Any number of threads and processes may use one at once; a call gives up when the store has been
/// locked for 20 seconds in which nobody wrote. A run of this program whose process died is marked as
/// <see cref="RunStatus.Killed"/> at the next look, with the time of its last sign of life as its end. Runs of other
/// programs are left as they are.
/// </summary>
public sealed partial class MlflowStore : IRunStore
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, RunLock> _live = [];
    private readonly string _artifacts;
    private readonly TimeProvider _time;

    private MlflowStore(string file, SqliteConnection connection, string artifacts, TimeProvider time)
    {
        File = file;
        _connection = connection;
        _artifacts = artifacts;
        _time = time;
    }

    /// <summary>The database.</summary>
    public string File { get; }

    /// <summary>The connection, for tests that need a database in a certain state.</summary>
    internal SqliteConnection Connection => _connection;

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens a store, or creates one.</summary>
    /// <param name="file">The database: a path, or <c>sqlite:///PATH</c> as in MLFLOW_TRACKING_URI.</param>
    /// <param name="time">Tells the time; null for the machine's clock.</param>
    /// <exception cref="SongGenreException">
    /// The file can't be opened or created, is damaged, or is no store of MLflow's or none of a version that fits.
    /// </exception>
    public static MlflowStore Open(string file, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        file = RunStore.DatabaseOf(file);
        SqliteConnection? connection = null;
        try
        {
            var folder = Path.GetDirectoryName(file)!;
            Directory.CreateDirectory(folder);
            // Found by name otherwise, which a script host may fail to do.
            SQLitePCL.Batteries_V2.Init();
            // SQLite itself waits for locks; the provider need not try again.
            connection = new(new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Pooling = false,
                DefaultTimeout = 1,
            }.ToString());
            connection.Open();
            connection.Run("PRAGMA busy_timeout = 20000");
            connection.Run("PRAGMA foreign_keys = ON");
            var artifacts = Path.Combine(folder, "mlruns");
            var store = new MlflowStore(file, connection, artifacts, time);
            if (store.Read(() => StoreSchema.IsMissing(connection)))
                store.Write(() => StoreSchema.Create(connection, artifacts, time.GetUtcNow()));
            store.Read(() =>
            {
                StoreSchema.Check(connection, file);
                return true;
            });
            store.EndDeadRuns();
            return store;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is SqliteException or IOException or UnauthorizedAccessException) throw Failure(file, e);
            throw;
        }
    }

    /// <summary>Closes the store; runs that have not ended count as killed from then on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var held in _live.Values) held.Dispose();
            _live.Clear();
            _connection.Dispose();
        }
    }

    private static SongGenreException Failure(string file, Exception e)
    {
        var what = (e as SqliteException)?.SqliteErrorCode switch
        {
            5 or 6 => "was locked by another program for 20 seconds; close that or try again",
            8 => "is read-only; make it writable or name another file",
            10 => "can't be read or written: the disk failed; check it",
            11 or 26 => "is damaged or no SQLite database; name another file or restore a copy",
            13 => "can't grow: the disk is full; make room",
            14 => "can't be opened; check the path and its permissions",
            _ => $"failed: {e.Message.ReplaceLineEndings(" ")}",
        };
        return new($"{file}: {what}.", e);
    }

    private void Write(Action work) => Transact(deferred: false, () =>
    {
        work();
        return true;
    });

    private T Write<T>(Func<T> work) => Transact(deferred: false, work);

    private T Read<T>(Func<T> work) => Transact(deferred: true, work);

    private T Transact<T>(bool deferred, Func<T> work)
    {
        lock (_gate)
        {
            try
            {
                using var transaction = Begin(deferred);
                var result = work();
                transaction.Commit();
                return result;
            }
            catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw Failure(File, e);
            }
        }
    }

    // Many writers at once may keep one waiting for long. That is no reason to give up while they get on.
    private SqliteTransaction Begin(bool deferred)
    {
        while (true)
        {
            var written = System.IO.File.GetLastWriteTimeUtc(File);
            SqliteTransaction? transaction = null;
            try
            {
                transaction = _connection.BeginTransaction(deferred);
                // A transaction that only reads takes its lock with its first statement.
                if (deferred) StoreSchema.IsMissing(_connection);
                return transaction;
            }
            catch (SqliteException e)
            {
                transaction?.Dispose();
                if (e.SqliteErrorCode != 5 || System.IO.File.GetLastWriteTimeUtc(File) == written) throw;
            }
        }
    }
}
