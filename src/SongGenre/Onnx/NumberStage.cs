using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>Numerical columns: the median for what is missing, then scaled if the model wants it.</summary>
internal static class NumberStage
{
    /// <summary>Adds the stage.</summary>
    /// <returns>
    /// The columns with nothing missing and the features made of them, both <c>rows × columns</c>.
    /// </returns>
    public static (string Filled, string Features) Add(OnnxGraph graph, InputStage inputs, JsonPart root)
    {
        var columns = FeaturePipeline.Numerical.Select(name => root["numerical"][name]).ToArray();
        var given = graph.Add("Concat",
            [.. FeaturePipeline.Numerical.Select(inputs.Number)],
            OnnxAttribute.Of("axis", 1));
        var filled = graph.Add("Where", [graph.Add("IsNaN", [given]), Row("median"), given]);
        var features = root["scale"].Flag()
            ? graph.Add("Div", [graph.Add("Sub", [filled, Row("mean")]), Row("scale")])
            : filled;
        return (filled, features);

        string Row(string part)
        {
            var values = Array.ConvertAll(columns, column => column[part].Number());
            return graph.Constant(OnnxTensor.Of(values, 1, values.Length));
        }
    }
}
