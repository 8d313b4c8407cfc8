namespace SongGenre.Forest;

/// <summary>
/// The training rows as the trees see them that weren't trained on them (Breiman, Out-of-bag estimation, 1996).
/// </summary>
/// <param name="Accuracy">Share of the counted rows that are predicted right; close to scikit-learn's <c>oob_score_</c>, which
/// also scores the rows that every tree saw.</param>
/// <param name="Rows">Training rows that at least one tree didn't see: the rows that count.</param>
/// <param name="Probabilities">
/// <c>Training rows × classes</c>; scikit-learn's <c>oob_decision_function_</c>. All 0 in a row that every tree saw.
/// </param>
public sealed record OutOfBag(double Accuracy, int Rows, Probabilities Probabilities);
