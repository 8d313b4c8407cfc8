using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>The regression over the text's terms: <see cref="TextGenreModel"/>.</summary>
internal static class TextGenreStage
{
    /// <summary>Adds the stage.</summary>
    /// <returns>The features, <c>rows × genres</c>.</returns>
    public static string Add(OnnxGraph graph, InputStage inputs, string set, JsonPart model, int genres)
    {
        var terms = model["terms"];
        var text = SparseTextStage.Add(graph, TextStage.Joined(graph, inputs, set), terms);
        var weights = RegressionStage.Weights(model, terms["terms"].Items().Length);
        var scores = text.Times(weights, RegressionStage.Intercepts(graph, model));
        return RegressionStage.LogProbabilities(graph, model, scores, genres);
    }
}
