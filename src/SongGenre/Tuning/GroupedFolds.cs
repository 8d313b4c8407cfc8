using SongGenre.Data;

namespace SongGenre.Tuning;

/// <summary>Folds of a cross-validation.</summary>
public static class GroupedFolds
{
    /// <summary>
    /// Divides rows into folds that share no recording (rows equal in all audio columns but <c>loudness</c>) and have
    /// about equal shares of each genre.
    /// </summary>
    /// <param name="songs">The songs.</param>
    /// <param name="rows">Ascending row positions in <see cref="CleanSongs.Table"/>, each with a genre.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="seed">Seed of the division.</param>
    /// <returns>The rows of each fold, ascending.</returns>
    /// <exception cref="SongGenreException">A fold would be empty.</exception>
    public static int[][] Create(CleanSongs songs, int[] rows, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var recordings = RowGroups.ByRecording(songs.Table);
        var random = new Random(seed);
        var made = new int[folds][];
        var left = rows;
        for (var f = 0; f < folds - 1; f++)
        {
            made[f] = StratifiedDraw.Take(left, songs.Labels, recordings, 1.0 / (folds - f), random);
            left = [.. left.Except(made[f])];
        }

        made[^1] = left;
        return Array.TrueForAll(made, fold => fold.Length > 0)
            ? made
            : throw new SongGenreException(FormattableString.Invariant(
                $"{songs.Source.File}: {rows.Length} training rows are too few for {folds} folds; ask for fewer."));
    }
}
