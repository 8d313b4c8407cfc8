using System.Text.Json.Nodes;
using SongGenre.Evaluation;

namespace SongGenre.Cli;

/// <summary>Scores as JSON and as columns of text.</summary>
internal static class ScoreOutput
{
    public static JsonObject ToJson(Scores scores) =>
        new(scores.Metrics.Select(m => KeyValuePair.Create(m.Name, (JsonNode?)JsonValue.Create(m.Value))));

    public static JsonObject ToJson(IEnumerable<ConfidenceInterval> intervals) =>
        new(intervals.Select(i => KeyValuePair.Create(i.Metric, (JsonNode?)new JsonArray(i.Lower, i.Upper))));

    public static void Print(TextWriter output, params (string Name, Scores? Scores)[] columns)
    {
        var shown = columns.Where(c => c.Scores is not null).ToList();
        output.WriteLine(new string(' ', 20) + string.Concat(shown.Select(c => c.Name.PadLeft(12))));
        for (var i = 0; i < shown[0].Scores!.Metrics.Count; i++)
        {
            output.WriteLine(shown[0].Scores!.Metrics[i].Name.PadRight(20)
                + string.Concat(shown.Select(c => $"{c.Scores!.Metrics[i].Value,12:0.00000}")));
        }
    }
}
