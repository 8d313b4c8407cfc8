using SongGenre.Evaluation;

namespace SongGenre.Tests.Evaluation;

public class RocCurveTests
{
    [Fact]
    public void Points_and_thresholds_equal_scikit_learns()
    {
        var cases = EvaluationCase.All.Where(@case => @case.Expected.TryGetProperty("curve", out _)).ToArray();
        Assert.Equal(3, cases.Length);
        foreach (var @case in cases)
        {
            var expected = @case.Expected.GetProperty("curve");
            var curve = RocCurve.Compute(@case.Labels, @case.Probabilities, expected.GetProperty("class").GetInt32());
            Near.Equal(Numbers("false"), curve.FalsePositiveRates);
            Near.Equal(Numbers("true"), curve.TruePositiveRates);
            Near.Equal(Numbers("thresholds"), curve.Thresholds);

            double[] Numbers(string name) =>
                [.. expected.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
        }
    }

    [Fact]
    public void The_area_under_the_points_is_the_classs_area()
    {
        foreach (var @case in EvaluationCase.All)
        {
            var auc = RocAuc.Compute(@case.Labels, @case.Probabilities);
            foreach (var curve in RocCurve.PerClass(@case.Labels, @case.Probabilities))
            {
                var area = 0.0;
                for (var i = 1; i < curve.Thresholds.Count; i++)
                {
                    area += (curve.FalsePositiveRates[i] - curve.FalsePositiveRates[i - 1])
                        * (curve.TruePositiveRates[i] + curve.TruePositiveRates[i - 1]) / 2;
                }

                Near.Equal(auc.OfClass(curve.Class)!.Value, area, $"class {curve.Class}");
            }
        }
    }

    // By hand: scores 0.9+ 0.8− 0.7+ 0.1− make the corners (0, ½), (½, ½), (½, 1), (1, 1).
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.25, 0.5)]
    [InlineData(0.5, 1)]
    [InlineData(1, 1)]
    public void Between_points_the_curve_is_straight_and_on_a_rise_its_top_counts(double rate, double expected)
    {
        var curve = RocCurve.Compute([1, 0, 1, 0], new(2, [0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.9, 0.1]), 1);
        Assert.Equal(expected, curve.At(rate));
    }

    [Fact]
    public void A_class_without_rows_is_skipped_among_all_and_refused_alone()
    {
        var @case = EvaluationCase.All.Single(@case => @case.Probabilities.Classes == 5);
        var curves = RocCurve.PerClass(@case.Labels, @case.Probabilities);
        Assert.Equal([0, 1, 3, 4], curves.Select(curve => curve.Class));
        Assert.Equal(
            "class 2 has no ROC curve: it needs rows of this class and rows of others; pass more rows",
            Assert.Throws<SongGenreException>(() => RocCurve.Compute(@case.Labels, @case.Probabilities, 2)).Message);
    }
}
