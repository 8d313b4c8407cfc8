namespace SongGenre.Data;

/// <summary>A playlist, its title known only as ranks of words.</summary>
/// <param name="Share">Share of the genre's titled rows.</param>
/// <param name="Words">The title's words as 0-based ranks of frequency in the file.</param>
public sealed record PlaylistProfile(double Share, int[] Words);
