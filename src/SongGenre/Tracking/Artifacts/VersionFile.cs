namespace SongGenre.Tracking.Artifacts;

/// <summary>A version as a file holds it.</summary>
internal sealed record VersionFile
{
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required string Name { get; init; }

    public required int Version { get; init; }

    public required string Type { get; init; }

    public required string Digest { get; init; }

    public required long Size { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The run that made it first; others are in files beside.</summary>
    public string? Run { get; init; }

    public string? RunName { get; init; }

    public DateTimeOffset? Deleted { get; init; }

    public required ArtifactMetadata Metadata { get; init; }

    public required IReadOnlyList<ArtifactFile> Files { get; init; }
}
