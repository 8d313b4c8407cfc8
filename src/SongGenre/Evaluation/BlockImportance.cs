namespace SongGenre.Evaluation;

/// <summary>What a model loses when one block of columns tells it nothing.</summary>
/// <param name="Block">Name of the block, as a rule the source of its columns.</param>
/// <param name="Mean">
/// Mean fall of the macro one-versus-one AUC over all shuffles; around 0 or below for a block without use.
/// </param>
/// <param name="StandardDeviation">
/// Standard deviation of the falls (divided by their number, as in scikit-learn's <c>importances_std</c>); 0 for one.
/// </param>
public sealed record BlockImportance(string Block, double Mean, double StandardDeviation);
