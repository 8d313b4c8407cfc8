namespace SongGenre.Tracking.Artifacts;

public sealed partial class ArtifactStore
{
    /// <summary>Where a version comes from and what came of it.</summary>
    /// <param name="reference"><c>name:v3</c>, <c>name:alias</c>, or <c>name</c> for <c>name:latest</c>.</param>
    /// <exception cref="SongGenreException">The reference is unknown.</exception>
    public ArtifactLineage Lineage(string reference) =>
        Guard("read", () => new ArtifactLineage(Find(ArtifactReference.Parse(reference)), AllVersions()));
}
