namespace SongGenre.Tracking.Artifacts;

/// <summary>That a run made or used a version.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="At">When it did so first.</param>
public sealed record ArtifactLink(string Run, DateTimeOffset At);
