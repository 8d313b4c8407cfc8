using System.Globalization;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// Maps class probabilities to calibrated ones: the softmax of <c>W · ln p + b</c>. With one temperature <c>W</c> is
/// <c>1/T</c> times the identity and <c>b</c> 0 (Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural
/// Networks, 2017); else both are free (Kull et al., Beyond temperature scaling: Obtaining well-calibrated multi-class
/// probabilities with Dirichlet calibration, 2019).
/// </summary>
/// <remarks>
/// Probabilities below 0.0001 count as 0.0001: that no tree has seen a class doesn't make it impossible.
/// </remarks>
public sealed class Calibrator
{
    /// <summary>The least probability: what is below counts as this.</summary>
    internal const double Least = 1e-4;

    private const double Regularization = 1e-3;
    private const int Iterations = 200;

    private readonly double[] _weights;
    private readonly double[] _shifts;

    private Calibrator(double? temperature, double[] weights, double[] shifts)
    {
        Temperature = temperature;
        _weights = weights;
        _shifts = shifts;
    }

    /// <summary>The temperature, above 1 for a forest that is too sure of itself; null for a Dirichlet map.</summary>
    public double? Temperature { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => _shifts.Length;

    /// <summary><c>W</c>, <c>classes × classes</c>, row by row.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary><c>b</c>, one for each class.</summary>
    public IReadOnlyList<double> Shifts => _shifts;

    /// <summary>A map with one temperature.</summary>
    /// <param name="temperature">Above 0.</param>
    /// <param name="classes">Number of classes, at least 1.</param>
    public static Calibrator OfTemperature(double temperature, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (!(temperature > 0 && double.IsFinite(1 / temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "It must be above 0.");
        var weights = new double[classes * classes];
        for (var k = 0; k < classes; k++) weights[(k * classes) + k] = 1 / temperature;
        return new(temperature, weights, new double[classes]);
    }

    /// <summary>A Dirichlet map.</summary>
    /// <param name="weights"><c>classes × classes</c>, row by row, all finite.</param>
    /// <param name="shifts">One for each class, all finite.</param>
    public static Calibrator OfWeights(double[] weights, double[] shifts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, shifts.Length * shifts.Length, nameof(weights));
        return new(null, [.. weights], [.. shifts]);
    }

    /// <summary>The temperature with the least log loss.</summary>
    /// <param name="labels">True class of each row, 0 to <c>classes − 1</c>.</param>
    /// <param name="probabilities">
    /// Predictions by a model that hasn't seen the rows, <c>rows × classes</c>; a row of zeros isn't looked at.
    /// </param>
    /// <exception cref="SongGenreException">No row has probabilities.</exception>
    public static Calibrator FitTemperature(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        var rows = Logarithms(labels, probabilities);
        // The loss is convex in 1/T: its slope has one sign below the minimum and the other above.
        double low = Math.Log(1e-3), high = Math.Log(1e3);
        for (var i = 0; i < 60; i++)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            var middle = (low + high) / 2;
            if (Slope(rows, Math.Exp(middle)) < 0) low = middle;
            else high = middle;
        }

        return OfTemperature(Math.Exp(-(low + high) / 2), probabilities.Classes);
    }

    /// <summary>
    /// The Dirichlet map with the least mean log loss plus 0.001 times the sum of the squares of <c>b</c> and of
    /// <c>W</c> off its diagonal (the paper's ODIR).
    /// </summary>
    /// <inheritdoc cref="FitTemperature"/>
    public static Calibrator FitDirichlet(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        var rows = Logarithms(labels, probabilities);
        var classes = probabilities.Classes;
        var point = new double[classes * (classes + 1)];
        for (var k = 0; k < classes; k++) point[(k * classes) + k] = 1;
        Lbfgs.Minimize((at, gradient) => Loss(rows, classes, at, gradient), point, Iterations, 1e-7);
        return OfWeights(point[..(classes * classes)], point[(classes * classes)..]);
    }

    /// <summary>
    /// Calibrated probabilities, <c>rows × classes</c>; with a temperature each row's most probable class stays.
    /// </summary>
    /// <exception cref="SongGenreException">The probabilities are of another number of classes.</exception>
    public Probabilities Apply(Probabilities probabilities)
    {
        if (probabilities.Classes != Classes)
        {
            throw new SongGenreException(string.Create(
                CultureInfo.InvariantCulture,
                $"The probabilities are of {probabilities.Classes} classes, the calibration of {Classes}; ")
                + "use those of one model.");
        }

        var values = new double[probabilities.Rows * Classes];
        var logarithms = new double[Classes];
        for (var row = 0; row < probabilities.Rows; row++)
        {
            Logarithms(probabilities.Row(row), logarithms);
            var mapped = values.AsSpan(row * Classes, Classes);
            Map(_weights, _shifts, logarithms, mapped);
            Softmax(mapped);
            if (Temperature is not null) KeepFirst(mapped, probabilities.Predicted(row));
        }

        return new(Classes, values);
    }

    private static void Map(ReadOnlySpan<double> weights, ReadOnlySpan<double> shifts, double[] from, Span<double> to)
    {
        for (var k = 0; k < to.Length; k++)
        {
            var sum = shifts[k];
            for (var j = 0; j < from.Length; j++) sum += weights[(k * from.Length) + j] * from[j];
            to[k] = sum;
        }
    }

    private static void Softmax(Span<double> values)
    {
        var normalizer = LogSum.Of(values);
        foreach (ref var value in values) value = Math.Exp(value - normalizer);
    }

    // Rounding may make equals of two that differed in their last bits.
    private static void KeepFirst(Span<double> values, int predicted)
    {
        for (var k = 0; k < predicted; k++)
        {
            if (values[k] >= values[predicted]) values[predicted] = Math.BitIncrement(values[k]);
        }
    }

    private static double Slope((double[] Logarithms, int Label)[] rows, double inverse)
    {
        var slope = 0.0;
        foreach (var (logarithms, label) in rows)
        {
            var largest = 0.0;
            foreach (var value in logarithms) largest = Math.Max(largest, inverse * (value - logarithms[label]));
            double sum = 0, weighted = 0;
            foreach (var value in logarithms)
            {
                var weight = Math.Exp((inverse * (value - logarithms[label])) - largest);
                sum += weight;
                weighted += weight * (value - logarithms[label]);
            }

            slope += weighted / sum;
        }

        return slope;
    }

    private static double Loss((double[] Logarithms, int Label)[] rows, int classes, double[] point, double[] gradient)
    {
        Interruption.Token.ThrowIfCancellationRequested();
        var square = classes * classes;
        Array.Clear(gradient);
        var loss = 0.0;
        var scores = new double[classes];
        foreach (var (logarithms, label) in rows)
        {
            Map(point.AsSpan(0, square), point.AsSpan(square), logarithms, scores);
            var normalizer = LogSum.Of(scores);
            loss += (normalizer - scores[label]) / rows.Length;
            for (var k = 0; k < classes; k++)
            {
                var pull = (Math.Exp(scores[k] - normalizer) - (k == label ? 1 : 0)) / rows.Length;
                gradient[square + k] += pull;
                FixedSum.AddScaled(gradient.AsSpan(k * classes, classes), logarithms, pull);
            }
        }

        for (var i = 0; i < point.Length; i++)
        {
            if (i < square && i / classes == i % classes) continue;
            loss += Regularization * point[i] * point[i];
            gradient[i] += 2 * Regularization * point[i];
        }

        return loss;
    }

    private static (double[] Logarithms, int Label)[] Logarithms(ReadOnlySpan<int> labels, Probabilities probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, probabilities.Rows, nameof(labels));
        var rows = new List<(double[], int)>(labels.Length);
        for (var row = 0; row < labels.Length; row++)
        {
            if (!probabilities.Row(row).ContainsAnyExcept(0.0)) continue;
            var logarithms = new double[probabilities.Classes];
            Logarithms(probabilities.Row(row), logarithms);
            rows.Add((logarithms, labels[row]));
        }

        return rows.Count > 0
            ? [.. rows]
            : throw new SongGenreException("No row has probabilities to calibrate by; use more trees or more rows.");
    }

    private static void Logarithms(ReadOnlySpan<double> probabilities, Span<double> result)
    {
        for (var k = 0; k < result.Length; k++) result[k] = Math.Log(Math.Max(probabilities[k], Least));
    }
}
