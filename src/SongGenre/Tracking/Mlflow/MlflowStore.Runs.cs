using Microsoft.Data.Sqlite;

namespace SongGenre.Tracking.Mlflow;

public sealed partial class MlflowStore
{
    // For how long a process that looks for dead runs may hold a run's file.
    private static readonly TimeSpan MostLooking = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public RunInfo StartRun(NewRun run)
    {
        Limits.Run(run);
        if ((run.RunId ?? run.NewId) is not { } id) return Create(Guid.NewGuid().ToString("N"), run);
        return run.RunId is not null || Read(() => Infos("r.run_uuid = @id", ("@id", id))).Count > 0
            ? Attach(id, run)
            : Create(id, run);
    }

    /// <inheritdoc/>
    public void UpdateRun(string runId, RunStatus status, DateTimeOffset? end)
    {
        Write(() =>
        {
            ActiveRun(runId);
            _connection.Run(
                "UPDATE runs SET status = @status, end_time = @end WHERE run_uuid = @id",
                ("@status", Text(status)), ("@end", end?.ToUnixTimeMilliseconds()), ("@id", runId));
        });
        if (status is RunStatus.Running or RunStatus.Scheduled) return;
        lock (_gate)
        {
            if (_live.Remove(runId, out var held)) held.Remove();
        }
    }

    /// <inheritdoc/>
    public void DeleteRun(string runId) => Move(runId, "deleted", Now);

    /// <inheritdoc/>
    public void RestoreRun(string runId) => Move(runId, "active", null);

    internal static string Text(RunStatus status) => status.ToString().ToUpperInvariant();

    private RunInfo Create(string id, NewRun run)
    {
        var name = run.Name ?? RunName.Of(id);
        var tags = run.AllTags(name);
        Limits.Tags(tags);

        RunLock? held = null;
        try
        {
            return Write(() =>
            {
                var experiment = ActiveExperiment(run.ExperimentId);
                var folder = ArtifactFolder(experiment, id, "artifacts");
                Directory.CreateDirectory(folder);
                held = RunLock.Create(LockOf(folder));
                _connection.Run(
                    """
                    INSERT INTO runs
                        (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time,
                        source_version, lifecycle_stage, artifact_uri, experiment_id)
                    VALUES (@id, @name, @type, @source, '', @user, 'RUNNING', @start, @commit, 'active', @uri,
                        @experiment)
                    """,
                    ("@id", id), ("@name", name), ("@type", NewRun.Text(run.Source.Type)), ("@source", run.Source.Name),
                    ("@user", run.User), ("@start", run.Start.ToUnixTimeMilliseconds()),
                    ("@commit", run.Source.Commit ?? ""), ("@uri", LocalArtifacts.Uri(folder)),
                    ("@experiment", experiment.Id));
                PutTags(id, tags);
                if (held is not null) _live.Add(id, held);
                return ActiveRun(id);
            });
        }
        catch
        {
            lock (_gate) _live.Remove(id);
            held?.Remove();
            throw;
        }
    }

    private RunInfo Attach(string id, NewRun run)
    {
        lock (_gate)
        {
            var held = _live.ContainsKey(id) ? null : Hold(Read(() => ActiveRun(id)));
            try
            {
                return Write(() =>
                {
                    ActiveRun(id);
                    _connection.Run(
                        "UPDATE runs SET status = 'RUNNING', end_time = NULL WHERE run_uuid = @id", ("@id", id));
                    if (run.Name is { } name) PutTags(id, new Dictionary<string, string> { ["mlflow.runName"] = name });
                    PutTags(id, run.Tags);
                    if (held is not null) _live[id] = held;
                    return ActiveRun(id);
                });
            }
            catch
            {
                _live.Remove(id);
                held?.Dispose();
                throw;
            }
        }
    }

    // The file of a run that goes on here, held before the run counts as running: whoever looks for dead runs meanwhile
    // finds none. A run that runs without a file is another program's, which alone knows when it ends.
    private static RunLock? Hold(RunInfo run)
    {
        if (LocalArtifacts.Folder(run.ArtifactUri) is not { } folder) return null;
        var path = LockOf(folder);
        if (!System.IO.File.Exists(path) && run.Status == RunStatus.Running) return null;
        var end = DateTime.UtcNow + MostLooking;
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return RunLock.Create(path);
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                Thread.Sleep(20);
            }
            catch (IOException)
            {
                // Held for longer than a look takes: the run lives in another process too.
                return null;
            }
        }
    }

    private void Move(string runId, string stage, long? deleted) => Write(() =>
    {
        var changed = _connection.Run(
            "UPDATE runs SET lifecycle_stage = @stage, deleted_time = @deleted WHERE run_uuid = @id",
            ("@stage", stage), ("@deleted", deleted), ("@id", runId));
        if (changed == 0) throw NoRun(runId);
    });

    private SongGenreException NoRun(string id) => StoreErrors.NoRun(File, id);

    // The run, which must take part in life; whoever asks is about to write to it.
    private RunInfo ActiveRun(string id)
    {
        var run = Infos("r.run_uuid = @id", ("@id", id)).FirstOrDefault() ?? throw NoRun(id);
        if (run.IsDeleted) throw StoreErrors.Deleted($"The run {id}");
        if (_live.TryGetValue(id, out var held)) held.Touch(_time.GetUtcNow());
        return run;
    }

    private void EndDeadRuns()
    {
        var dead = new List<(RunInfo Run, RunLock Lock)>();
        try
        {
            foreach (var run in Read(() => Infos("r.status = 'RUNNING'")))
            {
                if (_live.ContainsKey(run.Id) || LocalArtifacts.Folder(run.ArtifactUri) is not { } folder) continue;
                if (RunLock.Take(LockOf(folder)) is { } held) dead.Add((run, held));
            }

            if (dead.Count > 0) Write(() => dead.ForEach(each => End(each.Run, each.Lock.LastSign)));
        }
        catch (SongGenreException e) when (e.InnerException is SqliteException { SqliteErrorCode: 8 })
        {
            // Who may only read sees the run as it was left.
        }
        finally
        {
            dead.ForEach(each => each.Lock.Dispose());
        }
    }

    private static string LockOf(string artifacts) => Path.Combine(Path.GetDirectoryName(artifacts)!, "songgenre.lock");

    // It may have ended between the two looks.
    private void End(RunInfo run, DateTimeOffset lastSign) => _connection.Run(
        "UPDATE runs SET status = 'KILLED', end_time = @end WHERE run_uuid = @id AND status = 'RUNNING'",
        ("@end", (lastSign > run.Start ? lastSign : run.Start).ToUnixTimeMilliseconds()), ("@id", run.Id));
}
