namespace SongGenre.Data;

public static partial class SongData
{
    /// <summary>
    /// Checks songs as they stand in their file. For each column: its type; no missing value where none may be; known
    /// values only; values in the plausible range. With a reference, for each of the ten measured columns: whether a
    /// two-sample Kolmogorov–Smirnov test finds its distribution unlike the reference's, missing values left out, at
    /// α = 0.05 for all ten together, so at 1 − 0.95^(1/10) for each.
    /// </summary>
    /// <param name="songs">The songs to check.</param>
    /// <param name="reference">The songs that they should be like; null to compare no distributions.</param>
    /// <returns>One result per check, in the order of the columns; the distributions last.</returns>
    public static IReadOnlyList<CheckResult> Check(Songs songs, Songs? reference = null) =>
        DataCheck.Run(songs.Table, reference?.Table);

    /// <summary>Checks cleaned songs as <see cref="Check(Songs, Songs?)"/> does.</summary>
    /// <param name="songs">The songs to check.</param>
    /// <param name="reference">The songs that they should be like, which are cleaned first; null for none.</param>
    /// <returns>One result per check, in the order of the columns; the distributions last.</returns>
    public static IReadOnlyList<CheckResult> Check(CleanSongs songs, Songs? reference = null) =>
        DataCheck.Run(songs.Table, reference?.Clean().Table);
}
