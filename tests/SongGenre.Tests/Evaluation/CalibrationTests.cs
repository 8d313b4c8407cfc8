using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Tests.Evaluation;

public class CalibrationTests
{
    [Fact]
    public void Reliability_bins_equal_those_of_scikit_learns_calibration_curve()
    {
        foreach (var @case in EvaluationCase.All)
        {
            var calibration = Calibration.Compute(@case.Labels, @case.Probabilities, 10);
            Near.Equal(@case.Numbers("calibration_count"), calibration.Bins.Select(bin => (double)bin.Count));
            Near.Equal(@case.Numbers("calibration_accuracy"), calibration.Bins.Select(bin => bin.Accuracy));
            Near.Equal(@case.Numbers("calibration_confidence"), calibration.Bins.Select(bin => bin.Confidence));
            Near.Equal(@case.Expected.GetProperty("calibration_error").GetDouble(), calibration.ExpectedError);
        }
    }

    // By hand: (½, ¾] holds 0.6 (right) and 0.7 (wrong), (¾, 1] holds 0.9 (right): (|1 − 1.3| + |1 − 0.9|) / 3.
    [Fact]
    public void The_expected_error_weighs_each_bin_by_its_rows()
    {
        var calibration = Calibration.Compute([0, 1, 0], new(2, [0.6, 0.4, 0.7, 0.3, 0.9, 0.1]), 4);
        Near.Equal(0.4 / 3, calibration.ExpectedError);
        Assert.Equal(
            [(0.5, 0.75, 2), (0.75, 1.0, 1)], calibration.Bins.Select(bin => (bin.Lower, bin.Upper, bin.Count)));
    }

    [Fact]
    public void A_confidence_on_the_border_of_two_bins_belongs_to_the_lower_one()
    {
        for (var percent = 51; percent <= 100; percent++)
        {
            var probabilities = new Probabilities(2, [percent / 100.0, 1 - (percent / 100.0)]);
            var bin = Assert.Single(Calibration.Compute([0], probabilities, 100).Bins);
            Assert.Equal(percent / 100.0, bin.Upper);
        }
    }
}
