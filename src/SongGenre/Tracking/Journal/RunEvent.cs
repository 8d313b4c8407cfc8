using System.Text.Json.Serialization;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Journal;

/// <summary>One thing that a run says. A run is the list of what it said.</summary>
/// <param name="Time">When it said so.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(ParametersLogged), "parameters")]
[JsonDerivedType(typeof(MetricsLogged), "metrics")]
[JsonDerivedType(typeof(TagsSet), "tags")]
[JsonDerivedType(typeof(FileLogged), "file")]
[JsonDerivedType(typeof(OutputWritten), "output")]
[JsonDerivedType(typeof(RunEnded), "ended")]
internal abstract record RunEvent(DateTimeOffset Time);

/// <summary>The first of a run's events.</summary>
/// <param name="Time">When.</param>
/// <param name="Id">The run's id: 32 lower-case hexadecimal digits.</param>
/// <param name="Name">The run's name.</param>
/// <param name="Experiment">The experiment that it belongs to.</param>
/// <param name="Command">The command that opened it, such as <c>train</c>.</param>
/// <param name="Parent">The run that it is a part of; null for none.</param>
/// <param name="Environment">Where it takes place and with which versions.</param>
internal sealed record RunStarted(
    DateTimeOffset Time,
    string Id,
    string Name,
    string Experiment,
    string Command,
    string? Parent,
    RunEnvironment Environment)
    : RunEvent(Time);

/// <summary>Parameters with their values as YAML writes them.</summary>
internal sealed record ParametersLogged(DateTimeOffset Time, IReadOnlyDictionary<string, string> Values) : RunEvent(Time);

/// <summary>Figures of one step.</summary>
internal sealed record MetricsLogged(DateTimeOffset Time, long Step, IReadOnlyDictionary<string, double> Values)
    : RunEvent(Time);

/// <summary>Tags; a later one replaces an earlier one.</summary>
internal sealed record TagsSet(DateTimeOffset Time, IReadOnlyDictionary<string, string> Values) : RunEvent(Time);

/// <summary>A file that the journal's folder keeps a copy of, by its path below <c>files</c>.</summary>
internal sealed record FileLogged(DateTimeOffset Time, string Path) : RunEvent(Time);

/// <summary>A piece of console output, with its line ends.</summary>
internal sealed record OutputWritten(DateTimeOffset Time, bool IsError, string Text) : RunEvent(Time);

/// <summary>The last of a run's events.</summary>
/// <param name="Time">When.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Error">The error that ended it; null for none.</param>
internal sealed record RunEnded(DateTimeOffset Time, RunStatus Status, string? Error) : RunEvent(Time);
