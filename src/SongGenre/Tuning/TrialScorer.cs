using System.Diagnostics;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Tuning;

/// <summary>
/// Scores points, doing once what they have in common: features of equal options are made once for each fold, and of
/// forests that differ in trees and depth alone only the largest is fitted.
/// </summary>
internal sealed class TrialScorer
{
    // What doesn't change the features, or the forest but for its size.
    private static readonly string[] NotOfFeatures = ["split", "forest", "calibration", "evaluation"];
    private static readonly string[] Sizes = ["forest.n_estimators", "forest.max_depth", "forest.oob_score"];

    private readonly CleanSongs _songs;
    private readonly (int[] Train, int[] Held)[] _parts;
    private readonly CancellationToken _cancel;

    public TrialScorer(CleanSongs songs, int[] train, SearchOptions options, CancellationToken cancel)
    {
        _songs = songs;
        _cancel = cancel;
        _parts = options.Scoring == SearchOptions.OutOfBag
            ? [(train, [])]
            :
            [
                .. GroupedFolds.Create(songs, train, options.Folds, options.Seed)
                    .Select(fold => (train.Except(fold).ToArray(), fold)),
            ];
    }

    /// <summary>Scores points; tells each trial as soon as it is finished.</summary>
    public void Score(IEnumerable<SearchPoint> points, int round, Action<Trial> done)
    {
        foreach (var sameFeatures in points.GroupBy(FeaturesOf))
        {
            var clock = Stopwatch.StartNew();
            var experiment = sameFeatures.First().Experiment;
            var parts = Array.ConvertAll(_parts, part => Prepare(part.Train, part.Held, experiment));
            var featureSeconds = clock.Elapsed.TotalSeconds / sameFeatures.Count();
            foreach (var sameForest in sameFeatures.GroupBy(ForestOf))
            {
                clock.Restart();
                SearchPoint[] group = [.. sameForest];
                var scores = Array.ConvertAll(parts, part => IsDivisible(group[0].Experiment)
                    ? ScoreTogether(part, group)
                    : Array.ConvertAll(group, point => ScoreAlone(part, point.Experiment)));
                var seconds = featureSeconds + (clock.Elapsed.TotalSeconds / group.Length);
                for (var i = 0; i < group.Length; i++)
                    done(Result(group[i], round, [.. scores.Select(part => part[i])], seconds));
            }
        }
    }

    /// <summary>
    /// Whether a larger model answers for a smaller one. A calibrated one doesn't, since each is calibrated by its own
    /// votes; out of bag these votes themselves are scored.
    /// </summary>
    private bool IsDivisible(Experiment experiment) =>
        experiment.Forest.Trainer == ForestOptions.RandomForestTrainer
        && (experiment.Calibration.Method == CalibrationOptions.None || _parts[0].Held.Length == 0);

    private static string FeaturesOf(SearchPoint point) => Text(
        point.Experiment, key => !NotOfFeatures.Contains(key[..key.IndexOf('.', StringComparison.Ordinal)]));

    private string ForestOf(SearchPoint point)
    {
        var forest = point.Experiment.Forest;
        if (!IsDivisible(point.Experiment)) return Text(point.Experiment, _ => true);
        // A tree whose leaves are limited grows the best first: it isn't a shallower one with more splits.
        return Text(point.Experiment, key => !Sizes.Contains(key))
            + (forest.MaxLeafNodes is null ? "" : $"depth {forest.MaxDepth}");
    }

    private static string Text(Experiment experiment, Predicate<string> counts) => string.Join(
        '\n', experiment.Flatten().Where(pair => counts(pair.Key)).Select(pair => $"{pair.Key}={pair.Value}"));

    private static Trial Result(SearchPoint point, int round, Scores[] folds, double seconds) => new()
    {
        Number = point.Number,
        Round = round,
        Trees = point.Experiment.Forest.Trees,
        Values = point.Values,
        Scores =
        [
            .. SearchMetric.Names.Select((name, m) =>
                TrialScore.Of(name, Array.ConvertAll(folds, fold => fold.Metrics[m].Value))),
        ],
        Seconds = seconds,
    };

    private Part Prepare(int[] train, int[] rest, Experiment experiment)
    {
        _cancel.ThrowIfCancellationRequested();
        var (pipeline, matrix) = FeaturePipeline.FitTransform(_songs, train, experiment.Features, experiment.Tfidf);
        return new(
            train,
            pipeline,
            matrix,
            _songs.LabelsOf(train),
            rest.Length == 0 ? null : pipeline.Transform(_songs.Table, rest),
            _songs.LabelsOf(rest));
    }

    private Scores[] ScoreTogether(Part part, SearchPoint[] points)
    {
        ForestOptions[] asked = Array.ConvertAll(points, point => point.Experiment.Forest);
        var depth = Array.Exists(asked, o => o.MaxDepth is null) ? null : asked.Max(o => o.MaxDepth);
        var options = asked[0] with
        {
            Trees = asked.Max(o => o.Trees),
            MaxDepth = depth,
            OobScore = false,
            ClassWeight = asked[0].ClassWeight.Numbered(_songs.Genres),
        };
        var forest = RandomForest.Fit(
            part.Matrix.Numbers, part.Labels, _songs.Genres.Count, options, cancel: _cancel);
        var (x, labels, bags) = part.RestMatrix is { } rest
            ? (rest.Numbers, part.RestLabels, (ulong[][])[])
            : (part.Matrix.Numbers, part.Labels, LearningCurve.DrawBags(forest, options, part.Labels.Length));
        var curve = LearningCurve.Compute(forest, x, labels, asked.Select(Size), bags, _cancel)
            .ToDictionary(point => (point.Trees, point.MaxDepth), point => point.Scores);
        return Array.ConvertAll(asked, o => curve[Size(o)]);

        (int Trees, int? MaxDepth) Size(ForestOptions o) => (o.Trees, o.MaxDepth == depth ? null : o.MaxDepth);
    }

    private Scores ScoreAlone(Part part, Experiment experiment)
    {
        var model = GenreModel.Fit(
            _songs, part.Train, part.Pipeline, part.Matrix, experiment, cancel: _cancel);
        return Scores.Compute(part.RestLabels, model.Predict(part.RestMatrix!, _cancel));
    }

    /// <summary>The rows of one fold: what is fitted, and what is scored; the latter null out of bag.</summary>
    private sealed record Part(
        int[] Train,
        FeaturePipeline Pipeline,
        FeatureMatrix Matrix,
        int[] Labels,
        FeatureMatrix? RestMatrix,
        int[] RestLabels);
}
