namespace SongGenre.Tracking.Artifacts;

/// <summary>A file of an artifact.</summary>
/// <param name="Path">Its path inside the artifact, parts separated by <c>/</c>.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of its content in lower-case hex.</param>
public sealed record ArtifactFile(string Path, long Size, string Sha256);
