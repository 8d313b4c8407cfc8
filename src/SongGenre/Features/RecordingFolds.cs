using SongGenre.Data;
using SongGenre.Forest;

namespace SongGenre.Features;

/// <summary>Divides rows into folds by recording, so that a recording's rows are in one fold.</summary>
internal static class RecordingFolds
{
    /// <summary>
    /// The fold of each row, 0 to <paramref name="count"/> − 1, as many recordings in each within one. Genres aren't
    /// looked at: what is learned for a row must not depend on its own genre, not even through its fold.
    /// </summary>
    /// <param name="songs">The songs.</param>
    /// <param name="rows">The rows to divide.</param>
    /// <param name="count">Number of folds.</param>
    /// <exception cref="SongGenreException">All rows are of one recording.</exception>
    public static int[] Create(CleanSongs songs, int[] rows, int count)
    {
        var recordings = RowGroups.ByRecording(songs.Table);
        var distinct = rows.Select(row => recordings[row]).Distinct().ToArray();
        if (distinct.Length == 1)
        {
            throw new SongGenreException(
                $"All {rows.Length} training rows are of one recording, so there are no folds to stack features by; "
                + "give more songs, or set features.text to terms and features.audio_genres to false.");
        }

        var random = SplitMix64.Stream(0, 0);
        for (var i = distinct.Length - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (distinct[i], distinct[other]) = (distinct[other], distinct[i]);
        }

        var folds = new Dictionary<int, int>(distinct.Length);
        for (var i = 0; i < distinct.Length; i++) folds.Add(distinct[i], i % count);
        return Array.ConvertAll(rows, row => folds[recordings[row]]);
    }
}
