using System.Diagnostics;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

/// <summary>Fits a model the way an experiment says and scores it: what <c>train</c> and the notebooks share.</summary>
public static class GenreTraining
{
    /// <summary>
    /// Scores a model of the training rows without their validation part on that part, then fits the final model on all
    /// training rows and scores it on the test rows.
    /// </summary>
    /// <param name="songs">The cleaned songs.</param>
    /// <param name="split">Which rows train and which test.</param>
    /// <param name="experiment">Features, forest and their parameters.</param>
    /// <param name="progress">Told how each of the two forests grows; null for nobody.</param>
    /// <param name="cancel">Stops the training.</param>
    public static TrainingResult Run(
        CleanSongs songs,
        Split split,
        Experiment experiment,
        IProgress<ForestProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var validation = split.Validation.Length == 0
            ? null
            : Score(songs, split.Validation, GenreModel.Fit(songs, split.TrainWithoutValidation, experiment, progress, cancel));
        var clock = Stopwatch.StartNew();
        var features = FeaturePipeline.Fit(songs, split.Train, experiment.Features, experiment.Tfidf);
        var matrix = features.Transform(songs.Table, split.Train);
        var featureSeconds = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var model = GenreModel.Fit(songs, split.Train, features, matrix, experiment, progress, cancel);
        var fitSeconds = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var probabilities = model.Predict(songs.Table, split.Test, cancel);
        var predictSeconds = clock.Elapsed.TotalSeconds;
        return new TrainingResult
        {
            Split = split,
            Model = model,
            Validation = validation,
            TestLabels = songs.LabelsOf(split.Test),
            TestProbabilities = probabilities,
            Test = Scores.Compute(songs.LabelsOf(split.Test), probabilities),
            IsSynthetic = songs.Source.IsSynthetic,
            Seconds = new(featureSeconds, fitSeconds, predictSeconds),
        };
    }

    private static Scores Score(CleanSongs songs, int[] rows, GenreModel model) =>
        Scores.Compute(songs.LabelsOf(rows), model.Predict(songs.Table, rows));
}
