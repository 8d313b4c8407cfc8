namespace SongGenre.Tracking.Artifacts;

/// <summary>What was removed from a store because nothing pointed to it.</summary>
/// <param name="Objects">How many pieces of content that no version has.</param>
/// <param name="Unfinished">How many files that a process was writing when it died.</param>
/// <param name="Bytes">Their size in bytes.</param>
public sealed record CollectedGarbage(int Objects, int Unfinished, long Bytes);
