using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace SongGenre.Features;

/// <summary>
/// Multinomial logistic regression with an L2 penalty on its weights but not on its intercepts, as scikit-learn's
/// <c>LogisticRegression</c>: the minimum of <c>C · Σ −ln p(class) + ½ Σ weight²</c> (Hastie, Tibshirani and Friedman,
/// The Elements of Statistical Learning, 2009, sections 4.4 and 18.3.2).
/// </summary>
internal sealed class SoftmaxRegression
{
    private const int Iterations = 60;
    private const double Tolerance = 1e-4;

    // Columns × classes, row by row; single precision, since a saved model is made of little else.
    private readonly float[] _weights;
    private readonly double[] _intercepts;

    private SoftmaxRegression(float[] weights, double[] intercepts)
    {
        _weights = weights;
        _intercepts = intercepts;
    }

    /// <summary>Fits on rows that may stand for several cases each.</summary>
    /// <param name="x">Rows × columns.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="cases">How many cases of each class each row stands for, <c>rows × classes</c>.</param>
    /// <param name="classes">Number of classes, each with a case.</param>
    /// <param name="c">Inverse of the penalty, above 0; scikit-learn's <c>C</c>.</param>
    public static SoftmaxRegression Fit(ILinearRows x, int columns, double[] cases, int classes, double c)
    {
        // Classes are padded to whole vectors; the intercepts follow the weights.
        var stride = (classes + 3) & ~3;
        var parameters = new double[(columns + 1) * stride];
        var interruption = Interruption.Token;
        Lbfgs.Minimize(
            (point, gradient) =>
            {
                interruption.ThrowIfCancellationRequested();
                return Loss(x, cases, classes, stride, c, point, gradient);
            },
            parameters,
            Iterations,
            Tolerance);

        var weights = new float[columns * classes];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (float)parameters[(i / classes * stride) + (i % classes)];
        return new(weights, parameters.AsSpan(columns * stride, classes).ToArray());
    }

    /// <summary>Natural logarithms of the class probabilities of one row.</summary>
    public void LogProbabilities(ILinearRows x, int row, Span<double> result)
    {
        _intercepts.CopyTo(result);
        var columns = x.Read(row, out var values);
        for (var i = 0; i < columns.Length; i++)
        {
            var weights = _weights.AsSpan(columns[i] * result.Length, result.Length);
            for (var k = 0; k < weights.Length; k++) result[k] += values[i] * weights[k];
        }

        var normalizer = LogSum.Of(result);
        foreach (ref var value in result) value -= normalizer;
    }

    /// <summary>What <see cref="LogProbabilities"/> needs; the weights as little-endian base64.</summary>
    public JsonObject ToJson()
    {
        var bytes = new byte[_weights.Length * sizeof(float)];
        for (var i = 0; i < _weights.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), _weights[i]);
        return new()
        {
            ["intercepts"] = new JsonArray([.. _intercepts.Select(v => JsonValue.Create(v))]),
            ["weights"] = Convert.ToBase64String(bytes),
        };
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static SoftmaxRegression FromJson(JsonPart part, int columns, int classes)
    {
        var intercepts = part["intercepts"].Numbers(classes);
        var bytes = part["weights"].Bytes((long)columns * classes * sizeof(float));
        var weights = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
            if (!float.IsFinite(weights[i])) throw part["weights"].Damaged($"weight {i} must be a finite number");
        }

        return new(weights, intercepts);
    }

    private static double Loss(
        ILinearRows x, double[] cases, int classes, int stride, double c, double[] point, double[] gradient)
    {
        var weights = point.Length - stride;
        var intercepts = point.AsSpan(weights);
        point.AsSpan(0, weights).CopyTo(gradient);
        gradient.AsSpan(weights).Clear();
        var penalty = FixedSum.Dot(point.AsSpan(0, weights), point.AsSpan(0, weights)) / 2;
        var loss = 0.0;
        var scores = new double[stride];
        for (var row = 0; row < x.Count; row++)
        {
            intercepts.CopyTo(scores);
            var columns = x.Read(row, out var values);
            for (var i = 0; i < columns.Length; i++)
                FixedSum.AddScaled(scores, point.AsSpan(columns[i] * stride, stride), values[i]);

            var normalizer = LogSum.Of(scores.AsSpan(0, classes));
            var all = 0.0;
            for (var k = 0; k < classes; k++) all += cases[(row * classes) + k];
            for (var k = 0; k < classes; k++)
            {
                var mine = cases[(row * classes) + k];
                loss += mine * (normalizer - scores[k]);
                scores[k] = c * ((all * Math.Exp(scores[k] - normalizer)) - mine);
            }

            // What pads the classes pulls at nothing.
            scores.AsSpan(classes).Clear();
            for (var i = 0; i < columns.Length; i++)
                FixedSum.AddScaled(gradient.AsSpan(columns[i] * stride, stride), scores, values[i]);
            FixedSum.AddScaled(gradient.AsSpan(weights), scores, 1);
        }

        return (c * loss) + penalty;
    }
}
