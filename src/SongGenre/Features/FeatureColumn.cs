namespace SongGenre.Features;

/// <summary>What a column of a <see cref="FeatureMatrix"/> is.</summary>
/// <param name="Name">
/// The column's own name, unique in its matrix: <c>tempo</c>, <c>title + song_name: techno</c>.
/// </param>
/// <param name="Source">
/// What it was made of: a table's column (<c>tempo</c>, <c>song_name</c>) or <c>title + song_name</c>. All terms of a
/// text share one source, so that they can be shuffled or summed as one block.
/// </param>
public sealed record FeatureColumn(string Name, string Source);
