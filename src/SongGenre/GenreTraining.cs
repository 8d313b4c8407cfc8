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
    /// training rows and scores it on the test rows, if there are any. Where the notebook's cell that it runs in is
    /// interrupted, it returns at once with the trees grown so far (<see cref="TrainingResult.IsInterrupted"/>).
    /// </summary>
    /// <param name="songs">The cleaned songs.</param>
    /// <param name="split">Which rows train and which test.</param>
    /// <param name="experiment">Features, forest and their parameters.</param>
    /// <param name="progress">Told how each of the two forests grows; null for nobody.</param>
    /// <param name="cancel">Stops the training and keeps nothing.</param>
    /// <exception cref="OperationCanceledException">
    /// The training was cancelled, or interrupted before it had a tree.
    /// </exception>
    public static TrainingResult Run(
        CleanSongs songs,
        Split split,
        Experiment experiment,
        IProgress<ForestProgress>? progress = null,
        CancellationToken cancel = default)
    {
        GenreModel? model = null;
        Scores? validation = null;
        double featureSeconds = 0, fitSeconds = 0;
        var clock = new Stopwatch();
        try
        {
            if (split.Validation.Length > 0)
            {
                model = GenreModel.Fit(songs, split.TrainWithoutValidation, experiment, progress, cancel);
                Interruption.Token.ThrowIfCancellationRequested();
                validation = Scores.Compute(
                    songs.LabelsOf(split.Validation), model.Predict(songs.Table, split.Validation, cancel));
            }

            clock.Start();
            var (features, matrix) = FeaturePipeline.FitTransform(
                songs, split.Train, experiment.Features, experiment.Tfidf);
            featureSeconds = clock.Elapsed.TotalSeconds;
            clock.Restart();
            model = GenreModel.Fit(songs, split.Train, features, matrix, experiment, progress, cancel);
            fitSeconds = clock.Elapsed.TotalSeconds;
            Interruption.Token.ThrowIfCancellationRequested();
            clock.Restart();
            if (split.Test.Length == 0) return Untested(model);
            var tests = model.Features.Transform(songs.Table, split.Test);
            var probabilities = model.Predict(tests, cancel);
            var predictSeconds = clock.Elapsed.TotalSeconds;
            var labels = songs.LabelsOf(split.Test);
            return Result(model, labels, probabilities, Scores.Compute(labels, probabilities), predictSeconds) with
            {
                TestFeatures = tests,
            };
        }
        catch (OperationCanceledException) when (model is not null && !cancel.IsCancellationRequested)
        {
            return Untested(model) with { IsInterrupted = true };
        }

        TrainingResult Untested(GenreModel fitted) =>
            Result(fitted, [], new(songs.Genres.Count, []), Scores.OfNoRows(songs.Genres.Count), 0);

        TrainingResult Result(
            GenreModel fitted, int[] labels, Probabilities probabilities, Scores test, double predictSeconds) => new()
            {
                Split = split,
                Model = fitted,
                Validation = validation,
                TestLabels = labels,
                TestProbabilities = probabilities,
                Test = test,
                IsSynthetic = songs.Source.IsSynthetic,
                Seconds = new(featureSeconds, fitSeconds, predictSeconds),
            };
    }
}
