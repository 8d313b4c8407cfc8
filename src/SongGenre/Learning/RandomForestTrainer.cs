using Microsoft.ML;
using Microsoft.ML.Data;
using SongGenre.Forest;

namespace SongGenre.Learning;

/// <summary>
/// The random forest as ML.NET's pipelines fit it; made by
/// <see cref="RandomForestExtensions.RandomForest">mlContext.MulticlassClassification.Trainers.RandomForest</see>.
/// </summary>
public sealed class RandomForestTrainer : IEstimator<RandomForestTransformer>
{
    // Nobody outside of ML.NET can make a column of a schema's shape, nor read one off data: a trainer of ML.NET's own,
    // which is never fitted, says what columns go in and come out, and in which words others are refused.
    private readonly IEstimator<ITransformer> _shape;
    private readonly string _label;
    private readonly string _features;
    private readonly ForestOptions _options;

    internal RandomForestTrainer(IEstimator<ITransformer> shape, string label, string features, ForestOptions options)
    {
        _shape = shape;
        _label = label;
        _features = features;
        _options = options;
    }

    /// <summary>
    /// Fits a forest. Rows whose label is missing are left out, as ML.NET's trainers leave them out; a missing feature
    /// is refused. The forest is bit for bit what <see cref="RandomForest.Fit"/> grows of the same numbers, key 1 being
    /// class 0. In a notebook, interrupting the cell keeps the trees grown so far; ML.NET's own log and its way to
    /// cancel aren't open to trainers from outside.
    /// </summary>
    /// <exception cref="ArgumentException">The label or the features are missing or of another type.</exception>
    /// <exception cref="SongGenreException">
    /// No row has a label, a feature is NaN or infinite, or a class weight is for an unknown class.
    /// </exception>
    public RandomForestTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new EstimatorChain<ITransformer>().Append(new Checked(this)).Fit(input).LastTransformer;
    }

    /// <summary>The input's columns, <c>PredictedLabel</c> and <c>Score</c>.</summary>
    /// <exception cref="ArgumentException">The label or the features are missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _shape.GetOutputSchema(inputSchema);

    private RandomForestTransformer FitChecked(IDataView input)
    {
        var (label, features) = (input.Schema[_label], input.Schema[_features]);
        var (x, labels) = TrainingRows.Read(input, label, features);
        var names = Slots.KeysOf(label);
        var weights = _options.ClassWeight;
        if (weights.Weights.Keys.All(names.Contains)) weights = weights.Numbered(names);
        var classes = (int)Math.Min(((KeyDataViewType)label.Type).Count, int.MaxValue);
        var forest = RandomForest.Fit(x, labels, classes, _options with { ClassWeight = weights });
        return new(forest, input.Schema, _label, _features);
    }

    /// <summary>In a chain of one, ML.NET checks the data's columns before the trainer looks at them.</summary>
    private sealed class Checked(RandomForestTrainer trainer) : IEstimator<RandomForestTransformer>
    {
        public RandomForestTransformer Fit(IDataView input) => trainer.FitChecked(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => trainer.GetOutputSchema(inputSchema);
    }
}
