using System.Text;
using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>
/// Lower case as <see cref="PythonText.Lower"/> has it, as far as it decides which terms a text holds. ASCII is lowered
/// by StringNormalizer in the locale C, the only one that every machine has. Other capitals matter only where their
/// small letters stand in a term, or where they part words as the capital doesn't; texts that hold such a capital are
/// taken apart into characters, lowered by a table, and put together again.
/// </summary>
internal static class LowerCaseStage
{
    private static readonly Lazy<(Rune Rune, string Small)[]> s_capitals = new(() =>
    [
        .. CharacterClass.All.Where(rune => !rune.IsAscii)
            .Select(rune => (Rune: rune, Small: PythonText.Lower(rune.ToString())))
            .Where(pair => pair.Small != pair.Rune.ToString()),
    ]);

    /// <summary>Adds the stage to texts, one for each row.</summary>
    /// <returns>The texts in lower case.</returns>
    public static string Add(OnnxGraph graph, string texts, IReadOnlyList<string> terms)
    {
        var lowered = graph.Add("StringNormalizer", [texts],
            OnnxAttribute.Of("case_change_action", "LOWER"),
            OnnxAttribute.Of("is_case_sensitive", 1),
            OnnxAttribute.Of("locale", "C"));
        var letters = terms.SelectMany(term => term.EnumerateRunes()).ToHashSet();
        if (letters.Contains(new('ς'))) letters.Add(new('σ'));
        var table = s_capitals.Value.Where(pair => Matters(pair.Rune, pair.Small, letters))
            .ToDictionary(pair => pair.Rune, pair => pair.Small);
        var found = graph.Add("RegexFullMatch", [lowered],
            OnnxAttribute.Of("pattern", $"(?s).*[{CharacterClass.Of(table.ContainsKey)}].*"));
        var rows = graph.Add("Reshape", [graph.Add("NonZero", [found]), graph.Constant(OnnxTensor.Of([-1L]))]);

        // Without such a text the inner graph would have nothing to work on.
        var any = graph.Add("Cast",
            [graph.Add("ReduceMax", [graph.Add("Cast", [found], OnnxAttribute.Of("to", (long)ElementType.Int64))],
                OnnxAttribute.Of("keepdims", 0))],
            OnnxAttribute.Of("to", (long)ElementType.Bool));
        var some = graph.Inner("capitals");
        var small = Lower(some, some.Add("Gather", [lowered, rows]), table);
        some.Output(some.Add("ScatterElements", [lowered, rows, small]), ElementType.Text, "rows");
        var none = graph.Inner("no_capitals");
        none.Output(none.Add("Identity", [lowered]), ElementType.Text, "rows");
        return graph.Add("If", [any], OnnxAttribute.Of("then_branch", some), OnnxAttribute.Of("else_branch", none));
    }

    /// <summary>The characters of texts, <c>rows × characters</c>.</summary>
    public static string Characters(OnnxGraph graph, string texts, string pad) =>
        graph.Add(OnnxFile.Runtime, "Tokenizer", [texts],
            OnnxAttribute.Of("mark", 0),
            OnnxAttribute.Of("mincharnum", 1),
            OnnxAttribute.Of("pad_value", pad),
            OnnxAttribute.Of("tokenexp", "(?s)."));

    private static bool Matters(Rune capital, string small, HashSet<Rune> letters) => small.EnumerateRunes()
        .Any(rune => letters.Contains(rune) || CharacterClass.IsWord(rune) != CharacterClass.IsWord(capital));

    private static string Lower(OnnxGraph graph, string texts, Dictionary<Rune, string> table)
    {
        var characters = Characters(graph, texts, "");
        var known = graph.Add(OnnxFile.Learning, "LabelEncoder", [characters],
            OnnxAttribute.Of("keys_strings", table.Keys.Select(rune => rune.ToString())),
            OnnxAttribute.Of("values_strings", table.Values),
            OnnxAttribute.Of("default_string", ""));
        var isKnown = graph.Add("Not", [graph.Add("Equal", [known, graph.Constant(OnnxTensor.Of(""))])]);
        var small = graph.Add("Where", [isKnown, known, characters]);
        if (table.ContainsKey(new('Σ'))) small = SigmaStage.Add(graph, characters, small);
        return Join(graph, small);
    }

    /// <summary>Joins each row's characters: the standard has no operator for it.</summary>
    private static string Join(OnnxGraph graph, string characters)
    {
        var size = graph.Add("Shape", [characters]);
        var rows = graph.Add("Slice", [size, graph.Constant(OnnxTensor.Of([0L])), graph.Constant(OnnxTensor.Of([1L]))]);
        var columns = graph.Add("Gather", [size, graph.Constant(OnnxTensor.Of(1L))]);
        var nothing = graph.Add("Expand", [graph.Constant(OnnxTensor.Of("")), rows]);
        var body = graph.Inner("join");
        var column = body.Input(body.Unique("column"), ElementType.Int64);
        var goOn = body.Input(body.Unique("go_on"), ElementType.Bool);
        var joined = body.Input(body.Unique("joined"), ElementType.Text, "capitals");
        var next = body.Add("Gather", [characters, column], OnnxAttribute.Of("axis", 1));
        body.Output(body.Add("Identity", [goOn]), ElementType.Bool);
        body.Output(body.Add("StringConcat", [joined, next]), ElementType.Text, "capitals");
        var forever = graph.Constant(OnnxTensor.Of(true));
        return graph.Add("Loop", [columns, forever, nothing], OnnxAttribute.Of("body", body));
    }
}
