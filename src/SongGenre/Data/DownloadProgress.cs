namespace SongGenre.Data;

/// <summary>How far a download is.</summary>
/// <param name="Received">Bytes received; fewer than before when a try had to start over.</param>
/// <param name="Total">Bytes that the whole file has.</param>
public readonly record struct DownloadProgress(long Received, long Total);
