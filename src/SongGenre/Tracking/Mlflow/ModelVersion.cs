namespace SongGenre.Tracking.Mlflow;

/// <summary>A version of a registered model.</summary>
public sealed record ModelVersion
{
    /// <summary>The registered model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version; the first is 1.</summary>
    public required int Version { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What was registered, such as <c>models:/m-…</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Where its files are.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>The run that made it; null when unknown.</summary>
    public string? RunId { get; init; }

    /// <summary>The aliases that point to it, in order.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }
}
