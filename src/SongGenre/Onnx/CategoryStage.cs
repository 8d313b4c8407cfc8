using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>Categorical columns: 0 for what is missing, then the position among the known categories.</summary>
internal static class CategoryStage
{
    /// <summary>Adds the stage.</summary>
    /// <returns>The features, one of <c>rows × 1</c> for each column.</returns>
    public static string[] Add(OnnxGraph graph, InputStage inputs, JsonPart root)
    {
        var missing = graph.Constant(OnnxTensor.Of([0.0], 1, 1));
        return [.. FeaturePipeline.Categorical.Select(name =>
        {
            var categories = Array.ConvertAll(root["categorical"][name]["categories"].Items(), item => item.Number());
            var given = inputs.Number(name);
            var filled = graph.Add("Where", [graph.Add("IsNaN", [given]), missing, given]);
            return graph.Add(OnnxFile.Learning, "LabelEncoder", [filled],
                OnnxAttribute.Of("keys_tensor", OnnxTensor.Of(categories)),
                OnnxAttribute.Of("values_tensor",
                    OnnxTensor.Of([.. categories.Select((_, position) => (double)position)])),
                OnnxAttribute.Of("default_tensor", OnnxTensor.Of([root["categorical"][name]["unseen"].Number()])));
        })];
    }
}
