using System.Buffers.Binary;
using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>What the two regressions have in common: their weights, and log-probabilities of all genres.</summary>
internal static class RegressionStage
{
    /// <summary>The weights, <c>columns × known genres</c>.</summary>
    public static float[] Weights(JsonPart model, int columns)
    {
        var weights = new float[columns * model["genres"].Items().Length];
        var bytes = model["regression"]["weights"].Bytes((long)weights.Length * sizeof(float));
        for (var i = 0; i < weights.Length; i++)
            weights[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return weights;
    }

    /// <summary>The intercepts as a row.</summary>
    public static string Intercepts(OnnxGraph graph, JsonPart model)
    {
        var intercepts = model["regression"]["intercepts"].Numbers(model["genres"].Items().Length);
        return graph.Constant(OnnxTensor.Of(intercepts, 1, intercepts.Length));
    }

    /// <summary>
    /// Scores become log-probabilities; a genre that the regression doesn't know has <see cref="GenreColumns.Least"/>.
    /// </summary>
    /// <returns>The features, <c>rows × genres</c>.</returns>
    public static string LogProbabilities(OnnxGraph graph, JsonPart model, string scores, int genres)
    {
        var least = graph.Constant(OnnxTensor.Of([GenreColumns.Least], 1, 1));
        var logarithms = graph.Add("Max", [graph.Add("Sub", [scores, LogSum(graph, scores)]), least]);
        var known = Array.ConvertAll(model["genres"].Items(), item => (long)item.Integer());
        if (known.Length == genres) return logarithms;

        // One column more stands for all unknown genres.
        var one = graph.Constant(OnnxTensor.Of([1L]));
        var size = graph.Add("Concat", [graph.Rows(logarithms), one], OnnxAttribute.Of("axis", 0));
        var all = graph.Add("Concat", [logarithms, graph.Add("Expand", [least, size])], OnnxAttribute.Of("axis", 1));
        var places = Enumerable.Range(0, genres)
            .Select(genre => Array.IndexOf(known, genre) is >= 0 and var k ? k : (long)known.Length);
        return graph.Add("Gather", [all, graph.Constant(OnnxTensor.Of([.. places]))], OnnxAttribute.Of("axis", 1));
    }

    /// <summary>The logarithm of each row's sum of exponentials, <c>rows × 1</c>.</summary>
    public static string LogSum(OnnxGraph graph, string values)
    {
        var columns = graph.Constant(OnnxTensor.Of([1L]));
        var largest = graph.Add("ReduceMax", [values, columns]);
        var sum = graph.Add("ReduceSum", [graph.Add("Exp", [graph.Add("Sub", [values, largest])]), columns]);
        return graph.Add("Add", [largest, graph.Add("Log", [sum])]);
    }
}
