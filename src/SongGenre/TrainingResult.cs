using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

/// <summary>A fitted model with its scores.</summary>
public sealed record TrainingResult
{
    /// <summary>Which rows trained and which tested.</summary>
    public required Split Split { get; init; }

    /// <summary>
    /// Whether the notebook's cell was interrupted meanwhile. Nothing was scored on the test rows then.
    /// </summary>
    public bool IsInterrupted { get; init; }

    /// <summary>
    /// The model of all training rows; after an interruption, of the trees grown until then, by the training rows
    /// without their validation part if no other model had a tree.
    /// </summary>
    public required GenreModel Model { get; init; }

    /// <summary>
    /// Scores on the validation rows of a model that did not see them; null when the split has none, or after an
    /// interruption before they were predicted.
    /// </summary>
    public required Scores? Validation { get; init; }

    /// <summary>
    /// Scores of <see cref="Model"/> on the test rows; of no rows after an interruption or where there are none.
    /// </summary>
    public required Scores Test { get; init; }

    /// <summary>The test rows' genres; none after an interruption.</summary>
    public required int[] TestLabels { get; init; }

    /// <summary>The model's class probabilities, <c>test rows × genres</c>; no rows after an interruption.</summary>
    public required Probabilities TestProbabilities { get; init; }

    /// <summary>What the model saw of the test rows; null where it was asked about none.</summary>
    internal FeatureMatrix? TestFeatures { get; init; }

    /// <summary>Whether the songs were generated.</summary>
    public required bool IsSynthetic { get; init; }

    /// <summary>Wall-clock seconds of the final model's steps.</summary>
    public required TrainingSeconds Seconds { get; init; }
}
