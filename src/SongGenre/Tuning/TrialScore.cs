namespace SongGenre.Tuning;

/// <summary>One figure of a trial.</summary>
/// <param name="Name">Its name among <see cref="Evaluation.Scores.Metrics"/>.</param>
/// <param name="Mean">Its mean over the folds, or the out-of-bag figure; null where no fold has it.</param>
/// <param name="Deviation">Its standard deviation over the folds (n − 1); null out of bag.</param>
public sealed record TrialScore(string Name, double? Mean, double? Deviation)
{
    /// <summary>The figure of several folds, or of the whole.</summary>
    internal static TrialScore Of(string name, IReadOnlyList<double?> folds)
    {
        double[] known = [.. folds.OfType<double>()];
        if (known.Length == 0) return new(name, null, null);
        var mean = known.Sum() / known.Length;
        var squares = known.Sum(value => (value - mean) * (value - mean));
        return new(name, mean, known.Length > 1 ? Math.Sqrt(squares / (known.Length - 1)) : null);
    }
}
