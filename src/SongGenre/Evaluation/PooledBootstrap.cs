using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// How sure a difference is between two ways to make a model, each tried once or several times with other seeds.
/// </summary>
/// <remarks>
/// Percentile intervals as in <see cref="Bootstrap"/>, of the difference of means over tries. What is drawn with
/// replacement: the test rows within each class, the same draw for all tries on the same rows (paired), others for
/// tries on other rows; and, where there are several, the tries. If both ways were tried on the same sets of rows,
/// more than one, the sets are drawn instead, for both at once. So an interval holds the chance of the rows and, with
/// two tries or more, that of the seeds, which few tries show too small: by (n − 1) / n in variance with n of them
/// (Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 2.3).
/// </remarks>
public static class PooledBootstrap
{
    /// <summary>Whether each try of one way has a counterpart on the same rows.</summary>
    /// <param name="first">The tries of one way, at least one.</param>
    /// <param name="second">The tries of the other, at least one.</param>
    public static bool IsPaired(IReadOnlyList<TestPredictions> first, IReadOnlyList<TestPredictions> second) =>
        first.All(one => second.Any(one.HasSameRows)) && second.All(one => first.Any(one.HasSameRows));

    /// <summary>
    /// Intervals of the differences <paramref name="second"/> − <paramref name="first"/> of the means of all
    /// <see cref="Scores.Metrics"/>, in their order, those that are null left out; none at all with 0
    /// <see cref="EvaluationOptions.BootstrapSamples"/>. Time grows with samples × tries × rows × classes.
    /// </summary>
    /// <param name="first">The tries of one way, at least one.</param>
    /// <param name="second">The tries of the other, at least one.</param>
    /// <param name="options">Samples, confidence and seed.</param>
    /// <exception cref="SongGenreException">Not all have the same classes in the same order.</exception>
    public static IReadOnlyList<ConfidenceInterval> Differences(
        IReadOnlyList<TestPredictions> first, IReadOnlyList<TestPredictions> second, EvaluationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfZero(first.Count, nameof(first));
        ArgumentOutOfRangeException.ThrowIfZero(second.Count, nameof(second));
        TestPredictions[] all = [.. first, .. second];
        if (!all.All(one => one.Classes.SequenceEqual(all[0].Classes)))
            throw new SongGenreException("the models don't know the same classes; compare models of the same classes");
        if (options.BootstrapSamples == 0) return [];
        var tries = new Tries(all, first.Count);
        var estimates = tries.Score(null);
        var values = estimates.Select(_ => new double[options.BootstrapSamples]).ToArray();
        Parallel.For(0, options.BootstrapSamples, sample =>
        {
            var differences = tries.Score(SplitMix64.Stream(options.Seed, sample));
            for (var m = 0; m < values.Length; m++) values[m][sample] = differences[m].Value ?? 0;
        });
        var tail = (1 - options.Confidence) / 2;
        var intervals = new List<ConfidenceInterval>();
        foreach (var (m, (name, value)) in estimates.Index())
        {
            if (value is not { } estimate) continue;
            Array.Sort(values[m]);
            intervals.Add(new(
                name, estimate, Bootstrap.Quantile(values[m], tail), Bootstrap.Quantile(values[m], 1 - tail)));
        }

        return intervals;
    }

    private sealed class Tries
    {
        private readonly ScoredRows[] _scored;
        private readonly int[][][] _strata;
        private readonly int[] _sets;
        private readonly int _setCount;
        private readonly int _first;
        private readonly bool _sharesSets;

        public Tries(TestPredictions[] all, int first)
        {
            _first = first;
            _scored = [.. all.Select(one => new ScoredRows(one.Labels, one.Probabilities))];
            List<TestPredictions> sets = [];
            _sets = new int[all.Length];
            foreach (var (i, one) in all.Index())
            {
                _sets[i] = sets.FindIndex(one.HasSameRows);
                if (_sets[i] >= 0) continue;
                _sets[i] = sets.Count;
                sets.Add(one);
            }

            _setCount = sets.Count;
            _strata = [.. sets.Select(set => Bootstrap.Strata(_scored[Array.IndexOf(_sets, sets.IndexOf(set))]))];
            _sharesSets = sets.Count > 1 && IsPaired(all[..first], all[first..]);
        }

        /// <summary>The differences of a draw, or without one of what there is.</summary>
        public (string Name, double? Value)[] Score(SplitMix64? draw)
        {
            var random = draw ?? default;
            var weights = new int[_setCount][];
            for (var set = 0; set < _setCount; set++)
            {
                weights[set] = new int[_scored[Array.IndexOf(_sets, set)].Labels.Length];
                if (draw is null) Array.Fill(weights[set], 1);
                else Bootstrap.Draw(_strata[set], ref random, weights[set]);
            }

            var counts = new int[_scored.Length];
            if (draw is null) Array.Fill(counts, 1);
            else DrawTries(ref random, counts);
            var scores = _scored
                .Select((one, i) => counts[i] == 0 ? null : one.Score(weights[_sets[i]]).Metrics).ToArray();
            var names = scores.First(metrics => metrics is not null)!;
            return
            [
                .. names.Select((metric, m) => (metric.Name, Mean(m, _first.._scored.Length) - Mean(m, 0.._first))),
            ];

            double? Mean(int metric, Range side)
            {
                double? sum = 0;
                var (from, length) = side.GetOffsetAndLength(counts.Length);
                for (var i = from; i < from + length; i++)
                {
                    if (counts[i] > 0) sum += counts[i] * scores[i]![metric].Value;
                }

                return sum / counts.AsSpan(side).ToArray().Sum();
            }
        }

        private void DrawTries(ref SplitMix64 random, int[] counts)
        {
            if (_sharesSets)
            {
                var sets = new int[_setCount];
                for (var i = 0; i < _setCount; i++) sets[random.Next(_setCount)]++;
                for (var i = 0; i < counts.Length; i++) counts[i] = sets[_sets[i]];
                return;
            }

            for (var i = 0; i < _first; i++) counts[random.Next(_first)]++;
            var second = counts.Length - _first;
            for (var i = 0; i < second; i++) counts[_first + random.Next(second)]++;
        }
    }
}
