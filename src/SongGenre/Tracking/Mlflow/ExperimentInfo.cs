namespace SongGenre.Tracking.Mlflow;

/// <summary>A heading under which runs stand.</summary>
/// <param name="Id">A number, counted up.</param>
/// <param name="Name">Its name.</param>
/// <param name="ArtifactUri">Where the artifacts of its runs are, a folder for each.</param>
/// <param name="IsDeleted">Whether it lies in the bin.</param>
public sealed record ExperimentInfo(string Id, string Name, string ArtifactUri, bool IsDeleted);
