using Microsoft.Data.Analysis;

namespace SongGenre.Data;

public sealed partial record SongProfile
{
    internal static readonly string[] NumericColumns =
    [
        "danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness", "valence",
        "tempo", "duration_ms",
    ];

    /// <summary>Ranks up to here have a share of their own in each genre; they hold what a small vocabulary keeps.</summary>
    private const int FrequentWords = 250;

    /// <summary>0, 1, 2, 4, 6… 96, 98, 99, 100%: fine enough for a forest's cuts, and the tails finer.</summary>
    private static readonly double[] QuantileLevels =
        [0, 0.01, .. Enumerable.Range(1, 49).Select(step => Math.Round(step * 0.02, 2)), 0.99, 1];

    private static readonly string[] GappyColumns = ["loudness", "song_name", "title"];

    /// <summary>Describes songs; takes about a second for the published file.</summary>
    /// <param name="songs">The songs of a file before cleaning, with a genre in each row.</param>
    /// <returns>The figures, rounded: the same for the same file on every machine.</returns>
    /// <exception cref="SongGenreException">There is no row, or a row has no genre.</exception>
    public static SongProfile Compute(Songs songs)
    {
        ArgumentNullException.ThrowIfNull(songs);
        var table = songs.Table;
        var genres = ((StringDataFrameColumn)table.Columns["genre"]).ToArray();
        var lacking = Array.FindIndex(genres, genre => genre is null);
        if (genres.Length == 0 || lacking >= 0)
        {
            throw new SongGenreException(genres.Length == 0
                ? $"{songs.Source.File}: has no row to describe."
                : $"{songs.Source.File}: row {table.Columns["row"][lacking]} has no genre; a profile needs one in every row.");
        }

        var text = new ProfiledText(Strings(table, "title"), Strings(table, "song_name"));
        var kinship = new Kinship(table, genres);
        var rows = genres.Select((genre, row) => (genre, row)).GroupBy(pair => pair.genre, pair => pair.row, StringComparer.Ordinal);
        return new SongProfile
        {
            Rows = genres.Length,
            Words = text.Words,
            Columns = NumericColumns,
            Levels = QuantileLevels,
            Genres = [.. rows.Select(group => Describe(table, group.Key, [.. group], kinship, text))],
        };
    }

    private static GenreProfile Describe(DataFrame table, string genre, int[] rows, Kinship kinship, ProfiledText text)
    {
        var own = rows.Where(row => kinship[row] == Kin.Own).ToArray();
        if (own.Length == 0) own = rows;
        var values = NumericColumns.Select(column => Numbers(table.Columns[column], own)).ToArray();
        return new GenreProfile
        {
            Name = genre,
            Share = Share(rows.Length, kinship.Rows),
            Duplicates = Share(rows.Count(row => kinship[row] == Kin.Duplicate), rows.Length),
            Repeats = Share(rows.Count(row => kinship[row] == Kin.Repeat), rows.Length),
            Borrowed = Shares(rows.Where(row => kinship[row] == Kin.Borrowed), kinship.Home, rows.Length),
            Missing = GappyColumns.ToDictionary(column => column, column => Missing(table.Columns[column], rows)),
            Quantiles = NumericColumns.Index().ToDictionary(c => c.Item, c => Quantiles(values[c.Index])),
            Correlation = RankCorrelation.Copula(values),
            Key = Frequencies(table.Columns["key"], own),
            Mode = Frequencies(table.Columns["mode"], own),
            TimeSignature = Frequencies(table.Columns["time_signature"], own),
            Playlists = text.Playlists(rows),
            NameLengths = text.NameLengths(rows),
            NameWords = text.NameWords(rows, FrequentWords),
            RareWords = text.RareWords(rows, FrequentWords),
        };
    }

    internal static double Share(int part, int whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 6);

    private static double Missing(DataFrameColumn column, int[] rows) =>
        Share(rows.Count(row => column[row] is null), rows.Length);

    private static double?[] Numbers(DataFrameColumn column, int[] rows) =>
        [.. rows.Select(row => column[row] is { } value ? Convert.ToDouble(value, null) : default(double?))];

    private static string?[] Strings(DataFrame table, string column) => [.. (StringDataFrameColumn)table.Columns[column]];

    private static double[] Quantiles(double?[] values)
    {
        var sorted = values.Where(value => value.HasValue).Select(value => value!.Value).Order().ToArray();
        if (sorted.Length == 0) return [];
        return [.. QuantileLevels.Select(level =>
        {
            var place = level * (sorted.Length - 1);
            var below = (int)place;
            var above = Math.Min(below + 1, sorted.Length - 1);
            return Digits.Significant(sorted[below] + ((place - below) * (sorted[above] - sorted[below])), 5);
        })];
    }

    private static SortedDictionary<int, double> Frequencies(DataFrameColumn column, int[] rows)
    {
        var counts = rows.Where(row => column[row] is not null).CountBy(row => (int)(long)column[row]);
        return new(counts.ToDictionary(c => c.Key, c => Share(c.Value, rows.Length)));
    }

    private static SortedDictionary<string, double> Shares(IEnumerable<int> rows, Func<int, string> name, int whole) =>
        new(rows.CountBy(name).ToDictionary(c => c.Key, c => Share(c.Value, whole)), StringComparer.Ordinal);
}
