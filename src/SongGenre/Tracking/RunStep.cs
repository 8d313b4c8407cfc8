namespace SongGenre.Tracking;

/// <summary>A part of a run.</summary>
/// <param name="Name">The part's name: a notebook's file, a cell's id.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Steps">Its own parts, if it has any.</param>
public sealed record RunStep(string Name, string Status, double Seconds, IReadOnlyList<RunStep>? Steps = null);
