using System.Text.Json.Nodes;
using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>
/// Which options a model may have to be exported: those that the stages know. What is added to the features later is
/// refused until a stage knows it, never left out silently.
/// </summary>
internal static class ExportableOptions
{
    private static readonly string[] s_sections = ["split", "features", "tfidf", "forest", "evaluation", "calibration"];
    private static readonly string[] s_sets =
        [FeatureOptions.Audio, FeatureOptions.AudioAndSongName, FeatureOptions.All];

    /// <summary>Refuses a model with an unknown option.</summary>
    /// <exception cref="SongGenreException">There is one.</exception>
    public static void Require(Experiment experiment, JsonNode features)
    {
        var unknown = experiment.Flatten().FirstOrDefault(knob =>
            !s_sections.Contains(knob.Key.Split('.')[0]) && knob.Value is not ("null" or "none" or "false"));
        if (unknown.Key is not null) throw Refused($"{unknown.Key}: {unknown.Value}");
        Members(
            features,
            "features",
            ["set", "scale", "numerical", "categorical", "add_indicator", "derived", "text", "genres", "stacked"]);
        var set = (string?)features["set"];
        if (!s_sets.Contains(set)) throw Refused($"features.set: {set}");
        Members(features["numerical"], "features.numerical", [.. FeaturePipeline.Numerical]);
        foreach (var name in FeaturePipeline.Numerical)
            Members(features["numerical"]![name], $"features.numerical.{name}", "median", "mean", "scale");
        Members(features["categorical"], "features.categorical", [.. FeaturePipeline.Categorical]);
        foreach (var name in FeaturePipeline.Categorical)
            Members(features["categorical"]![name], $"features.categorical.{name}", "categories", "unseen");
        Terms(features["text"]);
        var stacked = features["stacked"];
        Members(stacked, "features.stacked", "text", "audio");
        Members(stacked?["text"], "features.stacked.text", "terms", "genres", "regression");
        Members(stacked?["audio"], "features.stacked.audio", "columns", "products", "genres", "regression");
        foreach (var name in (string[])["text", "audio"])
            Members(stacked?[name]?["regression"], $"features.stacked.{name}.regression", "intercepts", "weights");
        Terms(stacked?["text"]?["terms"]);
    }

    private static void Terms(JsonNode? terms)
    {
        Members(terms, "tfidf", "analyzer", "lowercase", "binary", "sublinear_tf", "ngram_range", "terms", "idf");
        if ((string?)terms?["analyzer"] is { } analyzer and not ("word" or "char" or "char_wb"))
            throw Refused($"tfidf.analyzer: {analyzer}");
    }

    private static void Members(JsonNode? node, string path, params string[] known)
    {
        var unknown = (node as JsonObject)?.FirstOrDefault(member => !known.Contains(member.Key));
        if (unknown?.Key is { } key) throw Refused($"{path}.{key}");
    }

    private static SongGenreException Refused(string option) =>
        new($"The model's option {option} can't be exported to ONNX; train a model without it.");
}
