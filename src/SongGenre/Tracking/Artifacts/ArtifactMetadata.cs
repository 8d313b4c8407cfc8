namespace SongGenre.Tracking.Artifacts;

/// <summary>What is known of an artifact beside its files; it takes no part in the digest.</summary>
public sealed record ArtifactMetadata
{
    /// <summary>The columns of its table, in their order; empty where it is no table. Default empty.</summary>
    public IReadOnlyList<ArtifactColumn> Schema { get; init; } = [];

    /// <summary>Rows by file of the artifact, such as <c>table.parquet</c> to 42,305. Default empty.</summary>
    public IReadOnlyDictionary<string, long> Rows { get; init; } = new Dictionary<string, long>();

    /// <summary>Anything else, such as <c>split</c> to <c>track</c>. Default empty.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
