using System.Globalization;
using SongGenre.Evaluation;

namespace SongGenre.Steps;

/// <summary>The figures of steps by the names under which runs have them on record.</summary>
internal static class StepFigures
{
    private const int MostTelling = 3;

    /// <summary>Of a training: the validation rows' scores and how long it took.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(TrainingResult training) =>
    [
        .. training.Validation is { } scores ? Of(scores, "validation.") : [],
        new("seconds.features", training.Seconds.Features),
        new("seconds.fit", training.Seconds.Fit),
    ];

    /// <summary>Of a test: its scores with their intervals.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(
        EvaluationResult test, IEnumerable<ConfidenceInterval> intervals, double calibrationError) =>
    [
        .. Of(test.Scores),
        .. intervals.SelectMany(interval => (KeyValuePair<string, double>[])
            [new(interval.Metric + ".low", interval.Lower), new(interval.Metric + ".high", interval.Upper)]),
        new("expected_calibration_error", calibrationError),
        new("contaminated_rows", test.ContaminatedRows),
    ];

    /// <summary>The most telling scores as an artifact's properties.</summary>
    public static Dictionary<string, string> Texts(Scores? scores, string prefix = "") => scores is null ? []
        : Of(scores, prefix).Take(MostTelling).ToDictionary(m => m.Key, m => Text(m.Value));

    public static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<KeyValuePair<string, double>> Of(Scores scores, string prefix = "") =>
        scores.Metrics.Where(metric => metric.Value is not null)
            .Select(metric => KeyValuePair.Create(prefix + metric.Name, metric.Value!.Value));
}
