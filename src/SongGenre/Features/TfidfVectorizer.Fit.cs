using System.Runtime.InteropServices;

namespace SongGenre.Features;

public sealed partial class TfidfVectorizer
{
    /// <summary>
    /// Learns the vocabulary and its weights. Of terms equally frequent at the cut of
    /// <see cref="TfidfOptions.MaxFeatures"/> those remain that scikit-learn with NumPy 1.24 keeps.
    /// </summary>
    /// <exception cref="SongGenreException">
    /// No term is found, none remains, or <c>max_df</c> is below <c>min_df</c>.
    /// </exception>
    public static TfidfVectorizer Fit(IReadOnlyList<string> documents, TfidfOptions options)
    {
        var least = options.MinDf.Among(documents.Count);
        var most = options.MaxDf.Among(documents.Count);
        if (most < least)
        {
            throw new SongGenreException(
                $"max_df {options.MaxDf} is below min_df {options.MinDf} in {documents.Count} texts; "
                + "raise max_df or lower min_df.");
        }

        var all = Count(documents, options);
        if (all.Count == 0)
        {
            var unit = options.Analyzer == TextAnalyzer.Words ? "word" : "character";
            throw new SongGenreException(
                $"No term of {options.NgramRange.Min} {unit}(s) in {documents.Count} texts, so there is no vocabulary; "
                + "choose features without text.");
        }

        var kept = all.FindAll(term => term.Documents >= least && term.Documents <= most);
        if (kept.Count == 0)
        {
            throw new SongGenreException(
                $"None of {all.Count} terms occurs in as many of {documents.Count} texts as min_df {options.MinDf} and "
                + $"max_df {options.MaxDf} ask; lower min_df or raise max_df.");
        }

        kept.Sort((a, b) => PythonText.ByCodePoint.Compare(a.Text, b.Text));
        if (options.MaxFeatures is { } limit && limit < kept.Count) kept = MostFrequent(kept, limit);
        return new(
            options,
            [.. kept.Select(term => term.Text)],
            [.. kept.Select(term => Math.Log((1.0 + documents.Count) / (1.0 + term.Documents)) + 1)]);
    }

    private static List<Term> Count(IReadOnlyList<string> documents, TfidfOptions options)
    {
        var reader = options.NewReader();
        var terms = new List<Term>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var indexOf = index.GetAlternateLookup<ReadOnlySpan<char>>();
        var interruption = Interruption.Token;
        for (var d = 0; d < documents.Count; d++)
        {
            interruption.ThrowIfCancellationRequested();
            reader.Read(documents[d]);
            for (var i = 0; i < reader.Count; i++)
            {
                if (!indexOf.TryGetValue(reader[i], out var known))
                {
                    var text = reader[i].ToString();
                    index.Add(text, known = terms.Count);
                    terms.Add(new(text, 0, 0, LastDocument: -1));
                }

                ref var term = ref CollectionsMarshal.AsSpan(terms)[known];
                var isNew = term.LastDocument != d;
                term = term with
                {
                    Documents = term.Documents + (isNew ? 1 : 0),
                    Occurrences = term.Occurrences + (isNew || !options.Binary ? 1 : 0),
                    LastDocument = d,
                };
            }
        }

        return terms;
    }

    private static List<Term> MostFrequent(List<Term> terms, int limit)
    {
        var order = NumpyOrder.Descending([.. terms.Select(term => term.Occurrences)]);
        return [.. order.Take(limit).Order().Select(i => terms[i])];
    }

    private readonly record struct Term(string Text, int Documents, long Occurrences, int LastDocument);
}
