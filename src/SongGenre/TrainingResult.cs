using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre;

/// <summary>A fitted model with its scores.</summary>
public sealed record TrainingResult
{
    /// <summary>Which rows trained and which tested.</summary>
    public required Split Split { get; init; }

    /// <summary>The model of all training rows.</summary>
    public required GenreModel Model { get; init; }

    /// <summary>Scores on the validation rows of a model that did not see them; null when the split has none.</summary>
    public required Scores? Validation { get; init; }

    /// <summary>Scores of <see cref="Model"/> on the test rows.</summary>
    public required Scores Test { get; init; }

    /// <summary>The test rows' genres.</summary>
    public required int[] TestLabels { get; init; }

    /// <summary>The model's class probabilities, <c>test rows × genres</c>.</summary>
    public required Probabilities TestProbabilities { get; init; }

    /// <summary>Whether the songs were generated.</summary>
    public required bool IsSynthetic { get; init; }

    /// <summary>Wall-clock seconds of the final model's steps.</summary>
    public required TrainingSeconds Seconds { get; init; }
}
