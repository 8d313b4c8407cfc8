using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// Whether probabilities can be taken at their word: of the rows predicted with 70% confidence, are 70% right?
/// </summary>
/// <remarks>
/// Reliability bins and expected calibration error as in Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern
/// Neural Networks" (2017), equations 2 to 3: confidence is the probability of the most probable class, and M bins of
/// equal width ((m − 1)/M, m/M] divide it.
/// </remarks>
/// <param name="Bins">The bins that hold rows, ascending (those of scikit-learn's <c>calibration_curve</c>).</param>
/// <param name="ExpectedError">
/// The expected calibration error, 0 to 1: the bins' distances between accuracy and confidence, averaged over rows.
/// </param>
public sealed record Calibration(IReadOnlyList<CalibrationBin> Bins, double ExpectedError)
{
    /// <summary>The calibration of a model's predictions.</summary>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="probabilities">Predictions for the same rows, <c>rows × classes</c>.</param>
    /// <param name="bins">Number of bins, from 1: <see cref="EvaluationOptions.CalibrationBins"/>.</param>
    /// <exception cref="SongGenreException">The input is refused as by <see cref="RocAuc.Compute"/>.</exception>
    public static Calibration Compute(ReadOnlySpan<int> labels, Probabilities probabilities, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        EvaluationInput.Check(labels, probabilities);
        var counts = new int[bins];
        var hits = new int[bins];
        var confidences = new double[bins];
        for (var row = 0; row < labels.Length; row++)
        {
            var predicted = probabilities.Predicted(row);
            var bin = BinOf(probabilities[row, predicted], bins);
            counts[bin]++;
            confidences[bin] += probabilities[row, predicted];
            if (predicted == labels[row]) hits[bin]++;
        }

        var filled = new List<CalibrationBin>();
        var error = 0.0;
        for (var bin = 0; bin < bins; bin++)
        {
            if (counts[bin] == 0) continue;
            filled.Add(new(
                (double)bin / bins,
                (double)(bin + 1) / bins,
                counts[bin],
                confidences[bin] / counts[bin],
                (double)hits[bin] / counts[bin]));
            error += Math.Abs(hits[bin] - confidences[bin]) / labels.Length;
        }

        return new(filled, error);
    }

    // Compared with the ends themselves: 0.07 × 100 is above 7, and would move 0.07 into the bin above its own.
    private static int BinOf(double confidence, int bins)
    {
        var bin = Math.Clamp((int)(confidence * bins), 0, bins - 1);
        while (bin > 0 && confidence <= (double)bin / bins) bin--;
        while (bin < bins - 1 && confidence > (double)(bin + 1) / bins) bin++;
        return bin;
    }
}
