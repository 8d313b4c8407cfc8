using System.Globalization;
using SongGenre.Tuning;

namespace SongGenre.Tracking;

// A search is one run with a step for each trial, and no run for each: trials share forests and features, so that none
// took place by itself, and hundreds of them would bury the runs that people compare.
public sealed partial class TrackedRun
{
    /// <summary>Records what is searched, and how, as parameters.</summary>
    public void Plan(SearchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!IsOn) return;
        static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "null";
        Parameters(
        [
            new("sweep.metric", plan.Options.Metric.Name),
            new("sweep.score", plan.Options.Scoring),
            new("sweep.folds", Text(plan.Options.Folds)),
            new("sweep.seed", Text(plan.Options.Seed)),
            new("sweep.random", Text(plan.Options.Random)),
            new("sweep.halving", plan.Options.IsHalving ? "true" : "false"),
            new("sweep.points", Text(plan.Points.Count)),
            new("sweep.trials", Text(plan.Trials)),
            .. plan.Dimensions.Select(dimension => KeyValuePair.Create("sweep." + dimension.Key, dimension.Text)),
        ]);
    }

    /// <summary>Records a trial's figures as <c>trial.NAME</c>, at the step of its number among the finished ones.</summary>
    public void Trial(SearchProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (!IsOn) return;
        Metrics([.. Figures(progress.Latest, "trial."), new("trial.seconds", progress.Latest.Seconds)], progress.Done);
    }

    /// <summary>
    /// Records what a search found: the best trial's figures as <c>best.NAME</c>, its values as tags <c>best.KEY</c>, all
    /// trials as <c>trials.csv</c> and the best experiment as <c>best.yaml</c>.
    /// </summary>
    public void Result(SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!IsOn) return;
        Metrics([.. Figures(result.Best, "best."), new("seconds", result.Seconds)]);
        Tags(result.Best.Values.Select(value => KeyValuePair.Create("best." + value.Key, value.Value)));
        using var trials = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        result.WriteCsv(trials);
        Text("trials.csv", trials.ToString());
        Text("best.yaml", result.BestExperiment.ToYaml());
    }

    private static IEnumerable<KeyValuePair<string, double>> Figures(Trial trial, string prefix) => trial.Scores
        .Where(score => score.Mean is not null).Select(score => KeyValuePair.Create(prefix + score.Name, score.Mean!.Value));
}
