using Microsoft.ML;
using Microsoft.ML.Data;
using SongGenre.Forest;

namespace SongGenre.Learning;

/// <summary>
/// A fitted forest in an ML.NET pipeline: adds <c>PredictedLabel</c>, a key of the label's values, and <c>Score</c>,
/// the probabilities of the classes in the order of the keys, each row's computed when it is asked for.
/// </summary>
/// <remarks>
/// ML.NET saves no transformers but its own, and <c>mlContext.Model.Save</c> opens its file before it asks them: what
/// it leaves behind there is no model, and whatever the file held before is lost. Saving the parts brings a pipeline back:
/// <code>
/// var prepare = mlContext.Transforms.Conversion.MapValueToKey("Label").Append(…).Fit(data);
/// var forest = mlContext.MulticlassClassification.Trainers.RandomForest().Fit(prepare.Transform(data));
/// mlContext.Model.Save(prepare, data.Schema, "prepare.zip");
/// using (var file = File.Create("forest.bin")) forest.Model.Save(file);
///
/// var prepare = mlContext.Model.Load("prepare.zip", out var schema);
/// using var file = File.OpenRead("forest.bin");
/// var model = prepare.Append(new RandomForestTransformer(RandomForest.Load(file), prepare.GetOutputSchema(schema)));
/// </code>
/// </remarks>
public sealed class RandomForestTransformer : ISingleFeaturePredictionTransformer<RandomForest>
{
    private readonly ScoreColumns _columns;

    /// <summary>Puts a forest into a pipeline.</summary>
    /// <param name="forest">The forest, fitted or loaded.</param>
    /// <param name="schema">
    /// Columns like those that it was fitted on: the label tells the classes' values, the features their names.
    /// </param>
    /// <param name="labelColumnName">The label: a key of as many values as the forest has classes.</param>
    /// <param name="featureColumnName">
    /// The features: a vector of <see cref="float"/> of as many slots as the forest has columns.
    /// </param>
    /// <exception cref="SongGenreException">A column is missing, or isn't what the forest was fitted on.</exception>
    public RandomForestTransformer(
        RandomForest forest,
        DataViewSchema schema,
        string labelColumnName = "Label",
        string featureColumnName = "Features")
    {
        ArgumentNullException.ThrowIfNull(forest);
        ArgumentNullException.ThrowIfNull(schema);
        Model = forest;
        FeatureColumnName = featureColumnName;
        var features = FeaturesIn(schema);
        FeatureColumnType = features.Type;
        var label = ColumnIn(schema, "label", labelColumnName);
        if (label.Type is not KeyDataViewType { Count: var keys } || keys != (ulong)forest.Classes)
            throw OtherType("label", label, FormattableString.Invariant($"a key of {forest.Classes} values"));
        _columns = new(label, forest.Classes);
        FeatureImportances = [.. Slots.NamesOf(features).Zip(forest.Importances)];
    }

    /// <summary>The forest.</summary>
    public RandomForest Model { get; }

    /// <summary>The column that holds the features.</summary>
    public string FeatureColumnName { get; }

    /// <summary>A vector of <see cref="float"/>, one slot for each of the forest's columns.</summary>
    public DataViewType FeatureColumnType { get; }

    /// <summary>
    /// <see cref="RandomForest.Importances"/>, each with the name of its slot; <c>Slot 3</c> where it has none. The
    /// shares sum to 1, or are all 0 if no tree split.
    /// </summary>
    public IReadOnlyList<(string Slot, double Importance)> FeatureImportances { get; }

    /// <summary>Always true: each row is scored by itself.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The input's columns, <c>PredictedLabel</c> and <c>Score</c>.</summary>
    /// <exception cref="SongGenreException">The features are missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => GetRowToRowMapper(inputSchema).OutputSchema;

    /// <summary>The input's rows with predictions, computed when they are read; features must be finite.</summary>
    /// <exception cref="SongGenreException">The features are missing or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(input, Mapper(input.Schema));
    }

    /// <summary>Predicts row by row, as <c>mlContext.Model.CreatePredictionEngine</c> does.</summary>
    /// <exception cref="SongGenreException">The features are missing or of another type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Mapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new SongGenreException(
        "ML.NET can't save a RandomForestTransformer; it opened its file before it asked, so that what is there is " +
        "no model: delete it, save what comes before the forest with mlContext.Model.Save and the forest with " +
        "transformer.Model.Save(stream), and load it with " +
        "new RandomForestTransformer(RandomForest.Load(stream), schema); " +
        "'songgenre export --onnx' exports a whole song model.");

    private ScoreMapper Mapper(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new(Model, input, FeaturesIn(input), _columns.After(input));
    }

    private DataViewSchema.Column FeaturesIn(DataViewSchema schema)
    {
        var features = ColumnIn(schema, "feature", FeatureColumnName);
        return features.Type is VectorDataViewType { ItemType: NumberDataViewType item, Size: var size }
            && item == NumberDataViewType.Single && size == Model.Columns
                ? features
                : throw OtherType("feature", features, FormattableString.Invariant($"Vector<Single, {Model.Columns}>"));
    }

    private static DataViewSchema.Column ColumnIn(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name) ?? throw new SongGenreException(
            $"There is no {role} column '{name}'; name the one that the forest was fitted on.");

    private static SongGenreException OtherType(string role, DataViewSchema.Column column, string needed) =>
        new($"The {role} column '{column.Name}' is of type {column.Type}; the forest needs {needed}.");
}
