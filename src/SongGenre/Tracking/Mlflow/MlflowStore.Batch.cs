using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace SongGenre.Tracking.Mlflow;

public sealed partial class MlflowStore
{
    /// <inheritdoc/>
    public void LogBatch(
        string runId,
        IReadOnlyList<Metric>? metrics = null,
        IReadOnlyDictionary<string, string>? parameters = null,
        IReadOnlyDictionary<string, string>? tags = null)
    {
        Limits.Batch(metrics, parameters, tags);
        Write(() =>
        {
            ActiveRun(runId);
            if (parameters is not null) PutParameters(runId, parameters);
            if (tags is not null) PutTags(runId, tags);
            if (metrics is { Count: > 0 }) PutMetrics(runId, metrics);
        });
    }

    /// <inheritdoc/>
    public void LogModelHistory(string runId, JsonObject model)
    {
        Write(() =>
        {
            ActiveRun(runId);
            var known = _connection.Value(
                "SELECT value FROM tags WHERE run_uuid = @id AND key = @key", ("@id", runId), ("@key", ModelHistory.Tag));
            if (ModelHistory.With(known as string, model) is { } tags) PutTags(runId, tags);
        });
    }

    // How MLflow keeps a number that SQL has none for.
    private static (double Value, bool IsNan) Stored(double value) =>
        double.IsNaN(value) ? (0, true) : (Math.Clamp(value, double.MinValue, double.MaxValue), false);

    internal static double Logged(double value, bool isNan) =>
        isNan ? double.NaN
        : value == double.MaxValue ? double.PositiveInfinity
        : value == double.MinValue ? double.NegativeInfinity : value;

    private void PutParameters(string runId, IReadOnlyDictionary<string, string> parameters)
    {
        using var insert = _connection.Command(
            "INSERT INTO params (key, value, run_uuid) VALUES (@key, @value, @run) ON CONFLICT DO NOTHING",
            ("@key", ""), ("@value", ""), ("@run", runId));
        foreach (var (key, value) in parameters)
        {
            insert.Parameters[0].Value = key;
            insert.Parameters[1].Value = value;
            if (insert.ExecuteNonQuery() == 1) continue;
            var known = _connection.Value(
                "SELECT value FROM params WHERE run_uuid = @run AND key = @key", ("@run", runId), ("@key", key));
            if (known as string == value) continue;
            throw StoreErrors.OtherValue(runId, key, known as string, value);
        }
    }

    private void PutTags(string runId, IReadOnlyDictionary<string, string> tags)
    {
        using var insert = _connection.Command(
            """
            INSERT INTO tags (key, value, run_uuid) VALUES (@key, @value, @run)
            ON CONFLICT DO UPDATE SET value = excluded.value
            """,
            ("@key", ""), ("@value", ""), ("@run", runId));
        foreach (var (key, value) in tags)
        {
            insert.Parameters[0].Value = key;
            insert.Parameters[1].Value = value;
            insert.ExecuteNonQuery();
        }

        // The name has a column too, and MLflow shows that one.
        if (!tags.TryGetValue("mlflow.runName", out var name)) return;
        Limits.Length("The name of a run", name, 250);
        _connection.Run("UPDATE runs SET name = @name WHERE run_uuid = @run", ("@name", name), ("@run", runId));
    }

    private void PutMetrics(string runId, IReadOnlyList<Metric> metrics)
    {
        var latest = new Dictionary<string, (long Step, long Time, double Value, bool IsNan)>(StringComparer.Ordinal);
        using var insert = MetricCommand(
            """
            INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan)
            VALUES (@key, @value, @time, @run, @step, @nan) ON CONFLICT DO NOTHING
            """,
            runId);
        foreach (var metric in metrics)
        {
            var (value, isNan) = Stored(metric.Value);
            var row = (metric.Step, Time: metric.Time.ToUnixTimeMilliseconds(), value, isNan);
            Put(insert, metric.Key, row);
            if (!latest.TryGetValue(metric.Key, out var known)
                || (row.Step, row.Time, row.value).CompareTo((known.Step, known.Time, known.Value)) > 0)
            {
                latest[metric.Key] = row;
            }
        }

        using var replace = MetricCommand(
            """
            INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan)
            VALUES (@key, @value, @time, @run, @step, @nan)
            ON CONFLICT DO UPDATE SET
                value = excluded.value, timestamp = excluded.timestamp, step = excluded.step, is_nan = excluded.is_nan
            WHERE (excluded.step, excluded.timestamp, excluded.value) > (step, timestamp, value)
            """,
            runId);
        foreach (var (key, row) in latest) Put(replace, key, row);
    }

    private SqliteCommand MetricCommand(string sql, string runId)
    {
        var command = _connection.Command(
            sql, ("@key", ""), ("@value", 0.0), ("@time", 0L), ("@step", 0L), ("@nan", false), ("@run", runId));
        command.Prepare();
        return command;
    }

    private static void Put(
        SqliteCommand command, string key, (long Step, long Time, double Value, bool IsNan) row)
    {
        command.Parameters[0].Value = key;
        command.Parameters[1].Value = row.Value;
        command.Parameters[2].Value = row.Time;
        command.Parameters[3].Value = row.Step;
        command.Parameters[4].Value = row.IsNan;
        command.ExecuteNonQuery();
    }
}
