namespace SongGenre.Evaluation;

/// <summary>Rows of one class that were predicted to be of another.</summary>
/// <param name="True">The class that the rows are of.</param>
/// <param name="Predicted">The class that they were predicted to be.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Share">What share of the true class's rows they are, 0 to 1.</param>
public sealed record Confusion(int True, int Predicted, int Count, double Share);
