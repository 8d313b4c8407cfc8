using System.Text.Json.Nodes;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli;

internal static partial class ComparisonOutput
{
    public static JsonObject ToJson(RunComparison comparison) => new()
    {
        ["groups"] = ArtifactOutput.Array(comparison.Groups, group => new JsonObject
        {
            ["label"] = group.Label,
            ["runs"] = ArtifactOutput.Array(group.Runs, run => RunListing.ToJson(run.Run)),
        }),
        ["seeds_alone"] = comparison.IsOfSeeds,
        ["confidence"] = comparison.Confidence,
        ["changed"] = RunListing.Members(
            comparison.Changed.Select(value => KeyValuePair.Create(value.Name, value.Values)),
            values => ArtifactOutput.Array(values, value => JsonValue.Create(value))),
        ["differences"] = ArtifactOutput.Array(comparison.Differences, ToJson),
    };

    private static JsonObject ToJson(GroupDifference difference) => new()
    {
        ["label"] = difference.Other.Label,
        ["basis"] = difference.Basis,
        ["metrics"] = ArtifactOutput.Array(difference.Metrics, metric => new JsonObject
        {
            ["metric"] = metric.Metric,
            ["baseline"] = RunListing.Number(metric.Baseline),
            ["other"] = RunListing.Number(metric.Other),
            ["difference"] = RunListing.Number(metric.Difference),
            ["baseline_deviation"] = Number(metric.BaselineDeviation),
            ["other_deviation"] = Number(metric.OtherDeviation),
            ["interval"] = metric.Interval is { } interval
                ? new JsonArray(RunListing.Number(interval.Lower), RunListing.Number(interval.Upper)) : null,
            ["clear"] = metric.Interval is null ? null : metric.IsClear,
        }),
        ["confusions"] = ArtifactOutput.Array(difference.Confusions, each => new JsonObject
        {
            ["genre"] = each.True,
            ["taken_for"] = each.Predicted,
            ["baseline"] = each.Baseline,
            ["other"] = each.Other,
            ["rows"] = each.Rows,
        }),
        ["importances"] = ArtifactOutput.Array(difference.Importances, each => new JsonObject
        {
            ["feature"] = each.Feature,
            ["baseline"] = Number(each.Baseline),
            ["other"] = Number(each.Other),
            ["difference"] = RunListing.Number(each.Difference),
        }),
    };

    private static JsonNode? Number(double? number) => number is { } known ? RunListing.Number(known) : null;
}
