using System.Text.Json.Serialization;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>Something that was run.</summary>
/// <param name="Session">The number of the session, from 1.</param>
/// <param name="Line">The number of the execution in its session.</param>
/// <param name="Input">The code.</param>
/// <param name="Output">The result as text; null when there was none.</param>
internal sealed record HistoryEntry(
    [property: JsonPropertyName("session"), JsonRequired] int Session,
    [property: JsonPropertyName("line"), JsonRequired] int Line,
    [property: JsonPropertyName("input"), JsonRequired] string Input,
    [property: JsonPropertyName("output")] string? Output);
