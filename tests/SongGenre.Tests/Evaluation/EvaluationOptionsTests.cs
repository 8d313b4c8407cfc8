using SongGenre.Evaluation;

namespace SongGenre.Tests.Evaluation;

public class EvaluationOptionsTests
{
    [Fact]
    public void Defaults_are_the_documented_ones() => Assert.Equal(
        new EvaluationOptions
        {
            BootstrapSamples = 1000,
            PermutationRepeats = 5,
            CalibrationBins = 10,
            Confidence = 0.95,
            Seed = 42,
        },
        new EvaluationOptions());

    [Fact]
    public void A_value_out_of_range_is_refused_with_name_value_and_range()
    {
        Assert.Equal(
            "evaluation.bootstrap_samples is -1; it must be a whole number from 0 to 100000",
            Assert.Throws<SongGenreException>(() => new EvaluationOptions { BootstrapSamples = -1 }).Message);
        Assert.Equal(
            "evaluation.permutation_repeats is 0; it must be a whole number from 1 to 1000",
            Assert.Throws<SongGenreException>(() => new EvaluationOptions { PermutationRepeats = 0 }).Message);
        Assert.Equal(
            "evaluation.calibration_bins is 1001; it must be a whole number from 1 to 1000",
            Assert.Throws<SongGenreException>(() => new EvaluationOptions { CalibrationBins = 1001 }).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_confidence_that_is_no_share_is_refused(double confidence) => Assert.EndsWith(
        "; it must be above 0 and below 1",
        Assert.Throws<SongGenreException>(() => new EvaluationOptions { Confidence = confidence }).Message);
}
