namespace SongGenre.Tracking.Mlflow;

public sealed partial class MlflowStore
{
    /// <inheritdoc/>
    public ExperimentInfo? FindExperiment(string name) => Read(() => Experiment("name", name));

    /// <inheritdoc/>
    public ExperimentInfo FindOrCreateExperiment(string name)
    {
        Limits.Length("The name of an experiment", name, 500);
        var experiment = FindExperiment(name) ?? Write(() => Experiment("name", name) ?? CreateExperiment(name));
        return experiment.IsDeleted ? throw StoreErrors.Deleted($"The experiment {name}") : experiment;
    }

    private ExperimentInfo CreateExperiment(string name)
    {
        var id = Convert.ToInt64(
            _connection.Value("SELECT coalesce(max(experiment_id), 0) + 1 FROM experiments"),
            System.Globalization.CultureInfo.InvariantCulture);
        var location = LocalArtifacts.Uri(Path.Combine(_artifacts, FormattableString.Invariant($"{id}")));
        _connection.Run(
            """
            INSERT INTO experiments
                (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
            VALUES (@id, @name, @location, 'active', @now, @now)
            """,
            ("@id", id), ("@name", name), ("@location", location), ("@now", Now));
        return Experiment("experiment_id", id)!;
    }

    private ExperimentInfo ActiveExperiment(string id)
    {
        var experiment = Experiment("experiment_id", id)
            ?? throw new SongGenreException($"{File}: has no experiment {id}.");
        return experiment.IsDeleted ? throw StoreErrors.Deleted($"The experiment {experiment.Name}") : experiment;
    }

    private ExperimentInfo? Experiment(string column, object value) => _connection.Rows(
        $"SELECT experiment_id, name, artifact_location, lifecycle_stage FROM experiments WHERE {column} = @value",
        row => new ExperimentInfo(
            row.GetString(0), row.GetString(1), row.Text(2) ?? "", row.Text(3) == "deleted"),
        ("@value", value)).FirstOrDefault();

    // An experiment that a server made keeps its artifacts behind that server, which need not run now.
    private string ArtifactFolder(ExperimentInfo experiment, params string[] path) => Path.Combine(
        [LocalArtifacts.Folder(experiment.ArtifactUri) ?? Path.Combine(_artifacts, experiment.Id), .. path]);
}
