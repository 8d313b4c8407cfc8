namespace SongGenre.Tracking.Mlflow;

/// <summary>What identifies a run, and how far it has come.</summary>
/// <param name="Id">32 lower-case hexadecimal digits.</param>
/// <param name="ExperimentId">The experiment that it belongs to.</param>
/// <param name="Name">Its name.</param>
/// <param name="User">Who ran it; empty when unknown.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Start">When it started.</param>
/// <param name="End">When it ended; null while it goes on.</param>
/// <param name="IsDeleted">Whether it lies in the bin.</param>
/// <param name="ArtifactUri">Where its artifacts are.</param>
public sealed record RunInfo(
    string Id,
    string ExperimentId,
    string Name,
    string User,
    RunStatus Status,
    DateTimeOffset Start,
    DateTimeOffset? End,
    bool IsDeleted,
    string ArtifactUri)
{
    /// <summary>How long it took; null while it goes on.</summary>
    public TimeSpan? Duration => End - Start;
}
