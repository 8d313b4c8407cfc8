using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;
using SongGenre.Tuning;

namespace SongGenre.Tests.Tuning;

public sealed class HyperparameterSearchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Trials_that_share_work_score_what_separate_trainings_score()
    {
        var options = new SearchOptions { Folds = 2, Seed = 3 };
        var result = Search(
            options,
            "forest.n_estimators=2,5",
            "forest.max_depth=3,null",
            "forest.max_leaf_nodes=null,7",
            "tfidf.max_features=5,8");
        Assert.Equal(16, result.Trials.Count);
        var (songs, train) = (SampledSongs.Songs, SampledSongs.Split.Train);
        var folds = GroupedFolds.Create(songs, train, 2, 3);
        foreach (var trial in result.Trials)
        {
            var experiment = result.Plan.Points[trial.Number].Experiment;
            var scores = Array.ConvertAll(folds, fold => Scores.Compute(
                songs.LabelsOf(fold),
                GenreModel.Fit(songs, [.. train.Except(fold)], experiment, cancel: Cancel)
                    .Predict(songs.Table, fold, Cancel)));
            foreach (var (m, score) in trial.Scores.Index())
            {
                var (name, first) = scores[0].Metrics[m];
                var second = scores[1].Metrics[m].Value;
                Assert.Equal(name, score.Name);
                Assert.Equal((first + second) / 2, score.Mean);
                // Of two numbers: their difference by the square root of 2.
                Assert.Equal(Math.Abs(first!.Value - second!.Value) / Math.Sqrt(2), score.Deviation!.Value, 1e-12);
            }
        }
    }

    [Fact]
    public void An_out_of_bag_search_scores_what_separate_forests_say_of_the_rows_they_left_out()
    {
        var result = Search(
            new() { Scoring = "oob" },
            "forest.n_estimators=4,9",
            "forest.max_depth=2,6",
            "forest.max_samples=0.5,null");
        var (songs, train) = (SampledSongs.Songs, SampledSongs.Split.Train);
        Assert.Equal(8, result.Trials.Count);
        Assert.All(result.Trials, trial => Assert.Equal(
            GenreModel.Fit(songs, train, result.Plan.Points[trial.Number].Experiment, cancel: Cancel).OutOfBagAccuracy,
            trial.Score(SearchMetric.Parse("accuracy")).Mean));
    }

    [Theory]
    [InlineData("auc_ovo_macro", true)]
    [InlineData("log_loss", false)]
    public void The_best_comes_first(string metric, bool isMoreBetter)
    {
        var options = new SearchOptions { Scoring = "oob", Metric = SearchMetric.Parse(metric) };
        var result = Search(options, "forest.max_depth=1,3,6", "forest.min_samples_leaf=1,9");
        var scores = result.Trials.Select(trial => trial.Score(result.Plan.Options.Metric).Mean!.Value).ToList();
        Assert.Equal(isMoreBetter ? scores.OrderDescending() : scores.Order(), scores);
        Assert.Equal(result.Plan.Points[result.Best.Number].Experiment, result.BestExperiment);
        Assert.True(result.IsComplete);
    }

    [Fact]
    public void In_a_competition_the_best_third_goes_on_with_thrice_the_trees()
    {
        var result = Search(new() { Scoring = "oob", IsHalving = true }, "forest.max_depth=1,2,3,4,5,6,7,8,9");
        Assert.Equal(
            [(0, 1, 9), (1, 3, 3), (2, 9, 1)],
            result.Trials.GroupBy(trial => (trial.Round, trial.Trees)).OrderBy(g => g.Key.Round)
                .Select(g => (g.Key.Round, g.Key.Trees, g.Count())));
        for (var round = 0; round < 2; round++)
        {
            var ranked = result.Trials.Where(t => t.Round == round)
                .OrderByDescending(t => t.Score(SearchMetric.AucOvoMacro).Mean).ThenBy(t => t.Number);
            var next = result.Trials.Where(t => t.Round == round + 1).Select(t => t.Number).ToHashSet();
            Assert.Equal(next, ranked.Take(next.Count).Select(t => t.Number).ToHashSet());
        }

        Assert.Equal((2, 9), (result.Best.Round, result.BestExperiment.Forest.Trees));
    }

    [Fact]
    public void A_trainer_that_is_no_forest_of_trees_is_scored_by_itself()
    {
        var experiment = new Experiment
        {
            Features = new() { Set = FeatureOptions.Audio },
            Forest = new() { Trainer = ForestOptions.FastForestOvaTrainer, Trees = 2, MaxLeafNodes = 4 },
        };
        var plan = SearchPlan.Create(
            experiment, [SearchDimension.Grid("forest.n_estimators=1,2", experiment)], new() { Folds = 2 });
        var result = HyperparameterSearch.Run(SampledSongs.Songs, SampledSongs.Split, plan, cancel: Cancel);
        Assert.All(result.Trials, trial => Assert.InRange(trial.Score(SearchMetric.AucOvoMacro).Mean!.Value, 0.5, 1));
    }

    [Fact]
    public void A_search_whose_time_is_up_at_once_says_so_in_one_line() => Assert.Equal(
        "Time was up before the first trial was finished; give it more.",
        Assert.Throws<SongGenreException>(
            () => Search(new() { Budget = TimeSpan.FromTicks(1) }, "forest.max_depth=1,2")).Message);

    [Fact]
    public void A_search_whose_time_is_up_has_the_trials_until_then()
    {
        var time = new Clock();
        var plan = Plan(new() { Scoring = "oob", Budget = TimeSpan.FromMinutes(1) }, "forest.min_samples_leaf=1,2,3,4");
        var result = HyperparameterSearch.Run(
            SampledSongs.Songs,
            SampledSongs.Split,
            plan,
            log: null,
            new Told(progress =>
            {
                if (progress.Done == 2) time.EndBudget();
            }),
            time,
            Cancel);
        Assert.Equal(TimeSpan.FromMinutes(1), time.Budget);
        Assert.False(result.IsComplete);
        Assert.Equal(2, result.Trials.Count);
    }

    internal static SearchPlan Plan(SearchOptions options, params string[] grid) => SearchPlan.Create(
        SampledSongs.Experiment,
        [.. grid.Select(text => SearchDimension.Grid(text, SampledSongs.Experiment))],
        options);

    private static SearchResult Search(SearchOptions options, params string[] grid) =>
        HyperparameterSearch.Run(SampledSongs.Songs, SampledSongs.Split, Plan(options, grid), cancel: Cancel);

    internal sealed class Told(Action<SearchProgress> tell) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => tell(value);
    }

    /// <summary>A clock whose only timer goes off when the test says so.</summary>
    private sealed class Clock : TimeProvider
    {
        public Action EndBudget { get; private set; } = () => { };

        public TimeSpan Budget { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (EndBudget, Budget) = (() => callback(state), dueTime);
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
