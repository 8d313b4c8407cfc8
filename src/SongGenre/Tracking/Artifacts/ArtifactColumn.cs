namespace SongGenre.Tracking.Artifacts;

/// <summary>A column of a table that an artifact holds.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">What it holds: <c>double</c>, <c>int64</c>, <c>bool</c>, <c>string</c> or another.</param>
public sealed record ArtifactColumn(string Name, string Type);
