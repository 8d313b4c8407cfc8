using Microsoft.Data.Analysis;
using SongGenre.Forest;

namespace SongGenre.Features;

/// <summary>
/// Makes a table's rows into features: ten numerical columns (median for what is missing, scaled if wanted), time
/// signature and key (0 for what is missing, then their position among the known ones, −1 for unknown ones), the terms
/// of a text by the set of features, and what <see cref="FeatureOptions"/> adds to that.
/// </summary>
public sealed partial class FeaturePipeline
{
    /// <summary>The <see cref="FeatureColumn.Source"/> of the terms of title and song name together.</summary>
    public const string TitleAndSongName = "title + song_name";

    /// <summary>The <see cref="FeatureColumn.Source"/> of the genres by the audio columns together.</summary>
    public const string AudioSource = "audio";

    private const string SongName = "song_name";
    private const string Title = "title";
    private const string Loudness = "loudness";

    private readonly FeatureOptions _options;
    private readonly MedianImputer[] _imputers;
    private readonly StandardScaler[]? _scalers;
    private readonly OrdinalEncoder[] _encoders;
    private readonly TfidfVectorizer? _text;
    private readonly StackedModels? _stacked;
    private readonly IReadOnlyList<string> _genres;

    private FeaturePipeline(
        FeatureOptions options,
        MedianImputer[] imputers,
        StandardScaler[]? scalers,
        OrdinalEncoder[] encoders,
        TfidfVectorizer? text,
        StackedModels? stacked,
        IReadOnlyList<string> genres)
    {
        _options = options;
        _imputers = imputers;
        _scalers = scalers;
        _encoders = encoders;
        _text = text;
        _stacked = stacked;
        _genres = genres;
        var source = TextSource(options);
        Columns =
        [
            .. Numerical.Concat(Categorical).Select(name => new FeatureColumn(name, name)),
            .. Indicated(options).Select(name => new FeatureColumn($"{name} missing", name)),
            .. options.Derived ? AudioFigures.Names.Select(name => new FeatureColumn(name, name)) : [],
            .. text?.Vocabulary.Select(term => new FeatureColumn($"{source}: {term}", source!)) ?? [],
            .. options.StacksText ? GenresBy(source!) : [],
            .. options.AudioGenres ? GenresBy(AudioSource) : [],
        ];
    }

    /// <summary>The numerical columns.</summary>
    public static IReadOnlyList<string> Numerical { get; } =
    [
        "danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness", "valence",
        "tempo", "duration_ms",
    ];

    /// <summary>The categorical columns.</summary>
    public static IReadOnlyList<string> Categorical { get; } = ["time_signature", "key"];

    /// <summary>
    /// What each column of a <see cref="FeatureMatrix"/> is: numerical, categorical, indicators, derived, terms or genres
    /// of the text, genres of the audio.
    /// </summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>The text's terms and weights; null where no column is a term.</summary>
    public TfidfVectorizer? Text => _text;

    /// <summary>Features of any rows of a table, <c>rows.Length × Columns.Count</c>.</summary>
    /// <param name="table">Any table with the columns that the set of features needs; a genre isn't needed.</param>
    /// <param name="rows">Row positions in the table, in any order.</param>
    /// <exception cref="SongGenreException">A column is missing or holds what is no finite number.</exception>
    public FeatureMatrix Transform(DataFrame table, ReadOnlySpan<int> rows)
    {
        var chosen = rows.ToArray();
        return Matrix(table, chosen, Audio(table, chosen), _stacked?.LogProbabilities(table, chosen, Audio) ?? []);
    }

    /// <summary>Features of rows whose <see cref="Audio"/> and log-probabilities are given.</summary>
    private FeatureMatrix Matrix(DataFrame table, int[] rows, double[][] audio, double[][] stacked)
    {
        var columns = new List<Column>(Columns.Count);
        for (var i = 0; i < audio.Length; i++)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            var values = _scalers is null ? audio[i] : (double[])audio[i].Clone();
            _scalers?[i].Apply(values);
            columns.Add(Column.Dense(values));
        }

        for (var i = 0; i < _encoders.Length; i++)
        {
            var values = TableColumns.Numbers(table, Categorical[i], rows);
            _encoders[i].Apply(values);
            columns.Add(Column.Dense(values));
        }

        columns.AddRange(Indicated(_options).Select(name => Column.Dense(Missing(table, name, rows))));
        if (_options.Derived)
            columns.AddRange(AudioFigures.Derive(audio, Modes(table, rows)).Select(Column.Dense));
        if (_text is not null) columns.AddRange(_text.Transform(Texts(table, rows, _options)!));
        columns.AddRange(stacked.Select(Column.Dense));
        return new(Columns, new(rows.Length, columns));
    }

    /// <summary>The numerical columns with medians for what is missing, not scaled.</summary>
    private double[][] Audio(DataFrame table, int[] rows)
    {
        return Together(_imputers.Length, i =>
        {
            var values = TableColumns.Numbers(table, Numerical[i], rows);
            _imputers[i].Apply(values);
            return values;
        });
    }

    private FeaturePipeline With(StackedModels models, IReadOnlyList<string> genres) =>
        new(_options, _imputers, _scalers, _encoders, _text, models, genres);

    private IEnumerable<FeatureColumn> GenresBy(string source) =>
        _genres.Select(genre => new FeatureColumn($"{source}: ln p({genre})", source));

    // In the order of the columns: the one number that the published songs lack, then the texts.
    private static IEnumerable<string> Indicated(FeatureOptions options) => options.Set switch
    {
        _ when !options.AddIndicator => [],
        FeatureOptions.AudioAndSongName => [Loudness, SongName],
        FeatureOptions.All => [Loudness, Title, SongName],
        _ => [Loudness],
    };

    private static double[] Missing(DataFrame table, string name, int[] rows) => name == Loudness
        ? Array.ConvertAll(TableColumns.Numbers(table, name, rows), value => double.IsNaN(value) ? 1.0 : 0)
        : Array.ConvertAll(TableColumns.Texts(table, name, rows), text => text.Length == 0 ? 1.0 : 0);

    /// <summary>The mode of each row; minor for a missing one.</summary>
    internal static double[] Modes(DataFrame table, int[] rows) =>
        Array.ConvertAll(TableColumns.Numbers(table, "mode", rows), mode => double.IsNaN(mode) ? 0 : mode);

    /// <summary>The texts by the set of features; null without one.</summary>
    internal static string[]? Texts(DataFrame table, int[] rows, FeatureOptions options) => TextSource(options) switch
    {
        SongName => TableColumns.Texts(table, SongName, rows),
        TitleAndSongName => TableColumns.TitlesAndNames(table, rows),
        _ => null,
    };

    private static string? TextSource(FeatureOptions options) => options.Set switch
    {
        FeatureOptions.AudioAndSongName => SongName,
        FeatureOptions.All => TitleAndSongName,
        _ => null,
    };
}
