using SongGenre.Evaluation;

namespace SongGenre.Tuning;

/// <summary>The figure that a search makes as good as it can.</summary>
public sealed record SearchMetric
{
    private SearchMetric(string name) => Name = name;

    /// <summary>Its name among <see cref="Scores.Metrics"/>.</summary>
    public string Name { get; }

    /// <summary>Whether less is better.</summary>
    public bool IsLoss => Name == "log_loss";

    /// <summary>The macro one-vs-one AUC, by which the published system is judged.</summary>
    public static SearchMetric AucOvoMacro { get; } = new("auc_ovo_macro");

    /// <summary>Every figure that <see cref="Scores"/> has, in its order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Scores.OfNoRows(1).Metrics.Select(metric => metric.Name)];

    /// <summary>The metric of a name.</summary>
    /// <exception cref="SongGenreException">No metric has that name.</exception>
    public static SearchMetric Parse(string name) => Names.Contains(name)
        ? new(name)
        : throw new SongGenreException($"metric '{name}' is unknown.{Nearest.Hint(name, Names)}");

    /// <summary>A key by which the best score comes first; a score that isn't there comes last.</summary>
    internal double Rank(double? score) => score is not { } value ? double.PositiveInfinity : IsLoss ? value : -value;
}
