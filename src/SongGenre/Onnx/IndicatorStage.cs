using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>Columns that tell what is missing.</summary>
internal static class IndicatorStage
{
    /// <summary>Adds the stage.</summary>
    /// <returns>The features, each <c>rows × 1</c>: 1 where the loudness or a text of the set is missing.</returns>
    public static IEnumerable<string> Add(OnnxGraph graph, InputStage inputs, string set)
    {
        yield return Number(graph.Add("IsNaN", [inputs.Number("loudness")]));
        if (set == FeatureOptions.All) yield return Text("title");
        if (set != FeatureOptions.Audio) yield return Text("song_name");

        string Text(string name) => graph.Add("Reshape",
        [
            Number(graph.Add("Equal", [inputs.Text(name), graph.Constant(OnnxTensor.Of(""))])),
            graph.Constant(OnnxTensor.Of([-1L, 1L])),
        ]);

        string Number(string truth) => graph.Add("Cast", [truth], OnnxAttribute.Of("to", (long)ElementType.Double));
    }
}
