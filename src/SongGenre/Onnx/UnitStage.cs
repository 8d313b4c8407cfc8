using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>The words or characters that terms are made of, those of all texts in one list.</summary>
internal static class UnitStage
{
    /// <summary>Stands for a character that is in no term: there, no blank has another beside it.</summary>
    public const string NoCharacter = "  ";

    /// <summary>Stands before each text.</summary>
    public const string Mark = "   ";

    private static readonly string[] s_spaces =
    [
        .. Enumerable.Range(0, char.MaxValue + 1).Select(value => (char)value).Where(PythonText.IsSpace)
            .Select(space => space.ToString()),
    ];

    /// <summary>Adds the stage to texts, one for each row.</summary>
    /// <returns>The units, and the row of each.</returns>
    public static (string Units, string Rows) Add(OnnxGraph graph, string texts, TextAnalyzer analyzer)
    {
        var (units, rows) = analyzer == TextAnalyzer.Words
            ? Flat(graph, texts, TextStage.Words(graph, texts), TextStage.NoWord)
            : Flat(graph, texts, LowerCaseStage.Characters(graph, Ended(), NoCharacter), NoCharacter);
        if (analyzer == TextAnalyzer.Words) return (units, rows);
        var isSpace = IsSpace(graph, units);
        var blank = graph.Constant(OnnxTensor.Of([" "], 1));
        if (analyzer == TextAnalyzer.WordCharacters) return (graph.Add("Where", [isSpace, blank, units]), rows);

        // Of white space beside each other the first is left, as a blank.
        var no = graph.Constant(OnnxTensor.Of([false]));
        var goesOn = graph.Add("And", [isSpace, Beside(Part(1, long.MaxValue), no)]);
        var isFirst = graph.Add("Not", [graph.Add("And", [isSpace, Beside(no, Part(0, -1))])]);
        units = graph.Add("Where", [goesOn, blank, units]);
        return (graph.Add("Compress", [units, isFirst]), graph.Add("Compress", [rows, isFirst]));

        string Ended()
        {
            if (analyzer == TextAnalyzer.Characters) return texts;
            var end = graph.Constant(OnnxTensor.Of([" "], 1));
            return graph.Add("StringConcat", [graph.Add("StringConcat", [end, texts]), end]);
        }

        string Part(long start, long end) => graph.Add("Slice",
            [isSpace, graph.Constant(OnnxTensor.Of([start])), graph.Constant(OnnxTensor.Of([end]))]);

        string Beside(string a, string b) => graph.Add("Concat", [a, b], OnnxAttribute.Of("axis", 0));
    }

    /// <summary>Rows of units, filled up with <paramref name="pad"/>, as one list.</summary>
    private static (string Units, string Rows) Flat(OnnxGraph graph, string texts, string units, string pad)
    {
        var one = graph.Constant(OnnxTensor.Of([1L]));
        var flat = graph.Constant(OnnxTensor.Of([-1L]));
        var size = graph.Add("Concat", [graph.Rows(texts), one], OnnxAttribute.Of("axis", 0));
        var marks = graph.Add("Expand", [graph.Constant(OnnxTensor.Of([Mark], 1)), size]);
        var all = graph.Add("Concat", [marks, units], OnnxAttribute.Of("axis", 1));
        var count = graph.Add("Gather", [graph.Add("Shape", [texts]), graph.Constant(OnnxTensor.Of(0L))]);
        var numbers = graph.Add("Range",
            [graph.Constant(OnnxTensor.Of(0L)), count, graph.Constant(OnnxTensor.Of(1L))]);
        var rows = graph.Add("Expand", [graph.Add("Unsqueeze", [numbers, one]), graph.Add("Shape", [all])]);
        var list = graph.Add("Reshape", [all, flat]);
        var isUnit = graph.Add("Not", [graph.Add("Equal", [list, graph.Constant(OnnxTensor.Of([pad], 1))])]);
        return (
            graph.Add("Compress", [list, isUnit]),
            graph.Add("Compress", [graph.Add("Reshape", [rows, flat]), isUnit]));
    }

    private static string IsSpace(OnnxGraph graph, string characters)
    {
        var found = graph.Add(OnnxFile.Learning, "LabelEncoder", [characters],
            OnnxAttribute.Of("keys_strings", s_spaces),
            OnnxAttribute.Of("values_int64s", s_spaces.Select(_ => 1L)),
            OnnxAttribute.Of("default_int64", 0));
        return graph.Add("Cast", [found], OnnxAttribute.Of("to", (long)ElementType.Bool));
    }
}
