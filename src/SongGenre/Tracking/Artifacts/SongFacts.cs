using SongGenre.Data;

namespace SongGenre.Tracking.Artifacts;

/// <summary>What a table of songs is, beside its rows: the artifact's <c>songs.json</c>.</summary>
internal sealed record SongFacts
{
    /// <summary><c>raw</c>, <c>clean</c> or <c>part</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>SHA-256 of the file that the songs came from.</summary>
    public required string SourceSha256 { get; init; }

    public required bool IsPublished { get; init; }

    public required bool IsSynthetic { get; init; }

    public CleaningReport? Cleaning { get; init; }

    /// <summary>Of a part: the split's kind.</summary>
    public string? Split { get; init; }

    /// <summary>Of a part: <see cref="TableHash"/> of the clean table that it was cut from.</summary>
    public string? Whole { get; init; }

    public int? ContaminatedRows { get; init; }
}
