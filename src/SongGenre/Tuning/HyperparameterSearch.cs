using SongGenre.Data;

namespace SongGenre.Tuning;

/// <summary>
/// Finds the hyperparameters that score best inside the training rows; the test rows are never looked at.
/// </summary>
public static class HyperparameterSearch
{
    /// <summary>
    /// Makes the trials of a plan. The scores are the same whatever trials share work, and whether or not the search
    /// was stopped and continued meanwhile.
    /// </summary>
    /// <param name="songs">The songs.</param>
    /// <param name="split">Its training rows, validation rows among them, are searched on.</param>
    /// <param name="plan">What to try, and how.</param>
    /// <param name="log">Remembers trials and knows those that are done; null for none.</param>
    /// <param name="progress">Told about each trial; null for nobody.</param>
    /// <param name="cancel">Stops the search; what the log has stays.</param>
    /// <exception cref="SongGenreException">
    /// Time was up before a trial was finished, or a model can't be fitted on a fold.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The search was cancelled, or its notebook's cell interrupted.
    /// </exception>
    public static SearchResult Run(
        CleanSongs songs,
        Split split,
        SearchPlan plan,
        TrialLog? log = null,
        IProgress<SearchProgress>? progress = null,
        CancellationToken cancel = default) => Run(songs, split, plan, log, progress, TimeProvider.System, cancel);

    internal static SearchResult Run(
        CleanSongs songs,
        Split split,
        SearchPlan plan,
        TrialLog? log,
        IProgress<SearchProgress>? progress,
        TimeProvider time,
        CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        using var budget = new CancellationTokenSource(plan.Options.Budget ?? Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, budget.Token, Interruption.Token);
        var known = (log?.Trials ?? []).ToDictionary(trial => (trial.Round, trial.Number));
        var trials = new List<Trial>();
        var isComplete = false;
        try
        {
            Compete();
            isComplete = true;
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested
            && !cancel.IsCancellationRequested && !Interruption.Token.IsCancellationRequested)
        {
            if (trials.Count == 0)
                throw new SongGenreException("Time was up before the first trial was finished; give it more.");
        }

        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var result = new SearchResult(
            plan, songs.Source, split.Train.Length, split.Test.Length, trials, isComplete, seconds);
        log?.Write(result);
        return result;

        void Compete()
        {
            var planned = plan.Trials;
            var scorer = new Lazy<TrialScorer>(() => new(songs, split.Train, plan.Options, stop.Token));
            var points = plan.Points;
            foreach (var (round, (count, trees)) in plan.Rounds.Index())
            {
                if (round > 0) points = Winners(round - 1, count);
                var left = new List<SearchPoint>();
                foreach (var point in points)
                {
                    if (known.TryGetValue((round, point.Number), out var done)) Add(done);
                    else left.Add(trees is { } number ? WithTrees(point, number) : point);
                }

                stop.Token.ThrowIfCancellationRequested();
                if (left.Count > 0)
                {
                    scorer.Value.Score(left, round, trial =>
                    {
                        log?.Append(trial);
                        Add(trial);
                    });
                }
            }

            void Add(Trial trial)
            {
                trials.Add(trial);
                progress?.Report(new(trial, trials.Count, planned));
            }
        }

        List<SearchPoint> Winners(int round, int count) =>
        [
            .. SearchResult.Rank(trials.Where(trial => trial.Round == round), plan.Options.Metric)
                .Take(count).Select(trial => plan.Points[trial.Number]).OrderBy(point => point.Number),
        ];
    }

    private static SearchPoint WithTrees(SearchPoint point, int trees) => point with
    {
        Experiment = point.Experiment with { Forest = point.Experiment.Forest with { Trees = trees } },
    };
}
