using System.Text.Json.Serialization;
using SongGenre.Tracking.Mlflow;
using SongGenre.Tracking.Wandb;

namespace SongGenre.Tracking.Journal;

/// <summary>One thing that a run says. A run is the list of what it said.</summary>
/// <param name="Time">When it said so.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(EnvironmentRead), "environment")]
[JsonDerivedType(typeof(ParametersLogged), "parameters")]
[JsonDerivedType(typeof(MetricsLogged), "metrics")]
[JsonDerivedType(typeof(TagsSet), "tags")]
[JsonDerivedType(typeof(DataUsed), "data")]
[JsonDerivedType(typeof(FileLogged), "file")]
[JsonDerivedType(typeof(ModelLogged), "model")]
[JsonDerivedType(typeof(ModelUsed), "used_model")]
[JsonDerivedType(typeof(ArtifactLogged), "artifact")]
[JsonDerivedType(typeof(OutputWritten), "output")]
[JsonDerivedType(typeof(RunEnded), "ended")]
internal abstract record RunEvent(DateTimeOffset Time);

/// <summary>The first of a run's events.</summary>
/// <param name="Time">When.</param>
/// <param name="Id">The run's id: 32 lower-case hexadecimal digits.</param>
/// <param name="Name">The run's name.</param>
/// <param name="Experiment">The experiment that it belongs to.</param>
/// <param name="Command">The command that opened it, such as <c>train</c>.</param>
/// <param name="Arguments">The program's command line, the program left out.</param>
/// <param name="Parent">The run that it is a part of; null for none.</param>
/// <param name="Attached">The store's run that it goes on with; null for a new one.</param>
/// <param name="Store">MLflow's store, without a password.</param>
/// <param name="Wandb">Where it goes as a run of Weights &amp; Biases; null for nowhere.</param>
internal sealed record RunStarted(
    DateTimeOffset Time,
    string Id,
    string Name,
    string Experiment,
    string Command,
    IReadOnlyList<string> Arguments,
    string? Parent,
    string? Attached,
    string Store,
    WandbOptions? Wandb)
    : RunEvent(Time);

/// <summary>Where a run takes place, which takes a moment to find out.</summary>
/// <param name="Time">When it was known.</param>
/// <param name="Environment">Machine and versions.</param>
/// <param name="Source">The working tree; null outside a repository or without git.</param>
internal sealed record EnvironmentRead(DateTimeOffset Time, RunEnvironment Environment, WorkingTree? Source)
    : RunEvent(Time);

/// <summary>Parameters with their values as YAML writes them.</summary>
internal sealed record ParametersLogged(DateTimeOffset Time, IReadOnlyDictionary<string, string> Values) : RunEvent(Time);

/// <summary>Figures of one step.</summary>
internal sealed record MetricsLogged(DateTimeOffset Time, long Step, IReadOnlyDictionary<string, double> Values)
    : RunEvent(Time);

/// <summary>Tags; a later one replaces an earlier one.</summary>
internal sealed record TagsSet(DateTimeOffset Time, IReadOnlyDictionary<string, string> Values) : RunEvent(Time);

/// <summary>Data that the run reads.</summary>
internal sealed record DataUsed(DateTimeOffset Time, IReadOnlyList<DatasetInput> Inputs) : RunEvent(Time);

/// <summary>A file that the journal's folder keeps a copy of, by its path below <c>files</c>.</summary>
internal sealed record FileLogged(DateTimeOffset Time, string Path) : RunEvent(Time);

/// <summary>A model, whose files were logged before.</summary>
/// <param name="Time">When.</param>
/// <param name="Path">The folder among the run's files.</param>
internal sealed record ModelLogged(DateTimeOffset Time, string Path) : RunEvent(Time);

/// <summary>A model of the store that the run used.</summary>
/// <param name="Time">When.</param>
/// <param name="ModelId">The logged model's id.</param>
internal sealed record ModelUsed(DateTimeOffset Time, string ModelId) : RunEvent(Time);

/// <summary>A version of data, a model or a result that the run used or made.</summary>
/// <param name="Time">When.</param>
/// <param name="IsUsed">Whether it was used; else made.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Files">Path in the artifact to a file: one of this machine, or one below <c>files</c>.</param>
/// <param name="Metadata">What else is known of it.</param>
/// <param name="Aliases">The names of this version.</param>
internal sealed record ArtifactLogged(
    DateTimeOffset Time,
    bool IsUsed,
    string Name,
    string Type,
    IReadOnlyDictionary<string, string> Files,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<string> Aliases)
    : RunEvent(Time);

/// <summary>A piece of console output, with its line ends.</summary>
internal sealed record OutputWritten(DateTimeOffset Time, bool IsError, string Text) : RunEvent(Time);

/// <summary>The last of a run's events.</summary>
/// <param name="Time">When.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Error">The error that ended it; null for none.</param>
internal sealed record RunEnded(DateTimeOffset Time, RunStatus Status, string? Error) : RunEvent(Time);
