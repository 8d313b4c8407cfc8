using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Mlflow;

/// <summary>The list of a run's models by which MLflow 2 shows them.</summary>
internal static class ModelHistory
{
    /// <summary>The tag that holds the list as JSON.</summary>
    public const string Tag = "mlflow.log-model.history";

    /// <summary>The tag with a further model; null when it is there already.</summary>
    /// <param name="history">What the tag holds now; null for nothing.</param>
    /// <param name="model">The model.</param>
    public static Dictionary<string, string>? With(string? history, JsonObject model)
    {
        var models = history is not null && JsonNode.Parse(history) is JsonArray known ? known : [];
        if (models.Any(each => JsonNode.DeepEquals(each, model))) return null;
        models.Add(model.DeepClone());
        var tags = new Dictionary<string, string> { [Tag] = models.ToJsonString() };
        Limits.Tags(tags);
        return tags;
    }
}
