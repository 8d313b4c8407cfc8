using Microsoft.Data.Sqlite;

namespace SongGenre.Tracking.Mlflow;

/// <summary>The tables of a local store.</summary>
internal static class StoreSchema
{
    /// <summary>The revision that a new store has; MLflow migrates it when it opens it.</summary>
    public const string Revision = "6953534de441";

    // What this program reads and writes; a revision that has these is as good as the one above.
    private static readonly Dictionary<string, string[]> Needed = new()
    {
        ["experiments"] =
        [
            "experiment_id", "name", "artifact_location", "lifecycle_stage", "creation_time", "last_update_time",
        ],
        ["runs"] =
        [
            "run_uuid", "name", "source_type", "source_name", "entry_point_name", "user_id", "status", "start_time",
            "end_time", "source_version", "lifecycle_stage", "artifact_uri", "experiment_id", "deleted_time",
        ],
        ["metrics"] = ["key", "value", "timestamp", "run_uuid", "step", "is_nan"],
        ["latest_metrics"] = ["key", "value", "timestamp", "run_uuid", "step", "is_nan"],
        ["params"] = ["key", "value", "run_uuid"],
        ["tags"] = ["key", "value", "run_uuid"],
        ["datasets"] =
        [
            "dataset_uuid", "experiment_id", "name", "digest", "dataset_source_type", "dataset_source",
            "dataset_schema", "dataset_profile",
        ],
        ["inputs"] = ["input_uuid", "source_type", "source_id", "destination_type", "destination_id", "step"],
        ["input_tags"] = ["input_uuid", "name", "value"],
        ["logged_models"] =
        [
            "model_id", "experiment_id", "name", "artifact_location", "creation_timestamp_ms",
            "last_updated_timestamp_ms", "status", "lifecycle_stage", "model_type", "source_run_id",
        ],
        ["logged_model_params"] = ["model_id", "experiment_id", "param_key", "param_value"],
        ["logged_model_tags"] = ["model_id", "experiment_id", "tag_key", "tag_value"],
        ["registered_models"] = ["name", "creation_time", "last_updated_time"],
        ["model_versions"] =
        [
            "name", "version", "creation_time", "last_updated_time", "current_stage", "source", "run_id", "status",
            "storage_location",
        ],
        ["registered_model_aliases"] = ["alias", "version", "name"],
    };

    /// <summary>Whether a database has no table yet.</summary>
    public static bool IsMissing(SqliteConnection connection) =>
        connection.Value("SELECT 1 FROM sqlite_master LIMIT 1") is null;

    /// <summary>Creates the tables in an empty database.</summary>
    /// <param name="connection">The database, in a transaction.</param>
    /// <param name="artifacts">The folder of all artifacts.</param>
    /// <param name="now">The time.</param>
    public static void Create(SqliteConnection connection, string artifacts, DateTimeOffset now)
    {
        // Of two processes at once one has waited and finds the other's work.
        if (!IsMissing(connection)) return;
        using var schema = new StreamReader(
            typeof(StoreSchema).Assembly.GetManifestResourceStream("mlflow/schema.sql")!);
        connection.Run(schema.ReadToEnd());
        connection.Run("INSERT INTO alembic_version (version_num) VALUES (@revision)", ("@revision", Revision));
        connection.Run(
            """
            INSERT INTO experiments
                (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
            VALUES (0, 'Default', @location, 'active', @now, @now)
            """,
            ("@location", LocalArtifacts.Uri(Path.Combine(artifacts, "0"))),
            ("@now", now.ToUnixTimeMilliseconds()));
    }

    /// <summary>Refuses tables that can't be used.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <exception cref="SongGenreException">They are another program's, or of an MLflow too far off.</exception>
    public static void Check(SqliteConnection connection, string file)
    {
        var columns = connection.Rows(
            """
            SELECT t.name, c.name, c."notnull" AND c.dflt_value IS NULL
            FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'
            """,
            row => (Table: row.GetString(0), Name: row.GetString(1), IsRequired: row.GetBoolean(2)));
        if (!columns.Exists(column => column is { Table: "alembic_version", Name: "version_num" }))
            throw new SongGenreException($"{file}: is another program's database; name another file.");
        var revision = connection.Value("SELECT version_num FROM alembic_version LIMIT 1") ?? "(none)";
        foreach (var (table, needed) in Needed)
        {
            var there = columns.Where(column => column.Table == table).ToList();
            if (needed.Except(there.Select(column => column.Name)).FirstOrDefault() is { } missing)
            {
                throw new SongGenreException(
                    $"{file}: at MLflow's revision {revision} {table}.{missing} is missing; bring it to MLflow 3.0 or "
                    + "later with 'mlflow db upgrade', or name another file.");
            }

            if (there.Find(column => column.IsRequired && !needed.Contains(column.Name)).Name is { } unknown)
            {
                throw new SongGenreException(
                    $"{file}: MLflow's revision {revision} wants {table}.{unknown}, which this version of SongGenre "
                    + "doesn't know; name another file.");
            }
        }
    }
}
