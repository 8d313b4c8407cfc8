using System.Diagnostics;
using System.Globalization;
using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Benchmarks.Compare;

/// <summary>
/// Runs the lanes of a case in turn: one fit and one prediction of each, then the next round, so that what disturbs the
/// machine disturbs all alike.
/// </summary>
/// <param name="runs">Rounds.</param>
/// <param name="patience">Time that the runs of one lane may take in a case.</param>
/// <param name="log">Told what happens.</param>
/// <param name="warmUpSeconds">
/// Runs that come before those that count go on for as long: just-in-time compilers, thread pools and caches of every
/// language settle.
/// </param>
internal sealed class Race(int runs, TimeSpan patience, Action<string> log, double warmUpSeconds = 3)
{
    // What takes less is repeated: what else goes on on a machine disturbs for tenths of a second.
    private const double ShortestFit = 1;

    /// <summary>Runs a case whose data is in <paramref name="folder"/>.</summary>
    /// <param name="lanes">Who takes part.</param>
    /// <param name="folder">What <see cref="CaseData.Write"/> wrote.</param>
    /// <param name="fitOnce">Whether predictions alone are measured.</param>
    /// <param name="labels">True classes of the test rows.</param>
    /// <param name="classes">Number of classes.</param>
    public async Task<IReadOnlyList<LaneResult>> RunAsync(
        IEnumerable<Lane> lanes, string folder, bool fitOnce, int[] labels, int classes)
    {
        List<Runner> runners = [];
        try
        {
            foreach (var lane in lanes)
            {
                var runner = new Runner(lane);
                runners.Add(runner);
                await Try(runner, () => StartAsync(runner, folder, fitOnce));
            }

            for (var round = 0; round < runs; round++)
            {
                foreach (var runner in runners.Where(runner => runner.Absence is null && round < runner.Planned))
                    await Try(runner, () => RunOnceAsync(runner, fitOnce, Timeout.InfiniteTimeSpan));
            }

            foreach (var runner in runners.Where(runner => runner.Absence is null && labels.Length > 1))
                await Try(runner, () => ScoreAsync(runner, Path.Combine(folder, "probabilities"), labels, classes));
            return [.. runners.Select(runner => runner.Result(runs, fitOnce))];
        }
        finally
        {
            foreach (var runner in runners) runner.Process?.Dispose();
        }
    }

    private async Task Try(Runner runner, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (SongGenreException e)
        {
            runner.Absence = e.Message;
        }
        catch (TimeoutException)
        {
            runner.StoppedAfter = patience;
            runner.Absence = string.Create(
                CultureInfo.InvariantCulture,
                $"stopped: its first run took more than {patience.TotalMinutes:0.##} minutes");
        }

        if (runner.Absence is null) return;
        log($"{runner.Lane.Title}: {runner.Absence}");
        runner.Process?.Dispose();
        runner.Process = null;
    }

    private async Task StartAsync(Runner runner, string folder, bool fitOnce)
    {
        var program = runner.Lane.Peer.Start(runner.Lane.Mode, folder)
            ?? throw new SongGenreException($"not installed; install {runner.Lane.Peer.Install}");
        runner.Process = await PeerProcess.StartAsync(program);
        if (fitOnce) await runner.Process.SecondsAsync("fit", patience);
        var start = Stopwatch.GetTimestamp();
        do
        {
            runner.Forget();
            await RunOnceAsync(runner, fitOnce, patience);
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < warmUpSeconds);
        runner.Planned = (int)Math.Min(runs, patience.TotalSeconds / runner.Last);
        log(string.Create(
            CultureInfo.InvariantCulture, $"{runner.Lane.Title}: warm, {runner.Last:0.###} s, {runner.Planned} runs"));
        // The warm-up is all that there will be of a lane that can't be run once more.
        if (runner.Planned > 0) runner.Forget();
    }

    private static async Task RunOnceAsync(Runner runner, bool predictOnly, TimeSpan limit)
    {
        var (fit, prediction) = await TurnAsync(command => runner.Process!.SecondsAsync(command, limit), predictOnly);
        if (!predictOnly) runner.Fits.Add(fit);
        runner.Predictions.Add(prediction);
        runner.Last = fit + prediction;
    }

    /// <summary>Fits until a second has gone into fits, then predicts, which repeats itself.</summary>
    /// <returns>The seconds of a fit, on average, and of a prediction.</returns>
    internal static async Task<(double Fit, double Prediction)> TurnAsync(
        Func<string, Task<double>> seconds, bool predictOnly)
    {
        var (fit, fits) = (0.0, 0);
        for (; !predictOnly && fit < ShortestFit; fits++) fit += await seconds("fit");
        return (fit / Math.Max(fits, 1), await seconds("predict"));
    }

    private static async Task ScoreAsync(Runner runner, string file, int[] labels, int classes)
    {
        await runner.Process!.SecondsAsync($"probabilities {file}", Timeout.InfiniteTimeSpan);
        runner.Scores = Scores.Compute(labels, Read(file, labels.Length, classes));
    }

    /// <summary>Reads the probabilities that a peer wrote.</summary>
    /// <exception cref="SongGenreException">A row doesn't sum to 1.</exception>
    public static Probabilities Read(string file, int rows, int classes)
    {
        var values = MatrixFile.ReadAll<double>(file);
        // Peers that compute in 32 bits give rows that sum to 1 but for their rounding.
        for (var row = 0; row < rows; row++)
        {
            var of = values.AsSpan(row * classes, classes);
            var sum = 0.0;
            foreach (var value in of) sum += value;
            if (!(Math.Abs(sum - 1) < 1e-3))
                throw new SongGenreException($"the probabilities of row {row} sum to {sum:R}");
            foreach (ref var value in of) value /= sum;
        }

        return new(classes, values);
    }

    /// <summary>A lane while it runs.</summary>
    private sealed class Runner(Lane lane)
    {
        public Lane Lane { get; } = lane;

        public PeerProcess? Process { get; set; }

        public List<double> Fits { get; } = [];

        public List<double> Predictions { get; } = [];

        public double Last { get; set; }

        public int Planned { get; set; }

        public Scores? Scores { get; set; }

        public string? Absence { get; set; }

        public TimeSpan? StoppedAfter { get; set; }

        public void Forget()
        {
            Fits.Clear();
            Predictions.Clear();
        }

        public LaneResult Result(int asked, bool fitOnce) => new(Lane)
        {
            Fit = Absence is null && !fitOnce ? new(Fits) : null,
            Prediction = Absence is null ? new(Predictions) : null,
            Asked = asked,
            Scores = Scores,
            BaseBytes = Process?.BaseBytes ?? 0,
            PeakBytes = Process?.PeakBytes ?? 0,
            Versions = Process?.Versions ?? "",
            Absence = Absence,
            StoppedAfter = StoppedAfter,
        };
    }
}
