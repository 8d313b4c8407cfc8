namespace SongGenre.Tracking.Mlflow;

/// <summary>A file or a folder among artifacts.</summary>
/// <param name="Path">Where it is, relative to the artifacts' root, with <c>/</c>.</param>
/// <param name="Size">How many bytes it has; null for a folder.</param>
public sealed record ArtifactEntry(string Path, long? Size)
{
    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Size is null;
}
