namespace SongGenre.Tuning;

/// <summary>One choice of hyperparameters.</summary>
/// <param name="Number">Its place in the search, from 0.</param>
/// <param name="Values">The value of each key that the search changes, as YAML, in the order of the dimensions.</param>
/// <param name="Experiment">The whole experiment with these values.</param>
public sealed record SearchPoint(
    int Number, IReadOnlyList<KeyValuePair<string, string>> Values, Experiment Experiment);
