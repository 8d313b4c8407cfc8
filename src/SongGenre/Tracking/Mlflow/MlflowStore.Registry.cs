using System.Globalization;
using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Mlflow;

public sealed partial class MlflowStore
{
    /// <inheritdoc/>
    public ModelVersion RegisterModel(string name, string source, string? runId = null)
    {
        const string scheme = "models:/m-";
        Limits.Registered(name);
        Limits.Length("The source of a model version", source, 500);
        return Write(() =>
        {
            var model = source.StartsWith(scheme, StringComparison.Ordinal)
                ? ExistingModel(source["models:/".Length..]) : null;
            var now = Now;
            var isKnown = _connection.Run(
                "UPDATE registered_models SET last_updated_time = @now WHERE name = @name",
                ("@name", name), ("@now", now)) > 0;
            if (!isKnown)
            {
                _connection.Run(
                    """
                    INSERT INTO registered_models (name, creation_time, last_updated_time) VALUES (@name, @now, @now)
                    """,
                    ("@name", name), ("@now", now));
            }

            var version = Convert.ToInt32(
                _connection.Value(
                    "SELECT coalesce(max(version), 0) + 1 FROM model_versions WHERE name = @name", ("@name", name)),
                CultureInfo.InvariantCulture);
            // MLflow takes a version whose stage is null for a deleted one.
            _connection.Run(
                """
                INSERT INTO model_versions
                    (name, version, creation_time, last_updated_time, current_stage, source, run_id, status,
                    storage_location)
                VALUES (@name, @version, @now, @now, 'None', @source, @run, 'READY', @location)
                """,
                ("@name", name), ("@version", version), ("@now", now), ("@source", source),
                ("@run", runId ?? model?.SourceRunId), ("@location", model?.ArtifactUri ?? source));
            if (model is not null) AddVersion(model, name, version);
            return Version("v.version = @key", name, version)!;
        });
    }

    /// <inheritdoc/>
    public void SetAlias(string name, string alias, int version)
    {
        Limits.Alias(alias);
        Write(() =>
        {
            if (Version("v.version = @key", name, version) is null) throw NoVersion(name, $"version {version}");
            var changed = _connection.Run(
                "UPDATE registered_model_aliases SET version = @version WHERE name = @name AND alias = @alias",
                ("@version", version), ("@name", name), ("@alias", alias));
            if (changed > 0) return;
            _connection.Run(
                "INSERT INTO registered_model_aliases (name, alias, version) VALUES (@name, @alias, @version)",
                ("@version", version), ("@name", name), ("@alias", alias));
        });
    }

    /// <inheritdoc/>
    public ModelVersion GetModelVersion(string name, string alias) => Read(() => Version(
        "v.version = (SELECT version FROM registered_model_aliases a WHERE a.name = @name AND a.alias = @key)",
        name,
        alias)) ?? throw NoVersion(name, $"alias {alias}");

    /// <inheritdoc/>
    public ModelVersion GetModelVersion(string name, int version) =>
        Read(() => Version("v.version = @key", name, version)) ?? throw NoVersion(name, $"version {version}");

    private SongGenreException NoVersion(string name, string which) => StoreErrors.NoVersion(File, name, which);

    // The list by which MLflow shows on a model's page under which names it is registered.
    private void AddVersion(LoggedModel model, string name, int version)
    {
        const string tag = "mlflow.modelVersions";
        var versions = model.Tags.TryGetValue(tag, out var text) && JsonNode.Parse(text) is JsonArray known
            ? known : [];
        versions.Add(new JsonObject { ["name"] = name, ["version"] = version });
        PutModelTag(model.Id, model.ExperimentId, tag, versions.ToJsonString());
    }

    private ModelVersion? Version(string where, string name, object key) => _connection.Rows(
        $"""
        SELECT v.version, v.creation_time, v.source, v.storage_location, v.run_id
        FROM model_versions v WHERE v.name = @name AND {where} AND v.current_stage <> 'Deleted_Internal'
        """,
        row => new ModelVersion
        {
            Name = name,
            Version = row.GetInt32(0),
            Created = row.Time(1) ?? DateTimeOffset.UnixEpoch,
            Source = row.Text(2) ?? "",
            ArtifactUri = row.Text(3) ?? row.Text(2) ?? "",
            RunId = row.Text(4),
            Aliases = _connection.Rows(
                "SELECT alias FROM registered_model_aliases WHERE name = @name AND version = @version ORDER BY alias",
                alias => alias.GetString(0),
                ("@name", name), ("@version", row.GetInt32(0))),
        },
        ("@name", name), ("@key", key)).FirstOrDefault();
}
