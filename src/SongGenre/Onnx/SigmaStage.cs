using System.Text;
using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>
/// The capital sigma at the end of a word, which has a small letter of its own: where a cased letter comes before it
/// and none after it, ignored characters left out (The Unicode Standard, table 3-17, Final_Sigma). A row's characters
/// that aren't ignored are numbered from 1, so that a sigma's neighbours are its number plus and minus 1.
/// </summary>
internal static class SigmaStage
{
    private const long Ignored = 0;
    private const long Other = 1;
    private const long Cased = 2;

    private static readonly Lazy<(string Text, long Class)[]> s_classes = new(() =>
    [
        .. CharacterClass.All.Select(rune => (Text: rune.ToString(), Class: ClassOf(rune)))
            .Where(pair => pair.Class != Other),
    ]);

    /// <summary>Adds the stage to texts in characters, <c>rows × characters</c>.</summary>
    /// <returns>The small letters with the final sigmas among them.</returns>
    public static string Add(OnnxGraph graph, string characters, string small)
    {
        var classes = s_classes.Value;
        // What pads a row is ignored like the rest.
        var found = graph.Add(OnnxFile.Learning, "LabelEncoder", [characters],
            OnnxAttribute.Of("keys_strings", classes.Select(pair => pair.Text).Append("")),
            OnnxAttribute.Of("values_int64s", classes.Select(pair => pair.Class).Append(Ignored)),
            OnnxAttribute.Of("default_int64", Other));
        var one = graph.Constant(OnnxTensor.Of(1L));
        var counts = graph.Add("Min", [found, one]);
        var numbers = graph.Add("CumSum", [counts, one]);
        // The ignored write 0 to slot 0, which stands before the first character; the slot after the last stays 0.
        var slots = graph.Add("Mul", [numbers, counts]);
        var cased = graph.Add("Div", [found, graph.Constant(OnnxTensor.Of(Cased))]);
        var size = graph.Add("Add", [graph.Add("Shape", [characters]), graph.Constant(OnnxTensor.Of([0L, 2L]))]);
        var empty = graph.Add("Expand", [graph.Constant(OnnxTensor.Of(0L)), size]);
        var table = graph.Add("ScatterElements", [empty, slots, cased], OnnxAttribute.Of("axis", 1));
        var isFinal = graph.Add("And",
        [
            graph.Add("And",
            [
                graph.Add("Equal", [characters, graph.Constant(OnnxTensor.Of("Σ"))]),
                graph.Add("Greater", [At("Sub"), graph.Constant(OnnxTensor.Of(0L))]),
            ]),
            graph.Add("Less", [At("Add"), one]),
        ]);
        return graph.Add("Where", [isFinal, graph.Constant(OnnxTensor.Of("ς")), small]);

        // Only sigmas are asked for, and their slots are 1 or more; 0 − 1 is the last slot, which exists.
        string At(string step) =>
            graph.Add("GatherElements", [table, graph.Add(step, [slots, one])], OnnxAttribute.Of("axis", 1));
    }

    private static long ClassOf(Rune rune) =>
        PythonText.IsCaseIgnorable(rune) ? Ignored : PythonText.IsCased(rune) ? Cased : Other;
}
