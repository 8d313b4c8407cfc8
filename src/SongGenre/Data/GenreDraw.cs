namespace SongGenre.Data;

/// <summary>Draws songs of one genre: numbers from a Gaussian copula with the genre's quantiles, words by their ranks.</summary>
internal sealed class GenreDraw
{
    private const int LoudnessColumn = 2;
    private const int TempoColumn = 8;
    private const int DurationColumn = 9;

    private readonly double[] levels;
    private readonly double[]?[] quantiles;
    private readonly double[,] mixing;
    private readonly double[] normal;
    private readonly WeightedDraw<long> key;
    private readonly WeightedDraw<long> mode;
    private readonly WeightedDraw<long> timeSignature;
    private readonly WeightedDraw<string> titles;
    private readonly WeightedDraw<int> nameLengths;
    private readonly WeightedDraw<int> nameWords;
    private readonly double[] rareWords;
    private readonly string[] words;

    public GenreDraw(SongProfile profile, GenreProfile genre, string[] words)
    {
        this.words = words;
        levels = profile.Levels;
        quantiles = [.. profile.Columns.Select(column => genre.Quantiles[column] is { Length: > 0 } values ? values : null)];
        mixing = Cholesky(genre.Correlation, profile.Columns.Count);
        normal = new double[profile.Columns.Count];
        key = Numbers(genre.Key);
        mode = Numbers(genre.Mode);
        timeSignature = Numbers(genre.TimeSignature);
        titles = new([.. genre.Playlists.Select(playlist => (Text(playlist.Words), playlist.Share))]);
        nameLengths = new([.. genre.NameLengths.Select((share, i) => (i + 1, share))]);
        rareWords = genre.RareWords;
        const int Rare = -1;
        nameWords = new([
            .. genre.NameWords.Select((share, word) => (word, share)).Where(entry => entry.share > 0),
            .. rareWords.Length == 0 ? [] : new[] { (Rare, 1 - genre.NameWords.Sum()) },
        ]);
    }

    public int Titles => titles.Count;

    public long Key(Random random) => key.Next(random);

    public long Mode(Random random) => mode.Next(random);

    public long TimeSignature(Random random) => timeSignature.Next(random);

    public string Title(Random random) => titles.Next(random);

    public string SongName(Random random)
    {
        var drawn = new int[nameLengths.Next(random)];
        for (var i = 0; i < drawn.Length; i++)
        {
            var word = nameWords.Count == 0 ? 0 : nameWords.Next(random);
            drawn[i] = word >= 0 ? word : (int)Interpolate(rareWords, random.NextDouble() * (rareWords.Length - 1));
        }

        return Text(drawn);
    }

    /// <summary>Draws one song's numbers into row <paramref name="row"/> of each column; NaN where the genre has none.</summary>
    public void Audio(Random random, double[][] columns, int row)
    {
        for (var i = 0; i < normal.Length; i++) normal[i] = NormalScore.Quantile(random.NextDouble());
        for (var i = 0; i < normal.Length; i++)
        {
            var score = 0.0;
            for (var j = 0; j <= i; j++) score += mixing[i, j] * normal[j];
            columns[i][row] = quantiles[i] is { } values ? AsSpotifyRounds(i, At(values, NormalScore.Cumulative(score))) : double.NaN;
        }
    }

    private static double AsSpotifyRounds(int column, double value) => column switch
    {
        LoudnessColumn or TempoColumn => Math.Round(value * 1000) / 1000,
        DurationColumn => Math.Round(value),
        _ => Digits.Significant(value, 3),
    };

    private double At(double[] values, double level)
    {
        var above = levels.AsSpan().BinarySearch(level);
        if (above >= 0) return values[above];
        above = Math.Clamp(~above, 1, levels.Length - 1);
        var part = (level - levels[above - 1]) / (levels[above] - levels[above - 1]);
        return values[above - 1] + (part * (values[above] - values[above - 1]));
    }

    private static double Interpolate(double[] values, double place)
    {
        var below = Math.Min((int)place, values.Length - 2);
        return values[below] + ((place - below) * (values[below + 1] - values[below]));
    }

    /// <summary>A title or name without a word still is one.</summary>
    private string Text(int[] ranks) => ranks.Length == 0 ? "?" : string.Join(' ', ranks.Select(rank => words[rank]));

    private static WeightedDraw<long> Numbers(IReadOnlyDictionary<int, double> shares) =>
        new([.. shares.OrderBy(share => share.Key).Select(share => ((long)share.Key, share.Value))]);

    /// <summary>
    /// The lower triangle L with L·Lᵀ = the correlation matrix. Rounded correlations may lack a root by a hair: such a
    /// pivot becomes 0.
    /// </summary>
    private static double[,] Cholesky(double[] correlation, int size)
    {
        var lower = new double[size, size];
        for (var (i, pair) = (0, 0); i < size; i++)
        {
            var rest = 1.0;
            for (var j = 0; j < i; j++)
            {
                var sum = correlation[pair++];
                for (var k = 0; k < j; k++) sum -= lower[i, k] * lower[j, k];
                lower[i, j] = lower[j, j] == 0 ? 0 : sum / lower[j, j];
                rest -= lower[i, j] * lower[i, j];
            }

            lower[i, i] = Math.Sqrt(Math.Max(0, rest));
        }

        return lower;
    }
}
