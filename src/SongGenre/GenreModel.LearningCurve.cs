using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

public sealed partial class GenreModel
{
    /// <summary>
    /// What the model would score had it fewer trees or shallower ones, from the trees that it has; by the forest's own
    /// probabilities.
    /// </summary>
    /// <param name="features">Features that <see cref="Features"/> made of rows that didn't train the model.</param>
    /// <param name="labels">The genre of each row, as an index into <see cref="Genres"/>.</param>
    /// <param name="trees">Numbers of trees, each 1 to the model's.</param>
    /// <param name="depths">Depths, each 1 to the model's <c>max_depth</c>; null for that one.</param>
    /// <param name="cancel">Stops the walk.</param>
    /// <exception cref="SongGenreException">
    /// A size that the forest can't answer for, rows that don't fit it, or a model of ML.NET's trainer.
    /// </exception>
    public LearningCurve LearningCurve(
        FeatureMatrix features,
        ReadOnlySpan<int> labels,
        IEnumerable<int> trees,
        IEnumerable<int?> depths,
        CancellationToken cancel = default) => _classifier is RandomForest forest
        ? Evaluation.LearningCurve.OnRows(forest, features.Numbers, labels, trees, depths, cancel)
        : throw new SongGenreException(
            $"A model of the trainer {Experiment.Forest.Trainer} has no learning curve; "
            + $"set forest.trainer to {ForestOptions.RandomForestTrainer}.");
}
