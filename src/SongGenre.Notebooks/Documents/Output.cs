using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>One output of a code cell.</summary>
public abstract record Output;

/// <summary>Text written to a stream.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text; adjacent pieces of one stream are one output.</param>
public sealed record StreamOutput(string Name, string Text) : Output;

/// <summary>Something displayed, in one or several mime types.</summary>
/// <param name="Data">Mime type to content: a string, or real JSON for <c>application/json</c> and
/// <c>*+json</c>.</param>
/// <param name="Metadata">Metadata by mime type, such as a picture's size and alternative text.</param>
public record DisplayOutput(JsonObject Data, JsonObject Metadata) : Output
{
    /// <summary>What later updates name it by while the kernel lives; null when it can't be updated. No file holds
    /// it.</summary>
    public string? DisplayId { get; init; }
}

/// <summary>New content for everything that was displayed under an id, in whatever cell. It has no place of its
/// own.</summary>
/// <param name="DisplayId">The id.</param>
/// <param name="Data">Mime type to content.</param>
/// <param name="Metadata">Metadata by mime type.</param>
public sealed record UpdateDisplayOutput(string DisplayId, JsonObject Data, JsonObject Metadata) : Output;

/// <summary>Takes away what the running cell has put out so far.</summary>
/// <param name="Wait">Only once the next output comes, so that nothing flickers.</param>
public sealed record ClearOutput(bool Wait) : Output;

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
