using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Tests.Evaluation;

public class BootstrapTests
{
    private static readonly EvaluationOptions Options = new() { BootstrapSamples = 400 };

    // Rows repeated by hand go through the scoring that scikit-learn's values vouch for.
    [Fact]
    public void A_weight_is_worth_as_many_copies_of_the_row()
    {
        foreach (var @case in EvaluationCase.All)
        {
            var weights = @case.Labels.Select((_, row) => row * 7 % 4).ToArray();
            var copies = Enumerable.Range(0, weights.Length).SelectMany(row => Enumerable.Repeat(row, weights[row])).ToArray();
            var repeated = Scores.Compute(
                copies.Select(row => @case.Labels[row]).ToArray(),
                new(@case.Probabilities.Classes, copies.SelectMany(row => @case.Probabilities.Row(row).ToArray()).ToArray()));
            var weighted = new ScoredRows(@case.Labels, @case.Probabilities).Score(weights);
            Assert.Equal(repeated.Rows, weighted.Rows);
            Assert.Equal(repeated.MissingClasses, weighted.MissingClasses);
            foreach (var ((name, expected), (_, actual)) in repeated.Metrics.Zip(weighted.Metrics))
                Near.Equal(expected!.Value, actual, name);
        }
    }

    // The textbook: a stratified mean varies by Σ nₖ pₖ(1 − pₖ) / n², and 95% of a normal lie within 1.96 deviations.
    [Fact]
    public void The_interval_of_the_accuracy_is_as_wide_as_the_binomial_law_says()
    {
        var @case = EvaluationCase.All[0];
        var variance = ClassScores.Compute(@case.Labels, @case.Probabilities)
            .Sum(score => score.Support * score.Recall * (1 - score.Recall)) / Math.Pow(@case.Labels.Length, 2);
        var options = new EvaluationOptions { BootstrapSamples = 4000 };
        var interval = Of(Bootstrap.Intervals(@case.Labels, @case.Probabilities, options), "accuracy");
        Assert.Equal(interval.Estimate - (1.96 * Math.Sqrt(variance)), interval.Lower, 0.1 * Math.Sqrt(variance) + 0.002);
        Assert.Equal(interval.Estimate + (1.96 * Math.Sqrt(variance)), interval.Upper, 0.1 * Math.Sqrt(variance) + 0.002);
    }

    // Hanley and McNeil (1982): variance of an area from exponential scores, whose true area is θ = λ / (1 + λ).
    [Fact]
    public void The_interval_of_the_area_is_as_wide_as_Hanley_and_McNeil_say()
    {
        const int Side = 400;
        var random = new Random(5);
        var labels = Enumerable.Range(0, 2 * Side).Select(row => row % 2).ToArray();
        var values = labels.SelectMany(label =>
        {
            var score = Math.Exp(Math.Log(1 - random.NextDouble()) / (label == 1 ? 3 : 1));
            return new[] { 1 - score, score };
        }).ToArray();
        const double Area = 0.75;
        var variance = ((Area * (1 - Area)) + ((Side - 1) * ((Area / (2 - Area)) - (Area * Area)))
            + ((Side - 1) * ((2 * Area * Area / (1 + Area)) - (Area * Area)))) / ((double)Side * Side);
        var interval = Of(Bootstrap.Intervals(labels, new(2, values), Options with { BootstrapSamples = 2000 }), "auc_ovo_macro");
        var width = 2 * 1.96 * Math.Sqrt(variance);
        Assert.Equal(width, interval.Upper - interval.Lower, 0.1 * width);
        Assert.InRange(Area, interval.Lower, interval.Upper);
    }

    [Fact]
    public void Every_metric_has_an_interval_around_its_score_and_less_confidence_narrows_it()
    {
        var @case = EvaluationCase.All[2];
        var intervals = Bootstrap.Intervals(@case.Labels, @case.Probabilities, Options);
        var narrower = Bootstrap.Intervals(@case.Labels, @case.Probabilities, Options with { Confidence = 0.5 });
        var metrics = Scores.Compute(@case.Labels, @case.Probabilities).Metrics;
        Assert.Equal(metrics.Select(metric => (metric.Name, metric.Value!.Value)), intervals.Select(i => (i.Metric, i.Estimate)));
        foreach (var (wide, narrow) in intervals.Zip(narrower))
        {
            Assert.InRange(wide.Estimate, wide.Lower, wide.Upper);
            Assert.InRange(narrow.Lower, wide.Lower, narrow.Upper);
            Assert.InRange(narrow.Upper, narrow.Lower, wide.Upper);
        }
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        var @case = EvaluationCase.All[3];
        var first = Bootstrap.Intervals(@case.Labels, @case.Probabilities, Options);
        Assert.Equal(first, Bootstrap.Intervals(@case.Labels, @case.Probabilities, Options));
        Assert.NotEqual(first, Bootstrap.Intervals(@case.Labels, @case.Probabilities, Options with { Seed = 43 }));
    }

    [Fact]
    public void A_model_does_not_differ_from_itself_and_differs_from_one_without_knowledge()
    {
        var @case = EvaluationCase.All[0];
        var constant = new double[@case.Labels.Length * 15];
        Array.Fill(constant, 1 / 15.0);
        var itself = Bootstrap.Differences(@case.Labels, @case.Probabilities, @case.Probabilities, Options);
        Assert.All(itself, interval => Assert.Equal((0, 0, 0), (interval.Estimate, interval.Lower, interval.Upper)));
        var gain = Of(Bootstrap.Differences(@case.Labels, new(15, constant), @case.Probabilities, Options), "auc_ovo_macro");
        Near.Equal(RocAuc.Compute(@case.Labels, @case.Probabilities).OneVsOneMacro!.Value - 0.5, gain.Estimate);
        Assert.True(gain.Lower > 0);
    }

    [Fact]
    public void Paired_differences_are_surer_than_two_intervals_side_by_side()
    {
        var @case = EvaluationCase.All[0];
        var values = Enumerable.Range(0, @case.Labels.Length).SelectMany(row => @case.Probabilities.Row(row).ToArray()).ToArray();
        var smoothed = new Probabilities(15, Array.ConvertAll(values, value => (0.9 * value) + (0.1 / 15)));
        var single = Of(Bootstrap.Intervals(@case.Labels, smoothed, Options), "log_loss");
        var paired = Of(Bootstrap.Differences(@case.Labels, @case.Probabilities, smoothed, Options), "log_loss");
        Assert.True(paired.Upper - paired.Lower < single.Upper - single.Lower);
    }

    [Fact]
    public void Without_samples_there_are_no_intervals_and_without_two_classes_none_of_areas()
    {
        Assert.Empty(Bootstrap.Intervals([0, 1], new(2, [1, 0, 0, 1]), new() { BootstrapSamples = 0 }));
        var intervals = Bootstrap.Intervals([0, 0], new(2, [1, 0, 0, 1]), Options);
        Assert.DoesNotContain(intervals, interval => interval.Metric.StartsWith("auc", StringComparison.Ordinal));
        Assert.Contains(intervals, interval => interval.Metric == "accuracy");
    }

    [Fact]
    public void Models_of_different_classes_are_refused() => Assert.Equal(
        "the first model knows 2 classes, the second 3; compare models of the same classes",
        Assert.Throws<SongGenreException>(() =>
            Bootstrap.Differences([0], new(2, [1, 0]), new(3, [1, 0, 0]), Options)).Message);

    private static ConfidenceInterval Of(IReadOnlyList<ConfidenceInterval> intervals, string metric) =>
        intervals.Single(interval => interval.Metric == metric);
}
