using System.Globalization;

namespace SongGenre.Features;

/// <summary>Which columns of a table become features, and how numbers are treated.</summary>
public sealed record FeatureOptions
{
    /// <summary><see cref="Set"/>'s value for audio features alone.</summary>
    public const string Audio = "audio";

    /// <summary><see cref="Set"/>'s value for audio features and the song's name.</summary>
    public const string AudioAndSongName = "audio+song_name";

    /// <summary>
    /// <see cref="Set"/>'s value for audio features, the title (a playlist's name) and the song's name.
    /// </summary>
    public const string All = "all";

    /// <summary><see cref="Text"/>'s value for a column for each term.</summary>
    public const string Terms = "terms";

    /// <summary><see cref="Text"/>'s value for a column for each genre.</summary>
    public const string Genres = "genres";

    /// <summary>
    /// <c>audio</c>, <c>audio+song_name</c> or <c>all</c>; default <c>all</c>, as published. Text adds up to
    /// <see cref="TfidfOptions.MaxFeatures"/> columns, and <c>title</c> all but gives the genre away.
    /// </summary>
    public string Set
    {
        get;
        init => field = value is Audio or AudioAndSongName or All
            ? value
            : throw new SongGenreException($"set is '{value}'; it must be {Audio}, {AudioAndSongName} or {All}.");
    } = All;

    /// <summary>
    /// Whether numerical columns are brought to mean 0 and standard deviation 1. Default false: trees cut a scaled
    /// column where they cut the plain one. It costs next to nothing.
    /// </summary>
    public bool Scale { get; init; }

    /// <summary>
    /// Whether columns tell what is missing: the loudness, and the texts of <see cref="Set"/>; scikit-learn's
    /// <c>add_indicator</c>. Default false. It costs next to nothing.
    /// </summary>
    public bool AddIndicator { get; init; }

    /// <summary>
    /// Whether nine more columns are made of the audio columns: the mode, the tempo brought into one octave, the number
    /// of beats, and sums, differences, products and ratios that trees would need many cuts for. Default false. The
    /// forest takes a third longer than with the audio columns alone.
    /// </summary>
    public bool Derived { get; init; }

    /// <summary>
    /// What becomes of the text: <c>terms</c>, a column for each, as published (default); or <c>genres</c>, a column
    /// for each genre with its log-probability by logistic regression over all terms that <see cref="TfidfOptions"/> keeps
    /// (Wolpert, Stacked Generalization, 1992). A training row's come from models that have not seen its recording.
    /// Takes seconds, more with more terms.
    /// </summary>
    public string Text
    {
        get;
        init => field = value is Terms or Genres
            ? value
            : throw new SongGenreException($"text is '{value}'; it must be {Terms} or {Genres}.");
    } = Terms;

    /// <summary>
    /// Whether there is a column for each genre with its log-probability by logistic regression over the audio columns,
    /// their squares and products, and the key; made as those of <see cref="Text"/>. Default false. Takes seconds.
    /// </summary>
    public bool AudioGenres { get; init; }

    /// <summary>
    /// Inverse of the penalty on the weights of these regressions, above 0 to 1,000,000; scikit-learn's <c>C</c>.
    /// Default 1. Raising it fits the training rows closer.
    /// </summary>
    public double LinearC
    {
        get;
        init => field = value is > 0 and <= 1e6
            ? value
            : throw new SongGenreException(string.Create(
                CultureInfo.InvariantCulture, $"linear_c is {value}; it must be above 0, to 1000000."));
    } = 1;

    /// <summary>
    /// Parts that the training recordings are divided into for these regressions, 2 to 100. Default 5. Each is one more
    /// fit of each.
    /// </summary>
    public int Folds
    {
        get;
        init => field = value is >= 2 and <= 100
            ? value
            : throw new SongGenreException(string.Create(
                CultureInfo.InvariantCulture, $"folds is {value}; it must be from 2 to 100."));
    } = 5;

    /// <summary>Whether the text's columns are genres.</summary>
    internal bool StacksText => Text == Genres && Set != Audio;

    /// <summary>Whether any column comes from a regression.</summary>
    internal bool IsStacked => StacksText || AudioGenres;
}
