namespace SongGenre.Tracking.Mlflow;

public sealed partial class MlflowStore
{
    /// <inheritdoc/>
    public LoggedModel CreateModel(NewLoggedModel model)
    {
        Limits.Model(model);
        var id = $"m-{Guid.NewGuid():N}";
        return Write(() =>
        {
            var experiment = ActiveExperiment(model.ExperimentId);
            if (model.SourceRunId is { } run) ActiveRun(run);
            _connection.Run(
                """
                INSERT INTO logged_models
                    (model_id, experiment_id, name, artifact_location, creation_timestamp_ms,
                    last_updated_timestamp_ms, status, lifecycle_stage, model_type, source_run_id)
                VALUES (@id, @experiment, @name, @location, @now, @now, @status, 'active', @type, @run)
                """,
                ("@id", id), ("@experiment", experiment.Id), ("@name", model.Name),
                ("@location", LocalArtifacts.Uri(ArtifactFolder(experiment, "models", id, "artifacts"))),
                ("@now", Now), ("@status", (int)LoggedModelStatus.Pending), ("@type", model.ModelType),
                ("@run", model.SourceRunId));
            foreach (var (key, value) in model.Parameters)
            {
                _connection.Run(
                    """
                    INSERT INTO logged_model_params (model_id, experiment_id, param_key, param_value)
                    VALUES (@id, @experiment, @key, @value)
                    """,
                    ("@id", id), ("@experiment", experiment.Id), ("@key", key), ("@value", value));
            }

            foreach (var (key, value) in model.Tags) PutModelTag(id, experiment.Id, key, value);
            return ExistingModel(id);
        });
    }

    /// <inheritdoc/>
    public void FinishModel(string modelId, LoggedModelStatus status) => Write(() =>
    {
        ExistingModel(modelId);
        _connection.Run(
            "UPDATE logged_models SET status = @status, last_updated_timestamp_ms = @now WHERE model_id = @id",
            ("@status", (int)status), ("@now", Now), ("@id", modelId));
    });

    /// <inheritdoc/>
    public LoggedModel GetModel(string modelId) => Read(() => ExistingModel(modelId));

    private void PutModelTag(string modelId, string experimentId, string key, string value) => _connection.Run(
        """
        INSERT INTO logged_model_tags (model_id, experiment_id, tag_key, tag_value)
        VALUES (@id, @experiment, @key, @value) ON CONFLICT DO UPDATE SET tag_value = excluded.tag_value
        """,
        ("@id", modelId), ("@experiment", experimentId), ("@key", key), ("@value", value));

    private LoggedModel ExistingModel(string id) => _connection.Rows(
        """
        SELECT experiment_id, name, artifact_location, creation_timestamp_ms, status, source_run_id, model_type
        FROM logged_models WHERE model_id = @id AND lifecycle_stage <> 'deleted'
        """,
        row => new LoggedModel
        {
            Id = id,
            ExperimentId = row.GetString(0),
            Name = row.GetString(1),
            ArtifactUri = row.GetString(2),
            Created = row.Time(3)!.Value,
            Status = (LoggedModelStatus)row.GetInt32(4),
            SourceRunId = row.Text(5),
            ModelType = row.Text(6),
            Parameters = Pairs("SELECT param_key, param_value FROM logged_model_params WHERE model_id = @id", id),
            Tags = Pairs("SELECT tag_key, tag_value FROM logged_model_tags WHERE model_id = @id", id),
        },
        ("@id", id)).FirstOrDefault() ?? throw StoreErrors.NoModel(File, id);

    private SortedDictionary<string, string> Pairs(string sql, string id) => new(
        _connection.Rows(sql, row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), ("@id", id))
            .ToDictionary(),
        StringComparer.Ordinal);
}
