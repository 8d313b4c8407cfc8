using System.Text.Json.Nodes;
using SongGenre.Features;

namespace SongGenre.Onnx;

/// <summary>
/// Which options a model may have to be exported: those that the stages know. What is added to the features later is
/// refused until a stage knows it, never left out silently.
/// </summary>
internal static class ExportableOptions
{
    private static readonly string[] s_sections = ["split", "features", "tfidf", "forest", "evaluation"];
    private static readonly string[] s_sets =
        [FeatureOptions.Audio, FeatureOptions.AudioAndSongName, FeatureOptions.All];

    /// <summary>Refuses a model with an unknown option.</summary>
    /// <exception cref="SongGenreException">There is one.</exception>
    public static void Require(Experiment experiment, JsonNode features)
    {
        var unknown = experiment.Flatten().FirstOrDefault(knob =>
            !s_sections.Contains(knob.Key.Split('.')[0]) && knob.Value is not ("null" or "none" or "false"));
        if (unknown.Key is not null) throw Refused($"{unknown.Key}: {unknown.Value}");
        Members(features, "features", "set", "scale", "numerical", "categorical", "text");
        var set = (string?)features["set"];
        if (!s_sets.Contains(set)) throw Refused($"features.set: {set}");
        Members(features["numerical"], "features.numerical", [.. FeaturePipeline.Numerical]);
        foreach (var name in FeaturePipeline.Numerical)
            Members(features["numerical"]![name], $"features.numerical.{name}", "median", "mean", "scale");
        Members(features["categorical"], "features.categorical", [.. FeaturePipeline.Categorical]);
        foreach (var name in FeaturePipeline.Categorical)
            Members(features["categorical"]![name], $"features.categorical.{name}", "categories", "unseen");
        Members(
            features["text"],
            "tfidf",
            ["analyzer", "lowercase", "binary", "sublinear_tf", "ngram_range", "terms", "idf"]);
        if ((string?)features["text"]?["analyzer"] is { } analyzer and not "word")
            throw Refused($"tfidf.analyzer: {analyzer}");
        if ((bool?)features["text"]?["lowercase"] == false) throw Refused("tfidf.lowercase: false");
    }

    private static void Members(JsonNode? node, string path, params string[] known)
    {
        var unknown = (node as JsonObject)?.FirstOrDefault(member => !known.Contains(member.Key));
        if (unknown?.Key is { } key) throw Refused($"{path}.{key}");
    }

    private static SongGenreException Refused(string option) =>
        new($"The model's option {option} can't be exported to ONNX; train a model without it.");
}
