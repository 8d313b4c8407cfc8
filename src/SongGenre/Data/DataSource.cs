namespace SongGenre.Data;

/// <summary>Where a table came from.</summary>
/// <param name="Origin">Which step of the search order found it.</param>
/// <param name="File">The file's path; for a sample made in memory, a description.</param>
/// <param name="Sha256">SHA-256 of the file's bytes in lower-case hex; for a sample made in memory, of its table.</param>
/// <param name="IsPublished">Whether the rows are those of the published data set, so that its row lists apply.</param>
/// <param name="IsSynthetic">Whether the songs were generated; whoever uses them must say so.</param>
public sealed record DataSource(DataOrigin Origin, string File, string Sha256, bool IsPublished, bool IsSynthetic)
{
    /// <summary>What every output that uses generated songs must show.</summary>
    public const string SyntheticNotice = "SYNTHETIC SAMPLE";

    /// <summary>One line for readers: what the songs are, without a path of the machine.</summary>
    public string Describe() =>
        IsSynthetic ? $"{SyntheticNotice}: these songs were generated; no figure here says anything about music"
        : IsPublished ? $"the published data set, SHA-256 {Sha256[..12]}…"
        : $"songs of another file than the published one, SHA-256 {Sha256[..12]}…";
}
