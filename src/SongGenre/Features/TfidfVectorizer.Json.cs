using System.Text.Json.Nodes;

namespace SongGenre.Features;

public sealed partial class TfidfVectorizer
{
    /// <summary>What <see cref="Transform"/> needs.</summary>
    internal JsonObject ToJson() => new()
    {
        ["analyzer"] = TfidfOptions.NameOf(_options.Analyzer),
        ["lowercase"] = _options.Lowercase,
        ["binary"] = _options.Binary,
        ["sublinear_tf"] = _options.SublinearTf,
        ["ngram_range"] = new JsonArray(_options.NgramRange.Min, _options.NgramRange.Max),
        ["terms"] = new JsonArray([.. _terms.Select(term => JsonValue.Create(term))]),
        ["idf"] = new JsonArray([.. _idf.Select(idf => JsonValue.Create(idf))]),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    internal static TfidfVectorizer FromJson(JsonPart part)
    {
        var range = part["ngram_range"].Items();
        if (range.Length != 2) throw part["ngram_range"].Damaged("it must hold two integers");
        var options = part.Read(() => new TfidfOptions
        {
            // Models of the first format have neither.
            Analyzer = part.Has("analyzer") ? TfidfOptions.AnalyzerOf(part["analyzer"].Text()) : TextAnalyzer.Words,
            Lowercase = !part.Has("lowercase") || part["lowercase"].Flag(),
            Binary = part["binary"].Flag(),
            SublinearTf = part["sublinear_tf"].Flag(),
            NgramRange = new(range[0].Integer(), range[1].Integer()),
        });
        var terms = Array.ConvertAll(part["terms"].Items(), item => item.Text());
        var idf = Array.ConvertAll(part["idf"].Items(), item => item.Number());
        if (terms.Length == 0) throw part["terms"].Damaged("it must hold terms");
        if (idf.Length != terms.Length)
            throw part["idf"].Damaged($"it holds {idf.Length} numbers for {terms.Length} terms");
        for (var t = 0; t < terms.Length; t++)
        {
            if (t > 0 && PythonText.ByCodePoint.Compare(terms[t - 1], terms[t]) >= 0)
                throw part["terms"].Damaged($"term {t} must follow the one before it in order");
            // ln((1 + n) / (1 + df)) + 1 with df from 1 to n, and n of 31 bits.
            if (idf[t] is < 1 or > 23) throw part["idf"].Damaged($"number {t} must be from 1 to 23");
        }

        return new(options, terms, idf);
    }
}
