using System.Globalization;
using System.Text;
using SongGenre.Data;
using SongGenre.Evaluation;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre;

/// <summary>
/// Every knob of an experiment: how rows are split, what features are made, how the forest is grown and how it is
/// judged. The defaults are the published system's parameters. <c>notebooks/experiment.yaml</c> explains each key.
/// </summary>
public sealed partial record Experiment
{
    /// <summary>How rows are divided; section <c>split</c>.</summary>
    public SplitOptions Split { get; init; } = new();

    /// <summary>Which features are made; section <c>features</c>.</summary>
    public FeatureOptions Features { get; init; } = new();

    /// <summary>How text becomes terms; section <c>tfidf</c>.</summary>
    public TfidfOptions Tfidf { get; init; } = new();

    /// <summary>How the forest is grown; section <c>forest</c>.</summary>
    public ForestOptions Forest { get; init; } = new();

    /// <summary>How probabilities are calibrated; section <c>calibration</c>.</summary>
    public CalibrationOptions Calibration { get; init; } = new();

    /// <summary>How predictions are judged; section <c>evaluation</c>.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>
    /// All keys in the order of <c>notebooks/experiment.yaml</c> (<c>forest.max_depth</c>), each with its value as YAML
    /// writes it (<c>13</c>, <c>null</c>, <c>[1, 2]</c>). Equal experiments give equal texts.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Flatten() =>
        [.. Knobs.Select(knob => KeyValuePair.Create(knob.Key, knob.Text(this)))];

    /// <summary>The experiment as YAML without comments; <see cref="Read"/> gives an equal experiment.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder();
        foreach (var section in Knobs.GroupBy(knob => knob.Section))
        {
            yaml.Append(section.Key).Append(":\n");
            foreach (var knob in section) yaml.Append(CultureInfo.InvariantCulture, $"  {knob.Name}: {knob.Text(this)}\n");
        }

        return yaml.ToString();
    }
}
