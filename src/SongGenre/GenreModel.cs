using Microsoft.Data.Analysis;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

/// <summary>A model that names the genre of songs: fitted features, the forest, and what they were made from.</summary>
public sealed partial class GenreModel
{
    private readonly IClassifier _classifier;
    private readonly Lazy<ulong[]> _trainingRows;

    private GenreModel(
        FeaturePipeline features,
        IClassifier classifier,
        IReadOnlyList<string> genres,
        Experiment experiment,
        string dataSha256,
        double? outOfBagAccuracy,
        Lazy<ulong[]> trainingRows,
        Calibrator? calibrator)
    {
        _classifier = classifier;
        _trainingRows = trainingRows;
        Features = features;
        Genres = genres;
        Experiment = experiment;
        DataSha256 = dataSha256;
        OutOfBagAccuracy = outOfBagAccuracy;
        Calibrator = calibrator;
        Importances = [.. features.Columns.Zip(classifier.Importances, KeyValuePair.Create)];
        ImportancesBySource =
        [
            .. Importances.GroupBy(i => i.Key.Source, StringComparer.Ordinal)
                .Select(g => KeyValuePair.Create(g.Key, g.Sum(i => i.Value)))
                .OrderByDescending(i => i.Value)
                .ThenBy(i => i.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>What decides on the features.</summary>
    internal IClassifier Classifier => _classifier;

    /// <summary>The features, fitted on the training rows.</summary>
    public FeaturePipeline Features { get; }

    /// <summary>The genres; a class is an index into this list.</summary>
    public IReadOnlyList<string> Genres { get; }

    /// <summary>What the model was asked to be.</summary>
    public Experiment Experiment { get; }

    /// <summary>SHA-256 of the data that it was fitted on, in lower-case hex.</summary>
    public string DataSha256 { get; }

    /// <summary>
    /// Share of the training rows that the trees that didn't see them name right; null without bootstrap or if it wasn't
    /// asked for.
    /// </summary>
    public double? OutOfBagAccuracy { get; }

    /// <summary>
    /// The training rows' out-of-bag scores, not calibrated, in the order in which the rows were given; null in a loaded
    /// model, and where <see cref="OutOfBagAccuracy"/> is.
    /// </summary>
    public OutOfBag? OutOfBag => _classifier.OutOfBag;

    /// <summary>What makes the forest's probabilities the model's; null for the forest's own.</summary>
    public Calibrator? Calibrator { get; }

    /// <summary>Each feature's importance (<see cref="IClassifier.Importances"/>) in the order of the features.</summary>
    public IReadOnlyList<KeyValuePair<FeatureColumn, double>> Importances { get; }

    /// <summary>
    /// The importances summed by <see cref="FeatureColumn.Source"/>, so that all terms of a text are one figure; the
    /// greatest first.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, double>> ImportancesBySource { get; }

    /// <summary>Genre probabilities of any rows of a table, <c>rows.Length × genres</c>.</summary>
    /// <param name="table">A table with the columns that the features need; a genre isn't needed.</param>
    /// <param name="rows">Row positions in the table, in any order.</param>
    /// <param name="cancel">Stops the prediction.</param>
    /// <exception cref="SongGenreException">A column is missing or holds what is no finite number.</exception>
    public Probabilities Predict(DataFrame table, ReadOnlySpan<int> rows, CancellationToken cancel = default) =>
        Predict(Features.Transform(table, rows), cancel);

    /// <summary>Genre probabilities of features that <see cref="Features"/> made, <c>rows × genres</c>.</summary>
    /// <param name="features">The features.</param>
    /// <param name="cancel">Stops the prediction.</param>
    /// <exception cref="SongGenreException">There are more or fewer columns than the model has.</exception>
    public Probabilities Predict(FeatureMatrix features, CancellationToken cancel = default)
    {
        var probabilities = _classifier.Predict(features.Numbers, cancel);
        return Calibrator?.Apply(probabilities) ?? probabilities;
    }

    /// <summary>
    /// How many of the songs the model was trained on, whatever file they come from: above 0, their scores are
    /// contaminated.
    /// </summary>
    public int TrainedOn(CleanSongs songs)
    {
        var trained = _trainingRows.Value.ToHashSet();
        return TableHash.OfRows(songs.Table, [.. Enumerable.Range(0, songs.Count)]).Count(trained.Contains);
    }
}
