using SongGenre.Evaluation;

namespace SongGenre.Tracking.Review;

public sealed partial record RunComparison
{
    private static List<MetricDifference> Metrics(
        RunGroup first, RunGroup other, IReadOnlyList<ConfidenceInterval> intervals)
    {
        string[] usual = [.. Scores.OfNoRows(1).Metrics.Select(metric => metric.Name)];
        var known = first.Runs.SelectMany(run => run.Run.Metrics.Keys).ToHashSet();
        known.IntersectWith(other.Runs.SelectMany(run => run.Run.Metrics.Keys));
        List<MetricDifference> differences = [];
        foreach (var name in usual.Where(known.Contains).Concat(known.Except(usual).Order(StringComparer.Ordinal)))
        {
            // The ends of a run's own interval are no scores.
            if (known.Any(metric => name == $"{metric}.low" || name == $"{metric}.high")) continue;
            var (a, b) = (first.Values(name), other.Values(name));
            var interval = intervals.FirstOrDefault(one => one.Metric == name);
            differences.Add(new(
                name, a.Average(), b.Average(), Deviation(a), Deviation(b),
                interval is null ? null : (interval.Lower, interval.Upper)));
        }

        return differences;
    }

    // Of a sample: divided by n − 1.
    private static double? Deviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2) return null;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    private static List<ConfusionDifference> Confusions(
        IReadOnlyList<TestPredictions> first, IReadOnlyList<TestPredictions> other)
    {
        var genres = first[0].Classes;
        var (a, b) = (Mean(first), Mean(other));
        var differences =
            from truth in Enumerable.Range(0, genres.Count)
            from predicted in Enumerable.Range(0, genres.Count)
            select new ConfusionDifference(
                genres[truth], genres[predicted], a.Shares[truth, predicted], b.Shares[truth, predicted],
                b.Rows[truth, predicted] - a.Rows[truth, predicted]);
        return [.. differences.OrderByDescending(each => Math.Abs(each.Rows))];
    }

    private static (double[,] Shares, double[,] Rows) Mean(IReadOnlyList<TestPredictions> runs)
    {
        var classes = runs[0].Classes.Count;
        var (shares, rows) = (new double[classes, classes], new double[classes, classes]);
        foreach (var run in runs)
        {
            var matrix = ConfusionMatrix.Compute(run.Labels, run.Probabilities);
            var normalized = matrix.Normalized();
            for (var truth = 0; truth < classes; truth++)
            {
                for (var predicted = 0; predicted < classes; predicted++)
                {
                    shares[truth, predicted] += normalized[truth, predicted] / runs.Count;
                    rows[truth, predicted] += (double)matrix[truth, predicted] / runs.Count;
                }
            }
        }

        return (shares, rows);
    }

    private static List<ImportanceDifference> Importances(
        IReadOnlyList<IReadOnlyDictionary<string, double>> first,
        IReadOnlyList<IReadOnlyDictionary<string, double>> other) =>
    [
        .. first.Concat(other).SelectMany(run => run.Keys).Distinct()
            .Select(feature => new ImportanceDifference(feature, Mean(first, feature), Mean(other, feature)))
            .OrderByDescending(each => Math.Abs(each.Difference)).ThenBy(each => each.Feature, StringComparer.Ordinal),
    ];

    // A term that one seed's rows brought in and another's didn't has no importance in that one.
    private static double? Mean(IReadOnlyList<IReadOnlyDictionary<string, double>> runs, string feature) =>
        runs.Any(run => run.ContainsKey(feature)) ? runs.Average(run => run.GetValueOrDefault(feature)) : null;
}
