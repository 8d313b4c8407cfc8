using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>The text columns joined, taken apart into words, and weighed by TF-IDF.</summary>
internal static class TextStage
{
    /// <summary>What fills up rows with fewer words: a character that stands in none.</summary>
    public const string NoWord = "#";

    /// <summary>Adds the stage.</summary>
    /// <returns>The weights, <c>rows × terms</c>.</returns>
    public static string Add(OnnxGraph graph, InputStage inputs, string set, JsonPart model)
    {
        var text = Joined(graph, inputs, set);
        if (IsOfCharacters(model)) return SparseTextStage.Add(graph, text, model).Dense();
        var terms = Array.ConvertAll(model["terms"].Items(), term => term.Text());
        var lower = IsLowered(model) ? LowerCaseStage.Add(graph, text, terms) : text;
        return Weights(graph, Counts(graph, lower, terms), model);
    }

    /// <summary>The text of a set of features, <c>rows</c>.</summary>
    public static string Joined(OnnxGraph graph, InputStage inputs, string set)
    {
        var name = inputs.Text("song_name");
        return set == FeatureOptions.All
            ? graph.Add("StringConcat",
                [graph.Add("StringConcat", [inputs.Text("title"), graph.Constant(OnnxTensor.Of(" "))]), name])
            : name;
    }

    /// <summary>Whether texts are brought to lower case; models of the first format always do.</summary>
    public static bool IsLowered(JsonPart model) => !model.Has("lowercase") || model["lowercase"].Flag();

    /// <summary>The words of texts, <c>rows × words</c>.</summary>
    /// <remarks>The standard has no operator that takes words out of a text: StringSplit knows one separator.</remarks>
    public static string Words(OnnxGraph graph, string texts) => graph.Add(OnnxFile.Runtime, "Tokenizer", [texts],
        OnnxAttribute.Of("mark", 0),
        OnnxAttribute.Of("mincharnum", 2),
        OnnxAttribute.Of("pad_value", NoWord),
        OnnxAttribute.Of("tokenexp", $"[{CharacterClass.Words}]{{2,}}"));

    private static bool IsOfCharacters(JsonPart model) => model.Has("analyzer") && model["analyzer"].Text() != "word";

    /// <summary>How often each term stands in each text, as doubles.</summary>
    private static string Counts(OnnxGraph graph, string text, string[] terms)
    {
        var words = Words(graph, text);

        // Terms go by their number of words; the columns stay those of the vocabulary.
        var ngrams = terms.Select((term, column) => (Words: term.Split(' '), Column: (long)column))
            .ToLookup(ngram => ngram.Words.Length);
        var (fewest, most) = (ngrams.Min(group => group.Key), ngrams.Max(group => group.Key));
        var ordered = Enumerable.Range(1, most).SelectMany(length => ngrams[length]).ToArray();
        var starts = Enumerable.Range(1, most)
            .Select(length => Enumerable.Range(1, length - 1).Sum(n => (long)n * ngrams[n].Count()));
        var counts = graph.Add("TfIdfVectorizer", [words],
            OnnxAttribute.Of("mode", "TF"),
            OnnxAttribute.Of("min_gram_length", fewest),
            OnnxAttribute.Of("max_gram_length", most),
            OnnxAttribute.Of("max_skip_count", 0),
            OnnxAttribute.Of("ngram_counts", starts),
            OnnxAttribute.Of("ngram_indexes", ordered.Select(ngram => ngram.Column)),
            OnnxAttribute.Of("pool_strings", ordered.SelectMany(ngram => ngram.Words)));
        return graph.Add("Cast", [counts], OnnxAttribute.Of("to", (long)ElementType.Double));
    }

    private static string Weights(OnnxGraph graph, string counts, JsonPart text)
    {
        var idf = Array.ConvertAll(text["idf"].Items(), item => item.Number());
        var one = graph.Constant(OnnxTensor.Of([1.0]));
        var frequencies = text["binary"].Flag() ? graph.Add("Min", [counts, one])
            : text["sublinear_tf"].Flag() ? Sublinear(graph, counts)
            : counts;
        var weights = graph.Add("Mul", [frequencies, graph.Constant(OnnxTensor.Of(idf))]);

        // Of all sums, CumSum alone is sure to add in the terms' order, as TfidfVectorizer does: the same bits.
        var squares = graph.Add("CumSum", [graph.Add("Mul", [weights, weights]), graph.Constant(OnnxTensor.Of(1L))]);
        var sum = graph.Add("Gather", [squares, graph.Constant(OnnxTensor.Of([-1L]))], OnnxAttribute.Of("axis", 1));
        var none = graph.Add("Equal", [sum, graph.Constant(OnnxTensor.Of([0.0]))]);
        return graph.Add("Div", [weights, graph.Add("Sqrt", [graph.Add("Where", [none, one, sum])])]);
    }

    /// <summary>Counts as <c>sublinear_tf</c> has them.</summary>
    /// <remarks>
    /// A table gives the logarithms' bits, which engines round as they like; hardly a text repeats a word as often.
    /// </remarks>
    public static string Sublinear(OnnxGraph graph, string counts)
    {
        const int Known = 1024;
        var one = graph.Constant(OnnxTensor.Of([1.0]));
        var table = graph.Constant(
            OnnxTensor.Of([.. Enumerable.Range(0, Known).Select(count => count == 0 ? 0 : 1 + Math.Log(count))]));
        var last = graph.Constant(OnnxTensor.Of([Known - 1.0]));
        var to = OnnxAttribute.Of("to", (long)ElementType.Int64);
        var row = graph.Add("Cast", [graph.Add("Min", [counts, last])], to);
        var computed = graph.Add("Add", [graph.Add("Log", [graph.Add("Max", [counts, one])]), one]);
        return graph.Add("Where", [graph.Add("Greater", [counts, last]), computed, graph.Add("Gather", [table, row])]);
    }
}
