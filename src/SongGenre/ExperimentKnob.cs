namespace SongGenre;

/// <summary>One key of an experiment.</summary>
/// <param name="Section">The section it stands in: <c>forest</c>.</param>
/// <param name="Name">Its name there: <c>max_depth</c>.</param>
/// <param name="Set">Makes an experiment that differs in this key alone.</param>
/// <param name="Text">The key's value as YAML.</param>
internal sealed record ExperimentKnob(
    string Section,
    string Name,
    Func<Experiment, ExperimentValue, Experiment> Set,
    Func<Experiment, string> Text)
{
    /// <summary>The whole key: <c>forest.max_depth</c>.</summary>
    public string Key { get; } = $"{Section}.{Name}";
}
