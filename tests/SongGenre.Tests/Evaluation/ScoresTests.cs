using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Tests.Evaluation;

public class ScoresTests
{
    [Fact]
    public void Every_metric_equals_scikit_learns_to_1e_9()
    {
        foreach (var @case in EvaluationCase.All)
        {
            var metrics = Scores.Compute(@case.Labels, @case.Probabilities).Metrics;
            var expected = @case.Expected.GetProperty("metrics").EnumerateObject().ToArray();
            Assert.Equal(expected.Select(metric => metric.Name), metrics.Select(metric => metric.Name));
            foreach (var (metric, (name, value)) in expected.Zip(metrics)) Near.Equal(metric.Value.GetDouble(), value, name);
        }
    }

    [Fact]
    public void Scores_per_class_equal_scikit_learns()
    {
        foreach (var @case in EvaluationCase.All)
        {
            var scores = ClassScores.Compute(@case.Labels, @case.Probabilities);
            Near.Equal(@case.Numbers("precision"), scores.Select(score => score.Precision));
            Near.Equal(@case.Numbers("recall"), scores.Select(score => score.Recall));
            Near.Equal(@case.Numbers("f1"), scores.Select(score => score.F1));
            Near.Equal(@case.Numbers("support"), scores.Select(score => (double)score.Support));
            Near.Equal(@case.Numbers("auc"), scores.Where(score => score.AucOvr is not null).Select(score => score.AucOvr!.Value));
        }
    }

    [Fact]
    public void Missing_classes_are_named_and_take_part_in_no_mean()
    {
        var @case = EvaluationCase.All.Single(@case => @case.Probabilities.Classes == 5);
        var scores = Scores.Compute(@case.Labels, @case.Probabilities);
        Assert.Equal([2], scores.MissingClasses);
        Assert.Equal(25, scores.Rows);
        var present = ClassScores.Compute(@case.Labels, @case.Probabilities).Where(score => score.Support > 0).ToArray();
        Assert.Equal(4, present.Length);
        Near.Equal(present.Average(score => score.F1), scores.MacroF1);
    }

    [Fact]
    public void One_class_alone_has_an_accuracy_but_no_area_and_nothing_is_NaN()
    {
        var scores = Scores.Compute([1, 1], new(4, [0, 1, 0, 0, 0.5, 0.25, 0.25, 0]));
        Assert.Equal([0, 2, 3], scores.MissingClasses);
        Assert.Equal(0.5, scores.Accuracy);
        Assert.Equal(0.5, scores.BalancedAccuracy);
        Assert.Null(scores.AucOvoMacro);
        Assert.DoesNotContain(scores.Metrics, metric => metric.Value is { } value && !double.IsFinite(value));
    }

    // By hand: ln 2 for the half, and a certain miss costs −ln(2⁻⁵²) = 52 ln 2, divided by a row sum of 1.
    [Fact]
    public void A_certain_miss_costs_52_binary_digits() => Near.Equal(
        (1 + 52) * Math.Log(2) / 2,
        Scores.Compute([0, 0], new(2, [0.5, 0.5, 0, 1])).LogLoss);

    [Fact]
    public void Of_equal_probabilities_the_first_is_predicted_but_the_last_ranks_first_among_three()
    {
        var equal = new Probabilities(4, [0.25, 0.25, 0.25, 0.25]);
        Assert.Equal(1, Scores.Compute([0], equal).Accuracy);
        Assert.Equal(0, Scores.Compute([0], equal).Top3Accuracy);
        Assert.Equal(1, Scores.Compute([1], equal).Top3Accuracy);
    }

    [Fact]
    public void The_metrics_of_the_command_line_come_first() => Assert.Equal(
        [
            "auc_ovo_macro", "auc_ovr_macro", "accuracy", "balanced_accuracy", "macro_f1", "log_loss", "top3_accuracy",
        ],
        Scores.Compute([0, 1], new(2, [1, 0, 0, 1])).Metrics.Take(7).Select(metric => metric.Name));
}
