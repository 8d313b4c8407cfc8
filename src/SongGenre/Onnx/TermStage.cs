using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>
/// The terms of texts as <see cref="TermReader"/> takes them out. All texts' words or characters stand in one list, with
/// a mark before each text that no term holds; a term is some neighbours in it.
/// </summary>
internal sealed class TermStage
{
    private readonly OnnxGraph _graph;
    private readonly TextAnalyzer _analyzer;
    private readonly string[] _terms;
    private readonly List<string> _found = [];
    private readonly List<string> _places = [];
    private readonly string _units;
    private readonly string _rows;

    private TermStage(OnnxGraph graph, TextAnalyzer analyzer, string[] terms, string texts)
    {
        _graph = graph;
        _analyzer = analyzer;
        _terms = terms;
        (_units, _rows) = UnitStage.Add(graph, texts, analyzer);
    }

    /// <summary>Adds the stage to texts, one for each row.</summary>
    /// <returns>The position of each known term that stands in a text, and the text's row.</returns>
    public static (string Terms, string Rows) Add(OnnxGraph graph, string texts, JsonPart model, string[] terms)
    {
        var analyzer = model.Has("analyzer") ? TfidfOptions.AnalyzerOf(model["analyzer"].Text()) : TextAnalyzer.Words;
        if (TextStage.IsLowered(model)) texts = LowerCaseStage.Add(graph, texts, terms);
        var stage = new TermStage(graph, analyzer, terms, texts);
        if (analyzer == TextAnalyzer.WordCharacters) stage.FindBlanks();
        stage.FindTerms();
        return stage.Known();
    }

    private void FindTerms()
    {
        var lengths = _terms.Select(LengthOf).ToHashSet();
        var term = _units;
        for (var length = 1; length <= lengths.Max(); length++)
        {
            if (length > 1) term = Longer(term, length);
            if (!lengths.Contains(length)) continue;
            _found.Add(length == 1 && _analyzer == TextAnalyzer.WordCharacters ? WithoutBlanks(term) : term);
            _places.Add(length == 1 ? _rows : Slice(_rows, 0, 1 - length));
        }
    }

    private string Longer(string term, int length)
    {
        var start = Slice(term, 0, -1);
        if (_analyzer == TextAnalyzer.Words) start = _graph.Add("StringConcat", [start, Text(" ")]);
        return _graph.Add("StringConcat", [start, Slice(_units, length - 1, long.MaxValue)]);
    }

    // A word has a blank at both ends, but here neighbours share one: blanks alone are counted by what they border.
    private void FindBlanks()
    {
        if (!_terms.Contains(" ")) return;
        var isBlank = _graph.Add("Or", [Is(" "), Is(UnitStage.Mark)]);
        var isWord = _graph.Add("Not", [isBlank]);
        foreach (var (before, after) in ((string, string)[])[(isBlank, isWord), (isWord, isBlank)])
        {
            var isEnd = _graph.Add("And", [Slice(before, 0, -1), Slice(after, 1, long.MaxValue)]);
            _found.Add(_graph.Add("Where", [isEnd, Text(" "), Text(UnitStage.NoCharacter)]));
            _places.Add(Slice(_rows, 0, -1));
        }
    }

    private (string Terms, string Rows) Known()
    {
        var numbers = _graph.Add(OnnxFile.Learning, "LabelEncoder", [Joined(_found)],
            OnnxAttribute.Of("keys_strings", _terms),
            OnnxAttribute.Of("values_int64s", _terms.Select((_, position) => (long)position)),
            OnnxAttribute.Of("default_int64", -1));
        var isKnown = _graph.Add("GreaterOrEqual", [numbers, _graph.Constant(OnnxTensor.Of([0L]))]);
        return (_graph.Add("Compress", [numbers, isKnown]), _graph.Add("Compress", [Joined(_places), isKnown]));
    }

    private int LengthOf(string term) =>
        _analyzer == TextAnalyzer.Words ? term.Split(' ').Length : term.EnumerateRunes().Count();

    private string WithoutBlanks(string characters) =>
        _graph.Add("Where", [Is(" "), Text(UnitStage.NoCharacter), characters]);

    private string Is(string unit) => _graph.Add("Equal", [_units, Text(unit)]);

    private string Text(string text) => _graph.Constant(OnnxTensor.Of([text], 1));

    private string Slice(string values, long start, long end) => _graph.Add("Slice",
        [values, _graph.Constant(OnnxTensor.Of([start])), _graph.Constant(OnnxTensor.Of([end]))]);

    private string Joined(List<string> parts) => _graph.Add("Concat", [.. parts], OnnxAttribute.Of("axis", 0));
}
