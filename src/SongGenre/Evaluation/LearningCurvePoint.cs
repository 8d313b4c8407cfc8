namespace SongGenre.Evaluation;

/// <summary>What a forest of one size scores.</summary>
/// <param name="Trees">Its number of trees; <c>n_estimators</c>.</param>
/// <param name="MaxDepth">Its <c>max_depth</c>; null for the depth that the whole forest was fitted with.</param>
/// <param name="Scores">Its scores; out of bag, of the rows that at least one of its trees didn't see.</param>
/// <param name="Seconds">
/// Wall-clock seconds from the point before to this one: its further trees' walk, the shallower forest where it is the
/// first of its depth, and the scoring.
/// </param>
public sealed record LearningCurvePoint(int Trees, int? MaxDepth, Scores Scores, double Seconds);
