using SongGenre.Evaluation;

namespace SongGenre.Onnx;

/// <summary>The forest's probabilities as <see cref="Calibrator"/> maps them.</summary>
internal static class CalibrationStage
{
    /// <summary>Adds the stage; one temperature leaves each row's most probable genre, a Dirichlet map may not.</summary>
    /// <returns>The most probable genre, <c>rows</c>, and the probabilities, <c>rows × genres</c> floats.</returns>
    public static (string Label, string Probabilities) Add(
        OnnxGraph graph, Calibrator calibrator, IReadOnlyList<string> genres, string label, string probabilities)
    {
        var classes = calibrator.Classes;
        var given = graph.Add("Cast", [probabilities], OnnxAttribute.Of("to", (long)ElementType.Double));
        var least = graph.Constant(OnnxTensor.Of([Calibrator.Least], 1, 1));
        var logarithms = graph.Add("Log", [graph.Add("Max", [given, least])]);
        double[] weights = [.. from j in Enumerable.Range(0, classes) from k in Enumerable.Range(0, classes)
            select calibrator.Weights[(k * classes) + j]];
        var scores = graph.Add("Add",
        [
            graph.Add("MatMul", [logarithms, graph.Constant(OnnxTensor.Of(weights, classes, classes))]),
            graph.Constant(OnnxTensor.Of([.. calibrator.Shifts], 1, classes)),
        ]);
        var mapped = graph.Add("Exp", [graph.Add("Sub", [scores, RegressionStage.LogSum(graph, scores)])]);
        if (calibrator.Temperature is null)
        {
            var first = graph.Add("ArgMax", [mapped], OnnxAttribute.Of("axis", 1), OnnxAttribute.Of("keepdims", 0));
            label = graph.Add("Gather", [graph.Constant(OnnxTensor.Of(genres)), first]);
        }

        return (label, graph.Add("Cast", [mapped], OnnxAttribute.Of("to", (long)ElementType.Float)));
    }
}
