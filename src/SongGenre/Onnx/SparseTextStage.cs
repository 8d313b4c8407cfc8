using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>
/// TF-IDF weights of any number of terms: one number for each term that a text holds, text by text and in the terms'
/// order, so that sums over them add up as in <see cref="TfidfVectorizer"/>. Behind the texts stands an empty one with
/// a single entry, since operators differ on lists without any.
/// </summary>
internal sealed class SparseTextStage
{
    private readonly OnnxGraph _graph;
    private readonly int _terms;
    private readonly string _texts;
    private readonly string _cells;
    private readonly string _text;
    private readonly string _term;
    private readonly string _weights;

    private SparseTextStage(
        OnnxGraph graph, int terms, string texts, string cells, string text, string term, string weights)
    {
        _graph = graph;
        _terms = terms;
        _texts = texts;
        _cells = cells;
        _text = text;
        _term = term;
        _weights = weights;
    }

    /// <summary>Adds the stage to texts, one for each row.</summary>
    public static SparseTextStage Add(OnnxGraph graph, string texts, JsonPart model)
    {
        var terms = Array.ConvertAll(model["terms"].Items(), term => term.Text());
        var count = graph.Constant(OnnxTensor.Of([(long)terms.Length]));
        var (found, rows) = TermStage.Add(graph, texts, model, terms);
        var number = graph.Rows(texts);
        var all = graph.Add("Concat",
            [graph.Add("Add", [graph.Add("Mul", [rows, count]), found]), graph.Add("Mul", [number, count])],
            OnnxAttribute.Of("axis", 0));
        var (cells, repeats) = (graph.Unique("cells"), graph.Unique("repeats"));
        graph.Add("", "Unique", [all], [cells, "", "", repeats], OnnxAttribute.Of("sorted", 1));
        var text = graph.Add("Div", [cells, count]);
        var term = graph.Add("Sub", [cells, graph.Add("Mul", [text, count])]);

        var idf = Array.ConvertAll(model["idf"].Items(), item => item.Number());
        var counts = graph.Add("Cast", [repeats], OnnxAttribute.Of("to", (long)ElementType.Double));
        var frequencies = model["binary"].Flag() ? graph.Add("Min", [counts, graph.Constant(OnnxTensor.Of([1.0]))])
            : model["sublinear_tf"].Flag() ? TextStage.Sublinear(graph, counts)
            : counts;
        var plain = graph.Add("Mul", [frequencies, graph.Add("Gather", [graph.Constant(OnnxTensor.Of(idf)), term])]);
        var nothing = graph.Add("Expand", [graph.Constant(OnnxTensor.Of([0.0])), Beyond(graph, number)]);
        var squares = Sum(graph, nothing, text, graph.Add("Mul", [plain, plain]));
        var weights = graph.Add("Div", [plain, graph.Add("Sqrt", [graph.Add("Gather", [squares, text])])]);
        return new(graph, terms.Length, number, cells, text, term, weights);
    }

    /// <summary>The weights as <c>rows × terms</c>.</summary>
    public string Dense()
    {
        var terms = _graph.Constant(OnnxTensor.Of([(long)_terms]));
        var size = _graph.Add("Mul", [Beyond(_graph, _texts), terms]);
        var nothing = _graph.Add("Expand", [_graph.Constant(OnnxTensor.Of([0.0])), size]);
        var flat = _graph.Add("ScatterElements", [nothing, _cells, _weights]);
        return Texts(_graph.Add("Reshape", [flat, _graph.Constant(OnnxTensor.Of([-1L, _terms]))]));
    }

    /// <summary>The weights times a matrix of <c>terms × columns</c>, added to a row.</summary>
    /// <returns><c>rows × columns</c>.</returns>
    public string Times(float[] matrix, string row)
    {
        var columns = matrix.Length / _terms;
        var one = _graph.Constant(OnnxTensor.Of([1L]));
        var width = _graph.Constant(OnnxTensor.Of([(long)columns]));
        var factors = _graph.Add("Cast",
            [_graph.Add("Gather", [_graph.Constant(OnnxTensor.Of(matrix, _terms, columns)), _term])],
            OnnxAttribute.Of("to", (long)ElementType.Double));
        var products = _graph.Add("Mul", [_graph.Add("Unsqueeze", [_weights, one]), factors]);
        var start = _graph.Add("Expand", [row, Size(Beyond(_graph, _texts))]);
        var to = _graph.Add("Expand", [_graph.Add("Unsqueeze", [_text, one]), Size(_graph.Rows(_text))]);
        return Texts(Sum(_graph, start, to, products));

        string Size(string rows) => _graph.Add("Concat", [rows, width], OnnxAttribute.Of("axis", 0));
    }

    // Of all sums over parts, ScatterElements alone is sure to add in their order.
    private static string Sum(OnnxGraph graph, string start, string to, string values) =>
        graph.Add("ScatterElements", [start, to, values], OnnxAttribute.Of("reduction", "add"));

    private static string Beyond(OnnxGraph graph, string texts) =>
        graph.Add("Add", [texts, graph.Constant(OnnxTensor.Of([1L]))]);

    private string Texts(string values) =>
        _graph.Add("Slice", [values, _graph.Constant(OnnxTensor.Of([0L])), _texts]);
}
