namespace SongGenre.Tuning;

/// <summary>
/// Rounds of a competition in which each round costs about the same: a third of the points goes on, with three times as
/// many trees (Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, 2016;
/// with the number of trees at the end fixed, as in Li et al., Hyperband, 2018).
/// </summary>
public static class SuccessiveHalving
{
    /// <summary>How many times fewer points, and more trees, each round has.</summary>
    public const int Factor = 3;

    /// <summary>
    /// The rounds: of <paramref name="points"/> and <paramref name="trees"/>, round <c>i</c> of <c>s + 1</c> has
    /// <c>⌊points / 3^i⌋</c> points with <c>⌊trees / 3^(s−i)⌋</c> trees each; <c>s</c> is the greatest that leaves
    /// both at least 1.
    /// </summary>
    /// <param name="points">Points of the first round, at least 1.</param>
    /// <param name="trees">Trees of the last round, at least 1.</param>
    public static IReadOnlyList<(int Points, int Trees)> Rounds(int points, int trees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(trees, 1);
        var rounds = new List<(int, int)>();
        var most = Math.Min(points, trees);
        var power = 1;
        while (power <= most / Factor) power *= Factor;
        for (var divided = 1; power > 0; power /= Factor, divided *= Factor)
            rounds.Add((points / divided, trees / power));
        return rounds;
    }
}
