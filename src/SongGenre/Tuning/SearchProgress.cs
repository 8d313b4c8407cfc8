namespace SongGenre.Tuning;

/// <summary>How far a search is.</summary>
/// <param name="Latest">The trial that was finished last.</param>
/// <param name="Done">Trials finished, those that were read from a folder among them.</param>
/// <param name="Planned">Trials in all.</param>
public sealed record SearchProgress(Trial Latest, int Done, int Planned);
