using System.Globalization;
using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// The ROC curve of one class against all others: what share of its rows (true positives) is found at the price of what
/// share of the others (false positives), as the threshold on its probability falls.
/// </summary>
/// <remarks>
/// Points, thresholds and the points left out are those of scikit-learn's <c>roc_curve</c> (1.2;
/// <c>drop_intermediate</c> on): it starts at (0, 0) with the threshold "highest score + 1", ends at (1, 1), and leaves
/// out points on a straight line between their neighbours. Fawcett, "An introduction to ROC analysis" (2006).
/// </remarks>
public sealed class RocCurve
{
    private RocCurve(int @class, double[] falsePositiveRates, double[] truePositiveRates, double[] thresholds)
    {
        Class = @class;
        FalsePositiveRates = falsePositiveRates;
        TruePositiveRates = truePositiveRates;
        Thresholds = thresholds;
    }

    /// <summary>The class whose curve this is.</summary>
    public int Class { get; }

    /// <summary>Share of the other classes' rows at or above each threshold, 0 to 1, never falling.</summary>
    public IReadOnlyList<double> FalsePositiveRates { get; }

    /// <summary>Share of the class's rows at or above each threshold, 0 to 1, never falling.</summary>
    public IReadOnlyList<double> TruePositiveRates { get; }

    /// <summary>The thresholds, falling; as many as there are points.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The curve of one class.</summary>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="probabilities">Predictions for the same rows, <c>rows × classes</c>.</param>
    /// <param name="class">The class, 0 to <c>classes − 1</c>.</param>
    /// <exception cref="SongGenreException">
    /// The input is refused as by <see cref="RocAuc.Compute"/>, or the class or all others have no rows.
    /// </exception>
    public static RocCurve Compute(ReadOnlySpan<int> labels, Probabilities probabilities, int @class)
    {
        EvaluationInput.Check(labels, probabilities);
        return Trace(labels, probabilities, @class) ?? throw new SongGenreException(string.Create(
            CultureInfo.InvariantCulture,
            $"class {@class} has no ROC curve: it needs rows of this class and rows of others; pass more rows"));
    }

    /// <summary>
    /// The curves of all classes that have rows beside rows of other classes, in the order of classes.
    /// </summary>
    /// <exception cref="SongGenreException">The input is refused as by <see cref="RocAuc.Compute"/>.</exception>
    public static IReadOnlyList<RocCurve> PerClass(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        EvaluationInput.Check(labels, probabilities);
        var curves = new List<RocCurve>();
        for (var c = 0; c < probabilities.Classes; c++)
        {
            if (Trace(labels, probabilities, c) is { } curve) curves.Add(curve);
        }

        return curves;
    }

    /// <summary>
    /// The true positive rate at a false positive rate from 0 to 1, on the straight line between points; the highest
    /// where the curve is vertical. A few even steps draw a curve of thousands of points, or average several curves.
    /// </summary>
    public double At(double falsePositiveRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(falsePositiveRate, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(falsePositiveRate, 1);
        var i = FalsePositiveRates.Count - 1;
        while (FalsePositiveRates[i] > falsePositiveRate) i--;
        if (i == FalsePositiveRates.Count - 1) return TruePositiveRates[i];
        var along = (falsePositiveRate - FalsePositiveRates[i]) / (FalsePositiveRates[i + 1] - FalsePositiveRates[i]);
        return TruePositiveRates[i] + (along * (TruePositiveRates[i + 1] - TruePositiveRates[i]));
    }

    private static RocCurve? Trace(ReadOnlySpan<int> labels, Probabilities probabilities, int @class)
    {
        var keys = new double[labels.Length];
        var positive = new bool[labels.Length];
        for (var row = 0; row < keys.Length; row++)
        {
            keys[row] = -probabilities[row, @class];
            positive[row] = labels[row] == @class;
        }

        Array.Sort(keys, positive);
        var points = new List<Point>();
        int hits = 0, misses = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (positive[i]) hits++;
            else misses++;
            if (i + 1 == keys.Length || keys[i + 1] != keys[i]) points.Add(new(misses, hits, -keys[i]));
        }

        if (hits == 0 || misses == 0) return null;
        List<Point> corners = [new(0, 0, points[0].Threshold + 1)];
        for (var i = 0; i < points.Count; i++)
        {
            var isEnd = i == 0 || i == points.Count - 1;
            if (isEnd || IsCorner(points[i - 1], points[i], points[i + 1])) corners.Add(points[i]);
        }

        return new(
            @class,
            [.. corners.Select(point => (double)point.Misses / misses)],
            [.. corners.Select(point => (double)point.Hits / hits)],
            [.. corners.Select(point => point.Threshold)]);
    }

    private static bool IsCorner(Point before, Point point, Point after) =>
        after.Misses - point.Misses != point.Misses - before.Misses
        || after.Hits - point.Hits != point.Hits - before.Hits;

    private readonly record struct Point(int Misses, int Hits, double Threshold);
}
