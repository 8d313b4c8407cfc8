namespace SongGenre.Tracking.Reproduction;

/// <summary>Something that is not the same in two runs.</summary>
/// <param name="Kind"><c>parameter</c>, <c>data</c>, <c>package</c>, <c>metric</c> or <c>file</c>.</param>
/// <param name="Name">What it is called, such as <c>forest.max_depth</c>.</param>
/// <param name="Then">Its value in the first run; null where that has none.</param>
/// <param name="Now">Its value in the second run; null where that has none.</param>
public sealed record RunDifference(string Kind, string Name, string? Then, string? Now);
