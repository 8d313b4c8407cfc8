using System.Globalization;

namespace SongGenre.Features;

/// <summary>
/// How texts become TF-IDF weights. The defaults are the published system's. Fixed, as scikit-learn's
/// <c>TfidfVectorizer</c> has them by default: words of two or more letters, digits or underscores, smooth idf, rows of
/// length 1 (L2).
/// </summary>
public sealed record TfidfOptions
{
    /// <summary>
    /// Whether a term counts once however often it stands in a document; scikit-learn's <c>binary</c>. Default true. It
    /// costs nothing.
    /// </summary>
    public bool Binary { get; init; } = true;

    /// <summary>
    /// What a term is made of; scikit-learn's <c>analyzer</c>. Default words. Characters make several times as many
    /// terms.
    /// </summary>
    public TextAnalyzer Analyzer { get; init; }

    /// <summary>
    /// Whether upper and lower case are the same; scikit-learn's <c>lowercase</c>. Default true. Without it there are
    /// more terms, which tell how a name is written.
    /// </summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>
    /// Terms kept at most, those with the most occurrences; scikit-learn's <c>max_features</c>. Default 10, at least 1;
    /// null keeps all. Each term is a column: time to fit and the size of the model grow.
    /// </summary>
    public int? MaxFeatures
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw Refused("max_features", value.Value.ToString(CultureInfo.InvariantCulture), "at least 1, or null");
    } = 10;

    /// <summary>
    /// Documents that a term must occur in at least; scikit-learn's <c>min_df</c>. Default 1 document. Raising it
    /// leaves out rare terms.
    /// </summary>
    public DocumentFrequency MinDf { get; init => field = Checked("min_df", value); } = DocumentFrequency.Count(1);

    /// <summary>
    /// Documents that a term may occur in at most; scikit-learn's <c>max_df</c>. Default a share of 1, all documents.
    /// Raising it keeps more of the commonest terms.
    /// </summary>
    public DocumentFrequency MaxDf { get; init => field = Checked("max_df", value); } = DocumentFrequency.Share(1);

    /// <summary>
    /// Fewest and most words, or characters, of a term; scikit-learn's <c>ngram_range</c>. Default 1 to 1, range 1–10,
    /// the first not above the second. Each further length adds terms to be counted.
    /// </summary>
    public NgramRange NgramRange
    {
        get;
        init => field = value.Min >= 1 && value.Max <= 10 && value.Min <= value.Max
            ? value
            : throw Refused(
                "ngram_range", value.ToString(), "two integers from 1 to 10, the first not above the second");
    } = new(1, 1);

    /// <summary>
    /// Whether a term's count <c>n</c> becomes <c>1 + ln n</c>; scikit-learn's <c>sublinear_tf</c>. Default false;
    /// without effect when <see cref="Binary"/>. It costs nothing.
    /// </summary>
    public bool SublinearTf { get; init; }

    /// <summary>A reader of terms as these options have them.</summary>
    internal TermReader NewReader() => new(NgramRange, Analyzer, Lowercase);

    /// <summary>An analyzer's name in YAML and JSON: <c>word</c>, <c>char</c> or <c>char_wb</c>.</summary>
    internal static string NameOf(TextAnalyzer analyzer) => analyzer switch
    {
        TextAnalyzer.Words => "word",
        TextAnalyzer.Characters => "char",
        _ => "char_wb",
    };

    /// <summary>The analyzer of that name.</summary>
    /// <exception cref="SongGenreException">There is none.</exception>
    internal static TextAnalyzer AnalyzerOf(string name) => name switch
    {
        "word" => TextAnalyzer.Words,
        "char" => TextAnalyzer.Characters,
        "char_wb" => TextAnalyzer.WordCharacters,
        _ => throw Refused("analyzer", $"'{name}'", "word, char or char_wb"),
    };

    private static DocumentFrequency Checked(string name, DocumentFrequency value) => value != default
        ? value
        : throw Refused(name, "0 documents", "at least 1, or a share from 0.0 to 1.0");

    private static SongGenreException Refused(string name, string value, string range) =>
        new($"{name} is {value}; it must be {range}.");
}
