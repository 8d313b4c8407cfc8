using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>All features, in the order of <see cref="FeaturePipeline.Columns"/>.</summary>
internal static class FeatureStage
{
    /// <summary>Adds the stage.</summary>
    /// <returns>The features, <c>rows × columns</c> doubles.</returns>
    public static string Add(OnnxGraph graph, InputStage inputs, JsonPart root)
    {
        var (audio, numbers) = NumberStage.Add(graph, inputs, root);
        List<string> features = [numbers, .. CategoryStage.Add(graph, inputs, root)];
        var set = root["set"].Text();
        if (root.Has("add_indicator") && root["add_indicator"].Flag())
            features.AddRange(IndicatorStage.Add(graph, inputs, set));
        var isDerived = root.Has("derived") && root["derived"].Flag();
        var figures = new FigureStage(graph, inputs, audio);
        if (isDerived) features.AddRange(figures.Derived());
        if (root.Has("text")) features.Add(TextStage.Add(graph, inputs, set, root["text"]));
        if (!root.Has("stacked")) return Joined();

        var genres = root["genres"].Items().Length;
        if (root["stacked"].Has("text"))
            features.Add(TextGenreStage.Add(graph, inputs, set, root["stacked"]["text"], genres));
        if (root["stacked"].Has("audio"))
            features.Add(AudioGenreStage.Add(graph, inputs, figures.Even(), root["stacked"]["audio"], genres));
        return Joined();

        string Joined() => graph.Add("Concat", [.. features], OnnxAttribute.Of("axis", 1));
    }
}
