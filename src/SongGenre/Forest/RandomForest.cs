namespace SongGenre.Forest;

/// <summary>
/// A multiclass random forest (Breiman, Random Forests, Machine Learning 45, 2001): one tree decides between all classes.
/// Splits, stopping rules, class weights, importances and probabilities are scikit-learn's; but where none of the
/// candidate columns can be cut, more are drawn until one can, while scikit-learn stops at the first that isn't constant;
/// and thresholds lie half way between two neighbouring training values, in the middle (by rank) of those that the cut lies
/// between, while scikit-learn's lie half way between the node's own.
/// </summary>
public sealed partial class RandomForest : IClassifier
{
    private readonly DecisionTree[] _trees;
    private readonly double[] _importances;
    private readonly int? _threads;
    private readonly ForestOrigin _origin;

    private RandomForest(int classes, DecisionTree[] trees, double[] importances, int? threads, ForestOrigin origin)
    {
        Classes = classes;
        _trees = trees;
        _importances = importances;
        _threads = threads;
        _origin = origin;
    }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public int Columns => _importances.Length;

    /// <summary>Number of trees.</summary>
    public int Trees => _trees.Length;

    /// <summary>Leaves of all trees together.</summary>
    public long Leaves => _trees.Sum(t => (long)t.Leaves);

    /// <summary>
    /// How much each column reduced impurity, averaged over the trees that split at all; scikit-learn's
    /// <c>feature_importances_</c>. The shares sum to 1, or are all 0 if no tree split. Columns of many distinct values are
    /// flattered.
    /// </summary>
    public IReadOnlyList<double> Importances => _importances;

    /// <summary>The out-of-bag score if it was asked for and trees were drawn with bootstrap; a loaded forest has none.</summary>
    public OutOfBag? OutOfBag { get; private set; }

    internal IReadOnlyList<DecisionTree> DecisionTrees => _trees;
}
