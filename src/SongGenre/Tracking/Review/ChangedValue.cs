namespace SongGenre.Tracking.Review;

/// <summary>A parameter, or something else about a run, that isn't the same in all groups.</summary>
/// <param name="Name">Its name, such as <c>forest.max_depth</c> or <c>commit</c>.</param>
/// <param name="Values">Its value in each group; empty where a group has none.</param>
public sealed record ChangedValue(string Name, IReadOnlyList<string> Values);
