using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace SongGenre.Forest;

/// <summary>
/// The baseline: ML.NET's FastForest, one for each class against the rest, with Platt calibration (Platt, Probabilistic
/// Outputs for Support Vector Machines, 1999). Deterministic for a seed. It is for comparison and can't be saved.
/// </summary>
public sealed class FastForestOva : IClassifier
{
    private const string Features = nameof(Features);
    private const string Label = nameof(Label);
    private const string Score = nameof(Score);

    private readonly MLContext _context;
    private readonly MulticlassPredictionTransformer<OneVersusAllModelParameters> _model;

    private FastForestOva(MLContext context, MulticlassPredictionTransformer<OneVersusAllModelParameters> model, int classes, int columns)
    {
        _context = context;
        _model = model;
        Classes = classes;
        Columns = columns;
        Importances = new double[columns];
    }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>All 0: ML.NET doesn't give access to the forests of the classes.</summary>
    public IReadOnlyList<double> Importances { get; }

    /// <summary>Always null: FastForest has no out-of-bag score.</summary>
    public OutOfBag? OutOfBag => null;

    /// <summary>Fits one FastForest for each class.</summary>
    /// <param name="x">Training rows × columns, all values finite; used as 32-bit floats.</param>
    /// <param name="labels">The class of each row, 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="options">
    /// Trees, leaves (no more than there are rows; ML.NET's own default, 20, if not limited), rows of a leaf, seed and
    /// threads. The rest isn't looked at: it is as ML.NET has it.
    /// </param>
    /// <param name="cancel">
    /// Looked at before the fit begins, like a notebook's interruption: ML.NET's trainer can't be stopped and gives no
    /// part of its trees.
    /// </param>
    /// <exception cref="SongGenreException">
    /// No rows, no columns, a label out of range, a value that is NaN or infinite, or rows of one class only.
    /// </exception>
    public static FastForestOva Fit(
        ColumnMatrix x, ReadOnlySpan<int> labels, int classes, ForestOptions options, CancellationToken cancel = default)
    {
        TrainingCheck.Fit(x, labels, classes);
        if (!labels.ContainsAnyExcept(labels[0]))
            throw new SongGenreException($"All training rows are of class {labels[0]}; {ForestOptions.FastForestOvaTrainer} needs two classes at least.");
        cancel.ThrowIfCancellationRequested();
        Interruption.Token.ThrowIfCancellationRequested();

        var context = new MLContext(options.RandomState);
        var asked = new FastForestBinaryTrainer.Options
        {
            FeatureColumnName = Features,
            LabelColumnName = Label,
            NumberOfTrees = options.Trees,
            MinimumExampleCountPerLeaf = options.MinSamplesLeaf,
            Seed = options.RandomState,
            FeatureSelectionSeed = options.RandomState,
            NumberOfThreads = options.Threads ?? Environment.ProcessorCount,
        };
        // ML.NET sets memory aside for every leaf that it is allowed, and a tree has no more leaves than rows.
        asked.NumberOfLeaves = Math.Min(options.MaxLeafNodes ?? asked.NumberOfLeaves, x.Rows);
        var forest = context.BinaryClassification.Trainers.FastForest(asked);
        var platt = context.BinaryClassification.Calibrators.Platt(Label);
        var data = View(context, x, labels, classes);
        var model = context.MulticlassClassification.Trainers.OneVersusAll(forest, Label, calibrator: platt).Fit(data);
        return new(context, model, classes, x.Columns.Count);
    }

    /// <inheritdoc/>
    public Probabilities Predict(ColumnMatrix x, CancellationToken cancel = default)
    {
        TrainingCheck.Predict(x, Columns);
        TrainingCheck.FitsMemory(x.Rows, Classes, "predict fewer rows at a time");
        var values = new double[x.Rows * Classes];
        if (x.Rows == 0) return new(Classes, values);
        var scored = _model.Transform(View(_context, x, [], Classes));
        var row = 0;
        foreach (var scores in scored.GetColumn<float[]>(Score))
        {
            cancel.ThrowIfCancellationRequested();
            Interruption.Token.ThrowIfCancellationRequested();
            var sum = 0.0;
            foreach (var score in scores) sum += score;
            for (var c = 0; c < Classes; c++) values[(row * Classes) + c] = sum > 0 ? scores[c] / sum : 1.0 / Classes;
            row++;
        }

        return new(Classes, values);
    }

    private static IDataView View(MLContext context, ColumnMatrix x, ReadOnlySpan<int> labels, int classes)
    {
        var rows = new Example[x.Rows];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = new() { Features = new float[x.Columns.Count], Label = labels.IsEmpty ? 0 : (uint)labels[row] };

        for (var c = 0; c < x.Columns.Count; c++)
        {
            var column = x.Columns[c];
            for (var i = 0; i < column.Values.Length; i++) rows[column.Indices?[i] ?? i].Features[c] = (float)column.Values[i];
        }

        var schema = SchemaDefinition.Create(typeof(Example));
        schema[Features].ColumnType = new VectorDataViewType(NumberDataViewType.Single, x.Columns.Count);
        schema[Label].ColumnType = new KeyDataViewType(typeof(uint), classes);
        return context.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Example
    {
        public float[] Features { get; set; } = [];

        public uint Label { get; set; }
    }
}
