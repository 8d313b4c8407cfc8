namespace SongGenre.Features;

/// <summary>
/// Finds the minimum of a smooth convex function (Nocedal, Updating Quasi-Newton Matrices with Limited Storage, 1980;
/// Nocedal and Wright, Numerical Optimization, 2006, algorithms 7.4 and 3.1). One thread and fixed orders of summation:
/// the same bits on every machine.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const double SufficientDecrease = 1e-4;
    private const double LeastStep = 1e-12;

    /// <summary>The function: writes the gradient at a point and returns the value there.</summary>
    public delegate double Objective(double[] point, double[] gradient);

    /// <summary>Moves a point to the minimum, in place.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="point">Where to begin.</param>
    /// <param name="iterations">Steps at most.</param>
    /// <param name="tolerance">It ends where no part of the gradient is larger.</param>
    public static void Minimize(Objective objective, double[] point, int iterations, double tolerance)
    {
        var gradient = new double[point.Length];
        var next = new double[point.Length];
        var nextGradient = new double[point.Length];
        var direction = new double[point.Length];
        var memory = new List<(double[] Step, double[] Change, double Curvature)>(Memory);
        var value = objective(point, gradient);
        for (var i = 0; i < iterations && FixedSum.LargestMagnitude(gradient) > tolerance; i++)
        {
            Descend(gradient, memory, direction);
            var slope = FixedSum.Dot(gradient, direction);
            var step = memory.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(FixedSum.Dot(gradient, gradient))) : 1;
            double nextValue;
            while (true)
            {
                point.CopyTo(next, 0);
                FixedSum.AddScaled(next, direction, step);
                nextValue = objective(next, nextGradient);
                if (nextValue <= value + (SufficientDecrease * step * slope)) break;
                step /= 2;
                // Rounding leaves nothing to gain.
                if (step < LeastStep) return;
            }

            Remember(point, gradient, next, nextGradient, memory);
            next.CopyTo(point, 0);
            nextGradient.CopyTo(gradient, 0);
            value = nextValue;
        }
    }

    private static void Remember(
        double[] point,
        double[] gradient,
        double[] next,
        double[] nextGradient,
        List<(double[] Step, double[] Change, double Curvature)> memory)
    {
        // The oldest pair's arrays are used again.
        var (step, change, _) = memory.Count == Memory
            ? memory[0]
            : (new double[point.Length], new double[point.Length], 0);
        if (memory.Count == Memory) memory.RemoveAt(0);
        for (var i = 0; i < point.Length; i++)
        {
            step[i] = next[i] - point[i];
            change[i] = nextGradient[i] - gradient[i];
        }

        var curvature = FixedSum.Dot(step, change);
        if (curvature > 0) memory.Add((step, change, curvature));
    }

    private static void Descend(
        double[] gradient, List<(double[] Step, double[] Change, double Curvature)> memory, double[] direction)
    {
        for (var i = 0; i < direction.Length; i++) direction[i] = -gradient[i];
        var shares = new double[memory.Count];
        for (var m = memory.Count - 1; m >= 0; m--)
        {
            shares[m] = FixedSum.Dot(memory[m].Step, direction) / memory[m].Curvature;
            FixedSum.AddScaled(direction, memory[m].Change, -shares[m]);
        }

        if (memory.Count > 0)
        {
            var (_, change, curvature) = memory[^1];
            var scale = curvature / FixedSum.Dot(change, change);
            for (var i = 0; i < direction.Length; i++) direction[i] *= scale;
        }

        for (var m = 0; m < memory.Count; m++)
        {
            var back = FixedSum.Dot(memory[m].Change, direction) / memory[m].Curvature;
            FixedSum.AddScaled(direction, memory[m].Step, shares[m] - back);
        }
    }
}
