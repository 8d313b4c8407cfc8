using Microsoft.Data.Analysis;
using SongGenre.Forest;

namespace SongGenre.Features;

/// <summary>
/// Makes a table's rows into features: ten numerical columns (median for what is missing, scaled if wanted), time
/// signature and key (0 for what is missing, then their position among the known ones, −1 for unknown ones), and the
/// terms of a text by the set of features.
/// </summary>
public sealed partial class FeaturePipeline
{
    /// <summary>The <see cref="FeatureColumn.Source"/> of the terms of title and song name together.</summary>
    public const string TitleAndSongName = "title + song_name";

    private const string SongName = "song_name";

    private readonly FeatureOptions _options;
    private readonly MedianImputer[] _imputers;
    private readonly StandardScaler[]? _scalers;
    private readonly OrdinalEncoder[] _encoders;
    private readonly TfidfVectorizer? _text;

    private FeaturePipeline(
        FeatureOptions options,
        MedianImputer[] imputers,
        StandardScaler[]? scalers,
        OrdinalEncoder[] encoders,
        TfidfVectorizer? text)
    {
        _options = options;
        _imputers = imputers;
        _scalers = scalers;
        _encoders = encoders;
        _text = text;
        var source = TextSource(options);
        Columns =
        [
            .. Numerical.Concat(Categorical).Select(name => new FeatureColumn(name, name)),
            .. text?.Vocabulary.Select(term => new FeatureColumn($"{source}: {term}", source!)) ?? [],
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

    /// <summary>What each column of a <see cref="FeatureMatrix"/> is: numerical, categorical, then terms.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>The text's terms and weights; null where the set of features has no text.</summary>
    public TfidfVectorizer? Text => _text;

    /// <summary>Features of any rows of a table, <c>rows.Length × Columns.Count</c>.</summary>
    /// <param name="table">Any table with the columns that the set of features needs; a genre isn't needed.</param>
    /// <param name="rows">Row positions in the table, in any order.</param>
    /// <exception cref="SongGenreException">A column is missing or holds what is no finite number.</exception>
    public FeatureMatrix Transform(DataFrame table, ReadOnlySpan<int> rows)
    {
        var chosen = rows.ToArray();
        var columns = new List<Column>(Columns.Count);
        for (var i = 0; i < _imputers.Length; i++)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            var values = TableColumns.Numbers(table, Numerical[i], chosen);
            _imputers[i].Apply(values);
            _scalers?[i].Apply(values);
            columns.Add(Column.Dense(values));
        }

        for (var i = 0; i < _encoders.Length; i++)
        {
            var values = TableColumns.Numbers(table, Categorical[i], chosen);
            _encoders[i].Apply(values);
            columns.Add(Column.Dense(values));
        }

        if (_text is not null) columns.AddRange(_text.Transform(Texts(table, chosen, _options)!));
        return new(Columns, new(chosen.Length, columns));
    }

    private static string[]? Texts(DataFrame table, int[] rows, FeatureOptions options) => TextSource(options) switch
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
