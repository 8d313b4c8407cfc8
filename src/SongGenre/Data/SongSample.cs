using System.Globalization;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>
/// Makes realistic songs from a profile when the real ones can't be had: per genre the profile's share, distributions,
/// rank correlations, missing values, repeated and borrowed recordings; titles and song names in invented words.
/// </summary>
public static class SongSample
{
    /// <summary>The most rows that a sample may have.</summary>
    public const int MaxRows = 10_000_000;

    /// <summary>Makes songs like those of the published data set.</summary>
    /// <param name="rows">How many, 1 to <see cref="MaxRows"/>; a million take a few seconds.</param>
    /// <param name="seed">Seed; the same one gives the same songs on every machine.</param>
    /// <returns>The 17 columns of the file in its order, the rows genre by genre.</returns>
    /// <exception cref="SongGenreException"><paramref name="rows"/> is out of range.</exception>
    public static DataFrame Generate(int rows, int seed) => Generate(SongProfile.Published, rows, seed);

    /// <summary>Makes songs like those that a profile describes.</summary>
    internal static DataFrame Generate(SongProfile profile, int rows, int seed)
    {
        if (rows is < 1 or > MaxRows)
        {
            throw new SongGenreException(string.Create(
                CultureInfo.InvariantCulture, $"a sample of {rows} rows can't be made; rows must be 1 to {MaxRows:N0}."));
        }

        var songs = new SampledSongs(profile, rows);
        var random = new Random(seed);
        var words = InventedWords.Take(profile.Words);
        var counts = Apportionment.Round([.. Normalised(profile.Genres).Select(share => share * rows)]);
        for (var genre = 0; genre < counts.Length; genre++)
            songs.Add(genre, counts[genre], new GenreDraw(profile, profile.Genres[genre], words), random);
        return songs.ToTable();
    }

    private static IEnumerable<double> Normalised(IReadOnlyList<GenreProfile> genres)
    {
        var whole = genres.Sum(genre => genre.Share);
        return genres.Select(genre => genre.Share / whole);
    }
}
