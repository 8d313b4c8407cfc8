namespace SongGenre.Tracking.Artifacts;

/// <summary>That a run made or used a version.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Reference">The version, such as <c>clean:v3</c>.</param>
/// <param name="IsMade">Whether the run made it; otherwise it used it.</param>
/// <param name="At">When it did so first.</param>
/// <param name="Name">What the run is called, such as <c>train</c>; null where nobody said.</param>
public sealed record LineageEdge(
    string Run, string Reference, bool IsMade, DateTimeOffset At, string? Name = null);
