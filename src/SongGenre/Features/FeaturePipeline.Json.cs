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
        if (_options.AddIndicator) json["add_indicator"] = true;
        if (_options.Derived) json["derived"] = true;
        if (_text is not null) json["text"] = _text.ToJson();
        if (_stacked is null) return json;
        json["genres"] = new JsonArray([.. _genres.Select(genre => JsonValue.Create(genre))]);
        json["stacked"] = _stacked.ToJson();
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
        var isStacked = root.Has("stacked");
        var options = root.Read(() => new FeatureOptions
        {
            Set = root["set"].Text(),
            Scale = root["scale"].Flag(),
            AddIndicator = root.Has("add_indicator") && root["add_indicator"].Flag(),
            Derived = root.Has("derived") && root["derived"].Flag(),
            Text = isStacked && root["stacked"].Has("text") ? FeatureOptions.Genres : FeatureOptions.Terms,
            AudioGenres = isStacked && root["stacked"].Has("audio"),
        });
        if (isStacked && !options.IsStacked) throw root["stacked"].Damaged("it must hold text or audio");
        var genres = isStacked ? Array.ConvertAll(root["genres"].Items(), genre => genre.Text()) : [];
        var numerical = Numerical.Select(name => root["numerical"][name]).ToArray();
        var categorical = Categorical.Select(name => root["categorical"][name]);
        return new(
            options,
            Array.ConvertAll(numerical, column => new MedianImputer(column["median"].Number())),
            options.Scale ? Array.ConvertAll(numerical, Scaler) : null,
            [.. categorical.Select(Encoder)],
            TextSource(options) is null || options.StacksText ? null : TfidfVectorizer.FromJson(root["text"]),
            isStacked ? StackedModels.FromJson(root["stacked"], options, genres.Length) : null,
            genres);
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
