using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Mlflow;

/// <summary>
/// A place where runs are recorded, in the model of MLflow: experiments hold runs; runs have parameters, metrics, tags,
/// data sets that they read, models that they used and made; models have registered versions. Each call either did all
/// of its work or none. Every method throws <see cref="SongGenreException"/> when the store can't be reached or
/// written, when something named isn't there, or when a name or a value is over the store's limits.
/// </summary>
public interface IRunStore : IDisposable
{
    /// <summary>The experiment of a name; null when there is none.</summary>
    ExperimentInfo? FindExperiment(string name);

    /// <summary>The experiment of a name, created when there is none. A deleted one is refused.</summary>
    /// <param name="name">1–500 characters.</param>
    ExperimentInfo FindOrCreateExperiment(string name);

    /// <summary>Starts a run, or goes on with the one that <see cref="NewRun.RunId"/> names.</summary>
    RunInfo StartRun(NewRun run);

    /// <summary>Says how far a run has come.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="status">How far.</param>
    /// <param name="end">When it ended; null while it goes on.</param>
    void UpdateRun(string runId, RunStatus status, DateTimeOffset? end);

    /// <summary>
    /// Logs any number of values at once. An equal metric or parameter that is there already is left as it is; a
    /// parameter that is there with another value is refused; a tag is replaced.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="metrics">Values of metrics, in any order.</param>
    /// <param name="parameters">Parameters: names of 1–250 characters, values of up to 6,000.</param>
    /// <param name="tags">Tags: names of 1–250 characters, values of up to 8,000.</param>
    void LogBatch(
        string runId,
        IReadOnlyList<Metric>? metrics = null,
        IReadOnlyDictionary<string, string>? parameters = null,
        IReadOnlyDictionary<string, string>? tags = null);

    /// <summary>Says which data a run read. A data set of the same name and digest is the same one.</summary>
    void LogInputs(string runId, IReadOnlyList<DatasetInput> inputs);

    /// <summary>Creates a model, with the status <see cref="LoggedModelStatus.Pending"/>.</summary>
    LoggedModel CreateModel(NewLoggedModel model);

    /// <summary>Says whether a model's files are all there.</summary>
    void FinishModel(string modelId, LoggedModelStatus status);

    /// <summary>Says that a run made a model.</summary>
    void LogModelOutput(string runId, ModelOutput output);

    /// <summary>Says that a run used a model.</summary>
    void LogModelInput(string runId, string modelId);

    /// <summary>
    /// Adds a model to the list in the run's tag <c>mlflow.log-model.history</c>, by which MLflow 2 shows models.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="model">Its run_id, artifact_path, utc_time_created, model_uuid and flavors.</param>
    void LogModelHistory(string runId, JsonObject model);

    /// <summary>Registers the next version of a model; a name that is new is registered with it.</summary>
    /// <param name="name">The registered model's name: 1–256 characters without <c>/</c> and <c>:</c>.</param>
    /// <param name="source"><c>models:/m-…</c> for a logged model, else where the model's files are.</param>
    /// <param name="runId">The run that made it; null for the one that the logged model names.</param>
    ModelVersion RegisterModel(string name, string source, string? runId = null);

    /// <summary>Lets an alias point to a version.</summary>
    /// <param name="name">The registered model's name.</param>
    /// <param name="alias">Letters, digits, <c>_</c> and <c>-</c>; neither <c>latest</c> nor like <c>v1</c>.</param>
    /// <param name="version">The version.</param>
    void SetAlias(string name, string alias, int version);

    /// <summary>The version that an alias points to.</summary>
    ModelVersion GetModelVersion(string name, string alias);

    /// <summary>A version by its number.</summary>
    ModelVersion GetModelVersion(string name, int version);

    /// <summary>A model by its id.</summary>
    LoggedModel GetModel(string modelId);

    /// <summary>A run by its id or the beginning of it, if only one begins so.</summary>
    Run GetRun(string id);

    /// <summary>The runs of an experiment, the latest first.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="deleted">Whether those in the bin are asked for instead of those that aren't.</param>
    IReadOnlyList<Run> SearchRuns(string experimentId, bool deleted = false);

    /// <summary>All values of a metric of a run, by step, time and value.</summary>
    IReadOnlyList<Metric> GetMetricHistory(string runId, string key);

    /// <summary>Puts a run into the bin.</summary>
    void DeleteRun(string runId);

    /// <summary>Takes a run out of the bin.</summary>
    void RestoreRun(string runId);

    /// <summary>Adds an artifact; one that is there is replaced.</summary>
    /// <param name="artifactUri">The root: a run's or a model's <c>ArtifactUri</c>.</param>
    /// <param name="path">The file's path below the root, with <c>/</c>.</param>
    /// <param name="content">Its bytes, read to the end.</param>
    void LogArtifact(string artifactUri, string path, Stream content);

    /// <summary>The files and folders directly in a folder of artifacts, by name.</summary>
    /// <param name="artifactUri">The root: a run's or a model's <c>ArtifactUri</c>.</param>
    /// <param name="folder">The folder's path below the root; empty for the root.</param>
    IReadOnlyList<ArtifactEntry> ListArtifacts(string artifactUri, string folder = "");

    /// <summary>Opens an artifact to be read.</summary>
    /// <param name="artifactUri">The root: a run's or a model's <c>ArtifactUri</c>.</param>
    /// <param name="path">The file's path below the root.</param>
    Stream OpenArtifact(string artifactUri, string path);
}
