namespace SongGenre.Data;

/// <summary>
/// What the songs of one genre look like. Quantiles, correlation and the frequencies of whole numbers describe the
/// genre's own recordings: the rows whose recording stands in no earlier row of the file. The other rows are counted by
/// <see cref="Duplicates"/>, <see cref="Repeats"/> and <see cref="Borrowed"/>. Shares lie in 0–1.
/// </summary>
public sealed record GenreProfile
{
    /// <summary>The genre as <c>genre</c> spells it.</summary>
    public required string Name { get; init; }

    /// <summary>Share of the file's rows.</summary>
    public required double Share { get; init; }

    /// <summary>Share of the genre's rows that equal an earlier row in every column.</summary>
    public required double Duplicates { get; init; }

    /// <summary>
    /// Share of the genre's rows whose recording stands in an earlier row of the genre, exact duplicates not counted.
    /// </summary>
    public required double Repeats { get; init; }

    /// <summary>
    /// Share of the genre's rows whose recording stands in earlier rows of other genres only, by the genre of the first.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Borrowed { get; init; }

    /// <summary>Share of the genre's rows in which a column is missing, for <c>loudness</c>, <c>song_name</c>, <c>title</c>.</summary>
    public required IReadOnlyDictionary<string, double> Missing { get; init; }

    /// <summary>
    /// For each of <see cref="SongProfile.Columns"/> its value at each of <see cref="SongProfile.Levels"/>, ascending,
    /// interpolated linearly between neighbours; empty when every value is missing.
    /// </summary>
    public required IReadOnlyDictionary<string, double[]> Quantiles { get; init; }

    /// <summary>
    /// Correlation of the Gaussian copula, 2·sin(π/6·ρ) of Spearman's ρ over the rows that miss nothing, for each pair
    /// of <see cref="SongProfile.Columns"/>: the lower triangle row by row, without the diagonal.
    /// </summary>
    public required double[] Correlation { get; init; }

    /// <summary>Share of each value of <c>key</c>.</summary>
    public required IReadOnlyDictionary<int, double> Key { get; init; }

    /// <summary>Share of each value of <c>mode</c>.</summary>
    public required IReadOnlyDictionary<int, double> Mode { get; init; }

    /// <summary>Share of each value of <c>time_signature</c>.</summary>
    public required IReadOnlyDictionary<int, double> TimeSignature { get; init; }

    /// <summary>The playlists that titled rows were taken from, the largest first.</summary>
    public required IReadOnlyList<PlaylistProfile> Playlists { get; init; }

    /// <summary>Share of the song names with 1, 2, 3… words; names without a word count as one word.</summary>
    public required double[] NameLengths { get; init; }

    /// <summary>Share of the words in song names that each of the most frequent words of the file has, by rank.</summary>
    public required double[] NameWords { get; init; }

    /// <summary>
    /// Ranks of the rarer words in song names: at 0, 5, 10… 100% of their occurrences, ascending; empty without any.
    /// </summary>
    public required double[] RareWords { get; init; }
}
