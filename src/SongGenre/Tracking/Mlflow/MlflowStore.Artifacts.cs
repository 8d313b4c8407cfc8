namespace SongGenre.Tracking.Mlflow;

public sealed partial class MlflowStore
{
    /// <inheritdoc/>
    public void LogArtifact(string artifactUri, string path, Stream content) =>
        LocalArtifacts.Write(artifactUri, path, content);

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactEntry> ListArtifacts(string artifactUri, string folder = "") =>
        LocalArtifacts.List(artifactUri, folder);

    /// <inheritdoc/>
    public Stream OpenArtifact(string artifactUri, string path) => LocalArtifacts.Open(artifactUri, path);
}
