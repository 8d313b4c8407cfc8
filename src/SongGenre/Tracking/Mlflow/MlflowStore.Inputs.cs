namespace SongGenre.Tracking.Mlflow;

public sealed partial class MlflowStore
{
    /// <inheritdoc/>
    public void LogInputs(string runId, IReadOnlyList<DatasetInput> inputs)
    {
        foreach (var input in inputs) Limits.Input(input);
        Write(() =>
        {
            var run = ActiveRun(runId);
            foreach (var input in inputs)
            {
                var dataset = DatasetId(run.ExperimentId, input.Dataset);
                if (Link("DATASET", dataset, "RUN", runId) is not { } edge || input.Context is null) continue;
                _connection.Run(
                    "INSERT INTO input_tags (input_uuid, name, value) VALUES (@edge, 'mlflow.data.context', @context)",
                    ("@edge", edge), ("@context", input.Context));
            }
        });
    }

    /// <inheritdoc/>
    public void LogModelOutput(string runId, ModelOutput output) => Write(() =>
    {
        ActiveRun(runId);
        ExistingModel(output.ModelId);
        Link("RUN_OUTPUT", runId, "MODEL_OUTPUT", output.ModelId, output.Step);
    });

    /// <inheritdoc/>
    public void LogModelInput(string runId, string modelId) => Write(() =>
    {
        ActiveRun(runId);
        ExistingModel(modelId);
        Link("RUN_INPUT", runId, "MODEL_INPUT", modelId);
    });

    private string DatasetId(string experimentId, Dataset dataset)
    {
        var known = _connection.Value(
            "SELECT dataset_uuid FROM datasets WHERE experiment_id = @experiment AND name = @name AND digest = @digest",
            ("@experiment", experimentId), ("@name", dataset.Name), ("@digest", dataset.Digest));
        if (known is string there) return there;
        var id = Guid.NewGuid().ToString("N");
        _connection.Run(
            """
            INSERT INTO datasets
                (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source, dataset_schema,
                dataset_profile)
            VALUES (@id, @experiment, @name, @digest, @type, @source, @schema, @profile)
            """,
            ("@id", id), ("@experiment", experimentId), ("@name", dataset.Name), ("@digest", dataset.Digest),
            ("@type", dataset.SourceType), ("@source", dataset.Source), ("@schema", dataset.Schema),
            ("@profile", dataset.Profile));
        return id;
    }

    // The new edge's id; null when the edge is there already.
    private string? Link(string sourceType, string source, string destinationType, string destination, long step = 0)
    {
        var edge = Guid.NewGuid().ToString("N");
        var added = _connection.Run(
            """
            INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id, step)
            VALUES (@edge, @sourceType, @source, @destinationType, @destination, @step) ON CONFLICT DO NOTHING
            """,
            ("@edge", edge), ("@sourceType", sourceType), ("@source", source), ("@destinationType", destinationType),
            ("@destination", destination), ("@step", step));
        return added == 1 ? edge : null;
    }
}
