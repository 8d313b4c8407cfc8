using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Tracking;

namespace SongGenre.Steps;

/// <summary>
/// A test's results as files: <c>scores.json</c>, <c>predictions.csv</c> and <c>confusion.csv</c>, the same bytes for
/// the same model and rows.
/// </summary>
internal sealed class ResultFiles(
    CleanSongs songs,
    GenreModel model,
    EvaluationResult test,
    IReadOnlyList<ConfidenceInterval> intervals,
    double calibrationError)
{
    public void Write(string folder)
    {
        var scores = new JsonObject
        {
            ["rows"] = songs.Count,
            ["contaminated_rows"] = test.ContaminatedRows,
            ["synthetic"] = songs.Source.IsSynthetic,
            ["metrics"] = new JsonObject(test.Scores.Metrics.Select(metric =>
                KeyValuePair.Create(metric.Name, (JsonNode?)JsonValue.Create(metric.Value)))),
            ["intervals"] = new JsonObject(intervals.Select(interval =>
                KeyValuePair.Create(interval.Metric, (JsonNode?)new JsonArray(interval.Lower, interval.Upper)))),
            ["expected_calibration_error"] = calibrationError,
        };
        Text("scores.json", scores.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n");
        int[] rows = [.. Enumerable.Range(0, songs.Count)];
        File.WriteAllBytes(
            Path.Combine(folder, "predictions.csv"),
            TrackedRun.Predictions(songs, rows, songs.Labels, test.Probabilities, model.Genres));
        Text("confusion.csv",
            TrackedRun.Confusions(ConfusionMatrix.Compute(songs.Labels, test.Probabilities), model.Genres));

        void Text(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
    }
}
