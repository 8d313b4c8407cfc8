using System.Globalization;

namespace SongGenre.Evaluation;

/// <summary>How a model's predictions are judged. A value out of its range is refused when it is set.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// Resamples behind each confidence interval (<c>bootstrap_samples</c>; SciPy's <c>n_resamples</c>), 0 (no
    /// intervals) to 100,000; default 1,000. Time grows in proportion; the ends of the intervals wobble less.
    /// </summary>
    /// <exception cref="SongGenreException">The value is out of its range.</exception>
    public int BootstrapSamples
    {
        get;
        init => field = Within(value, 0, 100_000, "bootstrap_samples");
    } = 1000;

    /// <summary>
    /// Shuffles per block of columns (<c>permutation_repeats</c>; scikit-learn's <c>n_repeats</c>), 1 to 1,000; default
    /// 5. Each costs one prediction of all rows per block.
    /// </summary>
    /// <exception cref="SongGenreException">The value is out of its range.</exception>
    public int PermutationRepeats
    {
        get;
        init => field = Within(value, 1, 1000, "permutation_repeats");
    } = 5;

    /// <summary>
    /// Reliability bins of equal width between 0 and 1 (<c>calibration_bins</c>; scikit-learn's <c>n_bins</c>), 1 to
    /// 1,000; default 10. More bins show finer detail from fewer rows each, and raise the expected calibration error.
    /// </summary>
    /// <exception cref="SongGenreException">The value is out of its range.</exception>
    public int CalibrationBins
    {
        get;
        init => field = Within(value, 1, 1000, "calibration_bins");
    } = 10;

    /// <summary>
    /// Share of confidence intervals that should cover the truth (<c>confidence</c>; SciPy's <c>confidence_level</c>),
    /// above 0 and below 1; default 0.95. Raising it widens the intervals.
    /// </summary>
    /// <exception cref="SongGenreException">The value is out of its range.</exception>
    public double Confidence
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new SongGenreException(string.Create(
                CultureInfo.InvariantCulture,
                $"evaluation.confidence is {value}; it must be above 0 and below 1"));
    } = 0.95;

    /// <summary>
    /// Seed of resamples and shuffles (<c>seed</c>; scikit-learn's <c>random_state</c>), any integer; default 42.
    /// </summary>
    public int Seed { get; init; } = 42;

    private static int Within(int value, int least, int most, string name) => value >= least && value <= most
        ? value
        : throw new SongGenreException(string.Create(
            CultureInfo.InvariantCulture,
            $"evaluation.{name} is {value}; it must be a whole number from {least} to {most}"));
}
