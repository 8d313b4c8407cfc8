using System.Globalization;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tracking.Review;

/// <summary>An order of runs by one of their values; runs without it come last.</summary>
/// <param name="Field">The value.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
public sealed record RunOrder(RunField Field, bool IsDescending)
{
    /// <summary>Reads <c>metrics.auc_ovo_macro</c>, with <c>:asc</c> or <c>:desc</c> behind it or nothing.</summary>
    /// <param name="text">
    /// The text. Without a direction the best value of a metric comes first: the lowest of a loss, an error or a time,
    /// the highest of others. All else ascends.
    /// </param>
    /// <exception cref="SongGenreException">It names nothing of a run.</exception>
    public static RunOrder Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var direction = colon < 0 ? "" : text[(colon + 1)..];
        var isSaid = direction is "asc" or "desc";
        var field = RunField.Parse(isSaid ? text[..colon] : text);
        return new(field, isSaid ? direction == "desc" : field.Kind == "metrics" && !IsLowBest(field.Key));
    }

    /// <summary>Whether a metric is better the lower it is.</summary>
    public static bool IsLowBest(string metric) =>
        metric.StartsWith("seconds.", StringComparison.Ordinal)
        || ((string[])["loss", "error", "brier"]).Any(word => metric.Contains(word, StringComparison.Ordinal));

    /// <summary>The runs in this order; equal ones stay as they were.</summary>
    public IEnumerable<Run> Sort(IEnumerable<Run> runs)
    {
        var keys = runs.Select(run => (Run: run, Text: run.ValueOf(Field))).Select(pair => (
            pair.Run,
            pair.Text,
            Number: double.TryParse(pair.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number : double.NaN))
            .OrderBy(key => key.Text is null or "NaN").ThenBy(key => double.IsNaN(key.Number));
        var sorted = IsDescending
            ? keys.ThenByDescending(key => key.Number).ThenByDescending(key => key.Text, StringComparer.Ordinal)
            : keys.ThenBy(key => key.Number).ThenBy(key => key.Text, StringComparer.Ordinal);
        return sorted.Select(key => key.Run);
    }
}
