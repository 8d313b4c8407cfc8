using System.Text.Json.Nodes;

namespace SongGenre.Features;

public sealed partial class FeaturePipeline
{
    /// <summary>Everything that <see cref="Transform"/> needs, with numbers that read back to the same bits.</summary>
    public JsonNode ToJson()
    {
        var numerical = new JsonObject();
        for (var i = 0; i < _imputers.Length; i++)
        {
            var column = new JsonObject { ["median"] = _imputers[i].Median };
            if (_scalers?[i] is { } scaler)
            {
                column["mean"] = scaler.Mean;
                column["scale"] = scaler.Scale;
            }

            numerical[Numerical[i]] = column;
        }

        var categorical = new JsonObject();
        for (var i = 0; i < _encoders.Length; i++)
        {
            categorical[Categorical[i]] = new JsonObject
            {
                ["categories"] = new JsonArray([.. _encoders[i].Categories.Select(c => JsonValue.Create(c))]),
                ["unseen"] = _encoders[i].Unseen,
            };
        }

        var json = new JsonObject
        {
            ["set"] = _options.Set,
            ["scale"] = _options.Scale,
            ["numerical"] = numerical,
            ["categorical"] = categorical,
        };
        if (_text is not null) json["text"] = _text.ToJson();
        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote, and trusts nothing in it.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="where">Names the JSON in errors: a file.</param>
    /// <exception cref="SongGenreException">Something is missing, of a wrong type or impossible.</exception>
    public static FeaturePipeline FromJson(JsonNode json, string where) => FromJson(JsonPart.Root(json, where));

    /// <summary>Reads what <see cref="ToJson"/> wrote, and trusts nothing in it.</summary>
    internal static FeaturePipeline FromJson(JsonPart root)
    {
        var options = root.Read(() => new FeatureOptions { Set = root["set"].Text(), Scale = root["scale"].Flag() });
        var numerical = Numerical.Select(name => root["numerical"][name]).ToArray();
        var categorical = Categorical.Select(name => root["categorical"][name]);
        return new(
            options,
            Array.ConvertAll(numerical, column => new MedianImputer(column["median"].Number())),
            options.Scale ? Array.ConvertAll(numerical, Scaler) : null,
            [.. categorical.Select(Encoder)],
            TextSource(options) is null ? null : TfidfVectorizer.FromJson(root["text"]));
    }

    private static StandardScaler Scaler(JsonPart column)
    {
        var scale = column["scale"].Number();
        return scale > 0 ? new(column["mean"].Number(), scale) : throw column["scale"].Damaged("it must be above 0");
    }

    private static OrdinalEncoder Encoder(JsonPart column)
    {
        var categories = Array.ConvertAll(column["categories"].Items(), item => item.Number());
        for (var i = 1; i < categories.Length; i++)
        {
            if (categories[i] <= categories[i - 1]) throw column["categories"].Damaged("the numbers must be ascending");
        }

        return new(categories, column["unseen"].Number());
    }
}
