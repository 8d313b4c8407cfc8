using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Tuning;

/// <summary>What one point scored, with so many trees.</summary>
public sealed record Trial
{
    /// <summary>The point's number.</summary>
    public required int Number { get; init; }

    /// <summary>The round of the competition, from 0; without halving there is one.</summary>
    public required int Round { get; init; }

    /// <summary>The trees that it was scored with.</summary>
    public required int Trees { get; init; }

    /// <summary>The point's values, key and YAML.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Values { get; init; }

    /// <summary>Every figure, in the order of <see cref="SearchMetric.Names"/>.</summary>
    public required IReadOnlyList<TrialScore> Scores { get; init; }

    /// <summary>
    /// Wall-clock seconds; what trials share (features, a forest that answers for smaller ones) is divided evenly.
    /// </summary>
    public required double Seconds { get; init; }

    /// <summary>The figure of a metric.</summary>
    public TrialScore Score(SearchMetric metric) => Scores.First(score => score.Name == metric.Name);

    /// <summary>One JSON object.</summary>
    public JsonObject ToJson() => new()
    {
        ["number"] = Number,
        ["round"] = Round,
        ["n_estimators"] = Trees,
        ["values"] = new JsonObject(Values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))),
        ["metrics"] = Members(score => score.Mean),
        ["deviations"] = Members(score => score.Deviation),
        ["seconds"] = Seconds,
    };

    /// <summary>What <see cref="ToJson"/> gave; null if it's something else.</summary>
    internal static Trial? FromJson(string line)
    {
        try
        {
            var json = JsonNode.Parse(line)!.AsObject();
            return new()
            {
                Number = (int)json["number"]!,
                Round = (int)json["round"]!,
                Trees = (int)json["n_estimators"]!,
                Values = [.. json["values"]!.AsObject().Select(v => KeyValuePair.Create(v.Key, (string)v.Value!))],
                Scores =
                [
                    .. SearchMetric.Names.Select(name => new TrialScore(
                        name, (double?)json["metrics"]![name], (double?)json["deviations"]![name])),
                ],
                Seconds = (double)json["seconds"]!,
            };
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private JsonObject Members(Func<TrialScore, double?> value) =>
        new(Scores.Select(score => KeyValuePair.Create(score.Name, (JsonNode?)value(score))));
}
