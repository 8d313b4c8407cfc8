using System.Globalization;
using System.Numerics;

namespace SongGenre.Forest;

/// <summary>
/// What a forest is grown by. The defaults are the published system's. Every value is checked when it is set; a value
/// out of range is a <see cref="SongGenreException"/> that gives its name, the value and the range.
/// </summary>
public sealed record ForestOptions
{
    /// <summary><see cref="Trainer"/>'s value for <see cref="RandomForest"/>.</summary>
    public const string RandomForestTrainer = "random-forest";

    /// <summary><see cref="Trainer"/>'s value for <see cref="FastForestOva"/>.</summary>
    public const string FastForestOvaTrainer = "fast-forest-ova";

    /// <summary>
    /// Which classifier is trained: <c>random-forest</c>, or the baseline <c>fast-forest-ova</c> (ML.NET's FastForest, one
    /// for each class; it uses <see cref="Trees"/>, <see cref="MaxLeafNodes"/>, <see cref="MinSamplesLeaf"/>,
    /// <see cref="RandomState"/> and <see cref="Threads"/> alone, and is slower by far). Default <c>random-forest</c>.
    /// </summary>
    public string Trainer
    {
        get;
        init => field = value is RandomForestTrainer or FastForestOvaTrainer
            ? value
            : throw new SongGenreException(
                $"trainer is '{value}'; it must be {RandomForestTrainer} or {FastForestOvaTrainer}.");
    } = RandomForestTrainer;

    /// <summary>
    /// Number of trees; scikit-learn's <c>n_estimators</c>. Default 100, range 1–100,000. Time, memory and file size grow
    /// in proportion, scores less and less.
    /// </summary>
    public int Trees { get; init => field = InRange("n_estimators", value, 1, 100_000); } = 100;

    /// <summary>The measure of impurity that splits reduce; scikit-learn's <c>criterion</c>. Default gini; entropy is slower.</summary>
    public Criterion Criterion
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new SongGenreException($"criterion is {(int)value}; it must be gini or entropy.");
    } = Criterion.Gini;

    /// <summary>
    /// How a column is cut: at the best place, or at a random one, which is scikit-learn's <c>ExtraTreesClassifier</c> (with
    /// <see cref="Bootstrap"/> off, its default). Default best; random is faster and grows larger, more varied trees.
    /// </summary>
    public Splitter Splitter
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new SongGenreException($"splitter is {(int)value}; it must be best or random.");
    } = Splitter.Best;

    /// <summary>
    /// Splits above the deepest leaf at most; scikit-learn's <c>max_depth</c>. Default 13; null is no limit, else at least
    /// 1. Each further level costs up to as much time as each of the others, and up to doubles the model.
    /// </summary>
    public int? MaxDepth { get; init => field = value is { } v ? InRange("max_depth", v, 1, int.MaxValue) : null; } = 13;

    /// <summary>
    /// Columns looked at for each split; scikit-learn's <c>max_features</c>. Default sqrt. Time grows in proportion; more
    /// columns make better but more similar trees.
    /// </summary>
    public MaxFeatures MaxFeatures { get; init; } = MaxFeatures.Sqrt;

    /// <summary>
    /// Rows that a node needs before it is split; scikit-learn's <c>min_samples_split</c>. Default 2, at least 2. Raising
    /// it makes smaller trees and smoother probabilities. A bootstrap's repeated row counts once, as in scikit-learn.
    /// </summary>
    public int MinSamplesSplit { get; init => field = InRange("min_samples_split", value, 2, int.MaxValue); } = 2;

    /// <summary>
    /// Rows that each side of a split must keep; scikit-learn's <c>min_samples_leaf</c>. Default 1, at least 1. Raising it
    /// makes smaller trees and smoother probabilities. A bootstrap's repeated row counts once, as in scikit-learn.
    /// </summary>
    public int MinSamplesLeaf { get; init => field = InRange("min_samples_leaf", value, 1, int.MaxValue); } = 1;

    /// <summary>
    /// Leaves of a tree at most; the splits that reduce impurity most come first; scikit-learn's <c>max_leaf_nodes</c>.
    /// Default null, no limit; else at least 2.
    /// </summary>
    public int? MaxLeafNodes { get; init => field = value is { } v ? InRange("max_leaf_nodes", v, 2, int.MaxValue) : null; }

    /// <summary>
    /// A split is made only if it reduces impurity, weighted by the node's share of the tree's weight, by at least this
    /// much; scikit-learn's <c>min_impurity_decrease</c>. Default 0, at least 0 and finite. Raising it makes smaller trees.
    /// </summary>
    public double MinImpurityDecrease
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new SongGenreException($"min_impurity_decrease is {Text(value)}; it must be a finite number of at least 0.");
    }

    /// <summary>How much a row counts by its class; scikit-learn's <c>class_weight</c>. Default balanced.</summary>
    public ClassWeight ClassWeight { get; init; } = ClassWeight.Balanced;

    /// <summary>
    /// Whether each tree sees rows drawn with replacement, or all rows once; scikit-learn's <c>bootstrap</c>. Default true;
    /// without it there is no out-of-bag score.
    /// </summary>
    public bool Bootstrap { get; init; } = true;

    /// <summary>
    /// Rows drawn for each tree's bootstrap as a share of all rows, above 0 and at most 1; scikit-learn's
    /// <c>max_samples</c>. Default null, as many as there are rows. Fewer rows make faster, weaker, more varied trees.
    /// </summary>
    public double? MaxSamples
    {
        get;
        init => field = value is null or (> 0 and <= 1)
            ? value
            : throw new SongGenreException($"max_samples is {Text(value.Value)}; it must be above 0 and at most 1.");
    }

    /// <summary>
    /// Whether each row is scored by the trees that didn't see it; scikit-learn's <c>oob_score</c>. Default true; it costs
    /// about a quarter of the fitting time and does nothing without <see cref="Bootstrap"/>.
    /// </summary>
    public bool OobScore { get; init; } = true;

    /// <summary>Seed of everything random; scikit-learn's <c>random_state</c>. Default 42, any integer. It costs nothing.</summary>
    public int RandomState { get; init; } = 42;

    /// <summary>
    /// Threads to train and predict on, 1 to 1,024; scikit-learn's <c>n_jobs</c>. Default null, one for each core. All
    /// of the forest keeps to it: binning, growth, out-of-bag score, prediction and the ranks that it needs. What lies
    /// outside of the forest doesn't: texts, stacked models and scores use all cores, and so does a forest once it is
    /// loaded from a file. The model doesn't depend on it.
    /// </summary>
    public int? Threads { get; init => field = value is { } v ? InRange("n_jobs", v, 1, 1024) : null; }

    /// <summary>Rows of a tree out of so many, repeated ones counted as often as they are drawn.</summary>
    internal int Draws(int rows) => this is { Bootstrap: true, MaxSamples: { } share }
        ? Math.Max((int)Math.Round(rows * share), 1)
        : rows;

    private static int InRange(string name, int value, int low, int high) => value >= low && value <= high
        ? value
        : throw new SongGenreException(high == int.MaxValue
            ? $"{name} is {Text(value)}; it must be at least {Text(low)}."
            : $"{name} is {Text(value)}; it must be from {Text(low)} to {Text(high)}.");

    private static string Text<T>(T value) where T : INumber<T> => value.ToString(null, CultureInfo.InvariantCulture);
}
