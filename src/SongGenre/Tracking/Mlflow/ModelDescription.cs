using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SongGenre.Tracking.Mlflow;

/// <summary>The file <c>MLmodel</c> of a model's folder.</summary>
internal static partial class ModelDescription
{
    /// <summary>The text with what is known only once the model is on record.</summary>
    public static string Complete(string text, string runId, string path, string modelId)
    {
        var kept = string.Concat(
            text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0 && !Known().IsMatch(line))
                .Select(line => line + "\n"));
        return $"{kept}artifact_path: {path}\nmodel_id: {modelId}\nrun_id: {runId}\n";
    }

    /// <summary>The line of MLflow 2's list of a run's models.</summary>
    public static JsonObject History(string text, string runId, string path)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new SongGenreException($"{path}/MLmodel isn't YAML: {e.Message.ReplaceLineEndings(" ")}", e)
            {
                IsRefusal = true,
            };
        }

        var root = yaml.Documents is [{ RootNode: YamlMappingNode mapping }] ? mapping : [];
        return new JsonObject
        {
            ["run_id"] = runId,
            ["artifact_path"] = path,
            ["utc_time_created"] = Text(root, "utc_time_created")
                ?? DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            ["model_uuid"] = Text(root, "model_uuid"),
            ["flavors"] = root.Children.TryGetValue("flavors", out var flavors) ? Json(flavors) : new JsonObject(),
        };
    }

    private static string? Text(YamlMappingNode root, string key) =>
        root.Children.TryGetValue(key, out var node) ? (node as YamlScalarNode)?.Value : null;

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child =>
            KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Json(child.Value)))),
        YamlSequenceNode items => new JsonArray([.. items.Children.Select(Json)]),
        YamlScalarNode { Value: null or "null" or "~", Style: ScalarStyle.Plain } => null,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };

    [GeneratedRegex("^(artifact_path|model_id|run_id):")]
    private static partial Regex Known();
}
