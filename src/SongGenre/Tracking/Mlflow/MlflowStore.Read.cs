using Microsoft.Data.Sqlite;

namespace SongGenre.Tracking.Mlflow;

public sealed partial class MlflowStore
{
    /// <inheritdoc/>
    public Run GetRun(string id)
    {
        lock (_gate)
        {
            EndDeadRuns();
            return Read(() =>
            {
                var known = _connection.Rows(
                    "SELECT run_uuid FROM runs WHERE substr(run_uuid, 1, length(@id)) = @id ORDER BY run_uuid LIMIT 11",
                    row => row.GetString(0),
                    ("@id", id));
                if (known.Count == 0 || id.Length == 0) throw NoRun(id);
                if (known.Count > 1 && known[0] != id) throw StoreErrors.ManyRuns(id, known);
                return Runs("r.run_uuid = @id", ("@id", known[0]))[0];
            });
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Run> SearchRuns(string experimentId, bool deleted = false)
    {
        lock (_gate)
        {
            EndDeadRuns();
            return Read(() => Runs(
                "r.experiment_id = @experiment AND r.lifecycle_stage = @stage",
                ("@experiment", experimentId), ("@stage", deleted ? "deleted" : "active")));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Metric> GetMetricHistory(string runId, string key) => Read(() =>
    {
        if (Infos("r.run_uuid = @id", ("@id", runId)).Count == 0) throw NoRun(runId);
        return _connection.Rows(
            """
            SELECT key, value, is_nan, timestamp, step FROM metrics
            WHERE run_uuid = @run AND key = @key ORDER BY step, timestamp, value
            """,
            row => MetricAt(row, 0),
            ("@run", runId), ("@key", key));
    });

    private static Metric MetricAt(SqliteDataReader row, int column) => new(
        row.GetString(column),
        Logged(row.GetDouble(column + 1), row.GetBoolean(column + 2)),
        row.Time(column + 3) ?? DateTimeOffset.UnixEpoch,
        row.GetInt64(column + 4));

    internal static RunStatus StatusOf(string? text) =>
        Enum.TryParse<RunStatus>(text, ignoreCase: true, out var status) ? status : RunStatus.Scheduled;

    private List<RunInfo> Infos(string where, params ReadOnlySpan<(string Name, object? Value)> values) =>
        _connection.Rows(
            $"""
            SELECT r.run_uuid, r.experiment_id, r.name, r.user_id, r.status, r.start_time, r.end_time,
                r.lifecycle_stage, r.artifact_uri
            FROM runs r WHERE {where} ORDER BY r.start_time DESC, r.run_uuid
            """,
            row => new RunInfo(
                row.GetString(0), row.Text(1) ?? "", row.Text(2) ?? "", row.Text(3) ?? "", StatusOf(row.Text(4)),
                row.Time(5) ?? DateTimeOffset.UnixEpoch, row.Time(6), row.Text(7) == "deleted", row.Text(8) ?? ""),
            values);

    // One statement for each table, however many the runs.
    private List<Run> Runs(string where, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var parameters = Of(
            $"SELECT t.run_uuid, t.key, t.value FROM params t JOIN runs r USING (run_uuid) WHERE {where}",
            row => KeyValuePair.Create(row.GetString(1), row.GetString(2)), values);
        var tags = Of(
            $"SELECT t.run_uuid, t.key, t.value FROM tags t JOIN runs r USING (run_uuid) WHERE {where}",
            row => KeyValuePair.Create(row.GetString(1), row.Text(2) ?? ""), values);
        var metrics = Of(
            $"""
            SELECT t.run_uuid, t.key, t.value, t.is_nan, t.timestamp, t.step
            FROM latest_metrics t JOIN runs r USING (run_uuid) WHERE {where}
            """,
            row => KeyValuePair.Create(row.GetString(1), MetricAt(row, 1)), values);
        var inputs = Of(
            $"""
            SELECT i.destination_id, d.name, d.digest, d.dataset_source_type, d.dataset_source, d.dataset_schema,
                d.dataset_profile, t.value
            FROM inputs i JOIN runs r ON r.run_uuid = i.destination_id JOIN datasets d ON d.dataset_uuid = i.source_id
                LEFT JOIN input_tags t ON t.input_uuid = i.input_uuid AND t.name = 'mlflow.data.context'
            WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND {where} ORDER BY i.rowid
            """,
            InputAt, values);
        var used = Of(Models("RUN_INPUT", "MODEL_INPUT", where), row => row.GetString(1), values);
        var made = Of(Models("RUN_OUTPUT", "MODEL_OUTPUT", where),
            row => new ModelOutput(row.GetString(1), row.GetInt64(2)), values);
        return
        [
            .. Infos(where, values).Select(info => new Run
            {
                Info = info,
                Parameters = Sorted(parameters[info.Id]),
                Tags = Sorted(tags[info.Id]),
                Metrics = Sorted(metrics[info.Id]),
                Inputs = [.. inputs[info.Id]],
                ModelInputs = [.. used[info.Id]],
                ModelOutputs = [.. made[info.Id]],
            }),
        ];
    }

    private static string Models(string source, string destination, string where) =>
        $"""
        SELECT i.source_id, i.destination_id, i.step FROM inputs i JOIN runs r ON r.run_uuid = i.source_id
        WHERE i.source_type = '{source}' AND i.destination_type = '{destination}' AND {where} ORDER BY i.rowid
        """;

    private static DatasetInput InputAt(SqliteDataReader row) => new(
        new()
        {
            Name = row.GetString(1),
            Digest = row.GetString(2),
            SourceType = row.GetString(3),
            Source = row.GetString(4),
            Schema = row.Text(5),
            Profile = row.Text(6),
        },
        row.Text(7));

    private static SortedDictionary<string, T> Sorted<T>(IEnumerable<KeyValuePair<string, T>> pairs) =>
        new(new Dictionary<string, T>(pairs), StringComparer.Ordinal);

    // The first column is the run.
    private ILookup<string, T> Of<T>(
        string sql, Func<SqliteDataReader, T> read, ReadOnlySpan<(string Name, object? Value)> values) =>
        _connection.Rows(sql, row => (Run: row.GetString(0), Item: read(row)), values)
            .ToLookup(pair => pair.Run, pair => pair.Item);
}
