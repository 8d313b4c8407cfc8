using System.Text.Json.Nodes;

namespace SongGenre.Features;

/// <summary>
/// What a text says of its genre: logistic regression over the text's TF-IDF weights, whose log-probabilities become
/// features of the forest (Wolpert, Stacked Generalization, Neural Networks 5, 1992).
/// </summary>
internal sealed class TextGenreModel
{
    private readonly TfidfVectorizer _terms;
    private readonly SoftmaxRegression _regression;
    private readonly int[] _known;

    private TextGenreModel(int genres, TfidfVectorizer terms, SoftmaxRegression regression, int[] known)
    {
        Genres = genres;
        _terms = terms;
        _regression = regression;
        _known = known;
    }

    /// <summary>Number of genres.</summary>
    public int Genres { get; }

    /// <summary>The terms.</summary>
    public TfidfVectorizer Terms => _terms;

    /// <summary>Fits on texts with their genres.</summary>
    /// <exception cref="SongGenreException">No term is found or none remains.</exception>
    public static TextGenreModel Fit(string[] texts, int[] labels, int genres, TfidfOptions options, double c)
    {
        var terms = TfidfVectorizer.Fit(texts, options);
        var known = labels.Distinct().Order().ToArray();

        // Texts repeat, titles above all: each is a row once, with as many cases as there are.
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts) rows.TryAdd(text, rows.Count);
        var cases = new double[rows.Count * known.Length];
        for (var i = 0; i < texts.Length; i++)
            cases[(rows[texts[i]] * known.Length) + Array.BinarySearch(known, labels[i])]++;

        var x = terms.Rows([.. rows.Keys]);
        return new(
            genres, terms, SoftmaxRegression.Fit(x, terms.Vocabulary.Count, cases, known.Length, c), known);
    }

    /// <summary>
    /// Log-probabilities of texts, a column for each genre; a genre without a training row has
    /// <see cref="GenreColumns.Least"/>.
    /// </summary>
    public double[][] LogProbabilities(string[] texts)
    {
        var result = GenreColumns.Create(Genres, texts.Length);
        var x = _terms.Rows(texts);
        var values = new double[_known.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            _regression.LogProbabilities(x, row, values);
            for (var k = 0; k < values.Length; k++)
                result[_known[k]][row] = Math.Max(values[k], GenreColumns.Least);
        }

        return result;
    }

    /// <summary>What <see cref="LogProbabilities"/> needs.</summary>
    public JsonObject ToJson() => new()
    {
        ["terms"] = _terms.ToJson(),
        ["genres"] = new JsonArray([.. _known.Select(k => JsonValue.Create(k))]),
        ["regression"] = _regression.ToJson(),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static TextGenreModel FromJson(JsonPart part, int genres)
    {
        var terms = TfidfVectorizer.FromJson(part["terms"]);
        var known = GenreColumns.Known(part["genres"], genres);
        var regression = SoftmaxRegression.FromJson(part["regression"], terms.Vocabulary.Count, known.Length);
        return new(genres, terms, regression, known);
    }
}
