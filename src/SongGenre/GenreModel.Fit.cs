using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

public sealed partial class GenreModel
{
    /// <summary>Fits features and forest on the given rows alone.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="rows">Row positions in <see cref="CleanSongs.Table"/>: the training rows.</param>
    /// <param name="experiment">What is asked for.</param>
    /// <param name="progress">Told how the forest grows; null for nobody. ML.NET's forest doesn't say.</param>
    /// <param name="cancel">Stops the fit. ML.NET's forest looks at it, and at an interruption, before it begins only.</param>
    /// <exception cref="SongGenreException">
    /// There are no rows, or one has no genre, or features can't be learned, or a calibration is asked for that the
    /// forest can't give.
    /// </exception>
    public static GenreModel Fit(
        CleanSongs songs,
        ReadOnlySpan<int> rows,
        Experiment experiment,
        IProgress<ForestProgress>? progress = null,
        CancellationToken cancel = default)
    {
        RequireCalibratable(experiment);
        var (features, matrix) = FeaturePipeline.FitTransform(songs, rows, experiment.Features, experiment.Tfidf);
        return Fit(songs, rows, features, matrix, experiment, progress, cancel);
    }

    /// <summary>Fits the forest alone, on features that were made before.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="rows">Row positions in <see cref="CleanSongs.Table"/>: the training rows.</param>
    /// <param name="features">Fitted on these rows by <paramref name="experiment"/>'s options.</param>
    /// <param name="matrix">What <see cref="FeaturePipeline.FitTransform"/> made of these rows.</param>
    /// <param name="experiment">What is asked for.</param>
    /// <param name="progress">Told how the forest grows; null for nobody. ML.NET's forest doesn't say.</param>
    /// <param name="cancel">Stops the fit. ML.NET's forest looks at it, and at an interruption, before it begins only.</param>
    /// <exception cref="SongGenreException">
    /// There are no rows, or one has no genre, or a calibration is asked for that the forest can't give.
    /// </exception>
    public static GenreModel Fit(
        CleanSongs songs,
        ReadOnlySpan<int> rows,
        FeaturePipeline features,
        FeatureMatrix matrix,
        Experiment experiment,
        IProgress<ForestProgress>? progress = null,
        CancellationToken cancel = default)
    {
        RequireCalibratable(experiment);
        var labels = new int[rows.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = songs.Labels[rows[i]];
            if (labels[i] < 0)
                throw new SongGenreException($"{songs.Source.File}: training row {rows[i]} (of the cleaned table, from 0) has no genre; train on rows that have one.");
        }

        var options = experiment.Forest with { ClassWeight = experiment.Forest.ClassWeight.Numbered(songs.Genres) };
        IClassifier classifier = options.Trainer == ForestOptions.RandomForestTrainer
            ? RandomForest.Fit(matrix.Numbers, labels, songs.Genres.Count, options, progress, cancel)
            : FastForestOva.Fit(matrix.Numbers, labels, songs.Genres.Count, options, cancel);
        // Only a model that is kept needs them.
        var trained = rows.ToArray();
        var fingerprints = new Lazy<ulong[]>(() => [.. TableHash.OfRows(songs.Table, trained).Order()]);
        return new(
            features,
            classifier,
            songs.Genres,
            experiment,
            songs.Source.Sha256,
            classifier.OutOfBag?.Accuracy,
            fingerprints,
            Calibrate(experiment.Calibration, labels, classifier.OutOfBag));
    }

    private static void RequireCalibratable(Experiment experiment)
    {
        var forest = experiment.Forest;
        if (experiment.Calibration.Method == CalibrationOptions.None) return;
        if (forest is { Trainer: ForestOptions.RandomForestTrainer, Bootstrap: true, OobScore: true }) return;
        throw new SongGenreException(
            $"calibration.method is {experiment.Calibration.Method}, which needs out-of-bag probabilities; set "
            + $"forest.trainer to {ForestOptions.RandomForestTrainer}, forest.bootstrap and forest.oob_score to true, "
            + "or calibration.method to none.");
    }
}
