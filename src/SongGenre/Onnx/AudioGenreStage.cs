using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>The regression over the audio columns: <see cref="AudioGenreModel"/>.</summary>
internal static class AudioGenreStage
{
    /// <summary>Adds the stage.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="even">The columns that the regression is given.</param>
    /// <param name="model">The regression.</param>
    /// <param name="genres">Number of genres.</param>
    /// <returns>The features, <c>rows × genres</c>.</returns>
    public static string Add(OnnxGraph graph, InputStage inputs, string even, JsonPart model, int genres)
    {
        var columns = model["columns"]["means"].Items().Length;
        var scaled = Scaled(even, model["columns"], AudioGenreModel.MostDeviations);
        var (a, b) = AudioRows.Products(columns).Select(pair => ((long)pair.A, (long)pair.B)).Unzip();
        var products = graph.Add("Mul", [Columns(a), Columns(b)]);
        var all = graph.Add("Concat", [scaled, products], OnnxAttribute.Of("axis", 1));
        var count = model["products"]["means"].Items().Length;
        var weights = Array.ConvertAll(RegressionStage.Weights(model, count + AudioRows.Keys), weight => (double)weight);
        var known = weights.Length / (count + AudioRows.Keys);
        var linear = graph.Add("MatMul",
        [
            Scaled(all, model["products"], AudioRows.MostProduct),
            graph.Constant(OnnxTensor.Of(weights[..(count * known)], count, known)),
        ]);
        var scores = graph.Add("Add", [graph.Add("Add", [linear, RegressionStage.Intercepts(graph, model)]), Key()]);
        return RegressionStage.LogProbabilities(graph, model, scores, genres);

        string Columns(long[] which) =>
            graph.Add("Gather", [scaled, graph.Constant(OnnxTensor.Of(which))], OnnxAttribute.Of("axis", 1));

        string Scaled(string values, JsonPart scales, double most)
        {
            string Row(string part)
            {
                var numbers = Array.ConvertAll(scales[part].Items(), item => item.Number());
                return graph.Constant(OnnxTensor.Of(numbers, 1, numbers.Length));
            }

            return graph.Add("Clip",
            [
                graph.Add("Div", [graph.Add("Sub", [values, Row("means")]), Row("scales")]),
                graph.Constant(OnnxTensor.Of(-most)),
                graph.Constant(OnnxTensor.Of(most)),
            ]);
        }

        // The weights of each row's key; none where it is missing or no key.
        string Key()
        {
            var given = inputs.Number("key");
            var zero = graph.Constant(OnnxTensor.Of([0.0], 1, 1));
            var isKnown = graph.Add("And",
            [
                graph.Add("GreaterOrEqual", [given, zero]),
                graph.Add("Less", [given, graph.Constant(OnnxTensor.Of([(double)AudioRows.Keys], 1, 1))]),
            ]);
            var row = graph.Add("Cast", [graph.Add("Where", [isKnown, given, zero])],
                OnnxAttribute.Of("to", (long)ElementType.Int64));
            var of = graph.Add("Gather",
            [
                graph.Constant(OnnxTensor.Of(weights[(count * known)..], AudioRows.Keys, known)),
                graph.Add("Reshape", [row, graph.Constant(OnnxTensor.Of([-1L]))]),
            ]);
            return graph.Add("Where", [isKnown, of, zero]);
        }
    }

    private static (long[] A, long[] B) Unzip(this IEnumerable<(long A, long B)> pairs)
    {
        var all = pairs.ToArray();
        return (Array.ConvertAll(all, pair => pair.A), Array.ConvertAll(all, pair => pair.B));
    }
}
