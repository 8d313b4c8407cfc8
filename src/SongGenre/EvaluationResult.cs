using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

/// <summary>A model's scores on a table.</summary>
/// <param name="Scores">The scores.</param>
/// <param name="ContaminatedRows">How many of the scored rows trained the model.</param>
public sealed record EvaluationResult(Scores Scores, int ContaminatedRows)
{
    /// <summary>The model's class probabilities, <c>rows × genres</c>.</summary>
    public required Probabilities Probabilities { get; init; }

    /// <summary>What the model saw of the rows.</summary>
    internal FeatureMatrix? Features { get; init; }
}
