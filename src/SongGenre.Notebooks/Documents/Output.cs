using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>One output of a code cell.</summary>
public abstract record Output;

/// <summary>Text written to a stream.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text; adjacent pieces of one stream are one output.</param>
public sealed record StreamOutput(string Name, string Text) : Output;

/// <summary>Something displayed, in one or several mime types.</summary>
/// <param name="Data">Mime type to content: a string, or real JSON for <c>application/json</c> and <c>*+json</c>.</param>
/// <param name="Metadata">Metadata by mime type, such as a picture's size and alternative text.</param>
public record DisplayOutput(JsonObject Data, JsonObject Metadata) : Output;

/// <summary>The value of a cell's last expression.</summary>
/// <param name="Data">Mime type to content.</param>
/// <param name="Metadata">Metadata by mime type.</param>
/// <param name="ExecutionCount">The number of the execution.</param>
public sealed record ExecuteResultOutput(JsonObject Data, JsonObject Metadata, int? ExecutionCount) : DisplayOutput(Data, Metadata);

/// <summary>The error that ended a cell.</summary>
/// <param name="Name">The exception's type, or <c>CompilationErrorException</c>.</param>
/// <param name="Value">The message.</param>
/// <param name="Traceback">Lines for a reader: cell and line numbers of the notebook, no paths of a machine.</param>
public sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Traceback) : Output;
