using SongGenre.Data;
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
    /// <exception cref="SongGenreException">There are no rows, or one has no genre, or features can't be learned.</exception>
    public static GenreModel Fit(
        CleanSongs songs,
        ReadOnlySpan<int> rows,
        Experiment experiment,
        IProgress<ForestProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var features = FeaturePipeline.Fit(songs, rows, experiment.Features, experiment.Tfidf);
        return Fit(songs, rows, features, features.Transform(songs.Table, rows), experiment, progress, cancel);
    }

    /// <summary>Fits the forest alone, on features that were made before.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="rows">Row positions in <see cref="CleanSongs.Table"/>: the training rows.</param>
    /// <param name="features">Fitted on these rows by <paramref name="experiment"/>'s options.</param>
    /// <param name="matrix">What <paramref name="features"/> makes of these rows.</param>
    /// <param name="experiment">What is asked for.</param>
    /// <param name="progress">Told how the forest grows; null for nobody. ML.NET's forest doesn't say.</param>
    /// <param name="cancel">Stops the fit. ML.NET's forest looks at it, and at an interruption, before it begins only.</param>
    /// <exception cref="SongGenreException">There are no rows, or one has no genre.</exception>
    public static GenreModel Fit(
        CleanSongs songs,
        ReadOnlySpan<int> rows,
        FeaturePipeline features,
        FeatureMatrix matrix,
        Experiment experiment,
        IProgress<ForestProgress>? progress = null,
        CancellationToken cancel = default)
    {
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
            features, classifier, songs.Genres, experiment, songs.Source.Sha256, classifier.OutOfBag?.Accuracy, fingerprints);
    }
}
