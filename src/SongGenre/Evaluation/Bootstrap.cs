using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>How far scores would wander on other test rows of the same kind.</summary>
/// <remarks>
/// Percentile intervals: Efron, "Bootstrap Methods: Another Look at the Jackknife" (1979); Efron and Tibshirani, "An
/// Introduction to the Bootstrap" (1993), chapter 13. Rows are drawn with replacement within each class (stratified, as
/// the splits are), so a resample has as many rows of each class as the test rows, and misses none. Rows count as
/// independent and the model as given: that songs of one playlist or recording are alike, and that another training set
/// gives another model, is not in the interval. The same seed draws the same rows on any number of threads.
/// </remarks>
public static class Bootstrap
{
    /// <summary>
    /// Intervals of all <see cref="Scores.Metrics"/>, in their order, those that are null left out; none at all with 0
    /// <see cref="EvaluationOptions.BootstrapSamples"/>. Time grows with samples × rows × classes.
    /// </summary>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="probabilities">Predictions for the same rows, <c>rows × classes</c>.</param>
    /// <param name="options">Samples, confidence and seed.</param>
    /// <exception cref="SongGenreException">The input is refused as by <see cref="RocAuc.Compute"/>.</exception>
    public static IReadOnlyList<ConfidenceInterval> Intervals(
        ReadOnlySpan<int> labels, Probabilities probabilities, EvaluationOptions options)
    {
        var rows = new ScoredRows(labels, probabilities);
        return Resample(rows, options, weights => rows.Score(weights).Metrics);
    }

    /// <summary>
    /// Intervals of the differences <paramref name="second"/> − <paramref name="first"/> between two models on the same
    /// rows. Both are scored on the same resamples, so what makes rows hard for both cancels out; an interval without 0
    /// tells the models apart.
    /// </summary>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="first">One model's predictions for the same rows, <c>rows × classes</c>.</param>
    /// <param name="second">The other model's, of the same shape.</param>
    /// <param name="options">Samples, confidence and seed.</param>
    /// <exception cref="SongGenreException">
    /// The input is refused as by <see cref="RocAuc.Compute"/>, or the models know different numbers of classes.
    /// </exception>
    public static IReadOnlyList<ConfidenceInterval> Differences(
        ReadOnlySpan<int> labels, Probabilities first, Probabilities second, EvaluationOptions options)
    {
        if (first.Classes != second.Classes)
        {
            throw new SongGenreException(
                $"the first model knows {first.Classes} classes, the second {second.Classes}; "
                + "compare models of the same classes");
        }

        var firstRows = new ScoredRows(labels, first);
        var secondRows = new ScoredRows(labels, second);
        return Resample(firstRows, options, weights =>
        [
            .. firstRows.Score(weights).Metrics.Zip(
                secondRows.Score(weights).Metrics,
                (one, other) => (one.Name, other.Value - one.Value)),
        ]);
    }

    private static List<ConfidenceInterval> Resample(
        ScoredRows rows, EvaluationOptions options, Func<int[], IReadOnlyList<(string Name, double? Value)>> score)
    {
        if (options.BootstrapSamples == 0) return [];
        var strata = Strata(rows);
        var weights = new int[rows.Labels.Length];
        Array.Fill(weights, 1);
        var estimates = score(weights);
        var values = estimates.Select(_ => new double[options.BootstrapSamples]).ToArray();
        Parallel.For(
            0,
            options.BootstrapSamples,
            () => new int[weights.Length],
            (sample, _, drawn) =>
            {
                var random = SplitMix64.Stream(options.Seed, sample);
                Draw(strata, ref random, drawn);
                var metrics = score(drawn);
                for (var m = 0; m < values.Length; m++) values[m][sample] = metrics[m].Value ?? 0;
                return drawn;
            },
            _ => { });

        var intervals = new List<ConfidenceInterval>();
        var tail = (1 - options.Confidence) / 2;
        for (var m = 0; m < values.Length; m++)
        {
            if (estimates[m].Value is not { } estimate) continue;
            Array.Sort(values[m]);
            intervals.Add(new(estimates[m].Name, estimate, Quantile(values[m], tail), Quantile(values[m], 1 - tail)));
        }

        return intervals;
    }

    /// <summary>The rows of each class.</summary>
    internal static int[][] Strata(ScoredRows rows)
    {
        var strata = new List<int>[rows.Classes];
        for (var c = 0; c < strata.Length; c++) strata[c] = [];
        for (var row = 0; row < rows.Labels.Length; row++) strata[rows.Labels[row]].Add(row);
        return [.. strata.Select(stratum => stratum.ToArray())];
    }

    /// <summary>How often each row is drawn, with replacement within its class.</summary>
    internal static void Draw(int[][] strata, ref SplitMix64 random, int[] weights)
    {
        Array.Clear(weights);
        foreach (var stratum in strata)
        {
            for (var i = 0; i < stratum.Length; i++) weights[stratum[random.Next(stratum.Length)]]++;
        }
    }

    /// <summary>
    /// On the straight line between order statistics: NumPy's default, definition 7 of Hyndman and Fan (1996).
    /// </summary>
    internal static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
