using System.Collections.Immutable;
using Microsoft.ML.Data;
using SongGenre.Forest;
using SongGenre.Learning;

// ML.NET's own trainers are extensions of this namespace: whoever has a context at hand finds the forest among them.
namespace Microsoft.ML;

/// <summary>The random forest in ML.NET's catalogs.</summary>
public static class RandomForestExtensions
{
    /// <summary>
    /// A multiclass random forest (<see cref="SongGenre.Forest.RandomForest"/>) for a pipeline. Its transformer adds
    /// the columns <c>PredictedLabel</c> and <c>Score</c>, one probability for each class, as ML.NET's own multiclass
    /// trainers do. Features need no normalisation; sparse vectors stay sparse. Rows can't be weighted, only classes.
    /// </summary>
    /// <param name="catalog">The multiclass trainers of a context.</param>
    /// <param name="labelColumnName">The label: a key of 32 bits, such as <c>MapValueToKey</c> makes.</param>
    /// <param name="featureColumnName">The features: a vector of <see cref="float"/> of known size.</param>
    /// <param name="options">
    /// What is asked for; the defaults if null. Classes in <see cref="ForestOptions.ClassWeight"/> are label values if
    /// all of them are, else numbers from 0 in the order of the keys. <see cref="ForestOptions.RandomState"/> alone
    /// decides what is random: a trainer from outside of ML.NET can't see the context's seed.
    /// </param>
    public static RandomForestTrainer RandomForest(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        ForestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var shape = catalog.LbfgsMaximumEntropy(labelColumnName, featureColumnName);
        return new(shape, labelColumnName, featureColumnName, options ?? new());
    }

    /// <summary>
    /// Permutation importance of each feature of a fitted pipeline. ML.NET's method of this name finds no predictors in
    /// a pipeline but its own; this one finds a <see cref="RandomForestTransformer"/> too and leaves other pipelines to
    /// ML.NET. It is called wherever the pipeline isn't declared as a mere <see cref="ITransformer"/>.
    /// </summary>
    /// <param name="catalog">The multiclass catalog of a context.</param>
    /// <param name="model">The fitted pipeline.</param>
    /// <param name="data">Rows with label and features, such as those that the pipeline has transformed.</param>
    /// <param name="labelColumnName">The label.</param>
    /// <param name="useFeatureWeightFilter">Has no effect on forests, which have no feature weights.</param>
    /// <param name="numberOfExamplesToUse">Rows to look at, at least 1; null for all.</param>
    /// <param name="permutationCount">How often each feature is shuffled, at least 1.</param>
    /// <returns>
    /// What shuffling does to each measure, by the feature's slot name; <c>Slot 3</c> where it has none, and with
    /// <c>(slot 3)</c> behind it where another feature has the same.
    /// </returns>
    public static ImmutableDictionary<string, MulticlassClassificationMetricsStatistics>
        PermutationFeatureImportance<TLast>(
        this MulticlassClassificationCatalog catalog,
        TransformerChain<TLast> model,
        IDataView data,
        string labelColumnName = "Label",
        bool useFeatureWeightFilter = false,
        int? numberOfExamplesToUse = null,
        int permutationCount = 1)
        where TLast : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.OfType<RandomForestTransformer>().LastOrDefault() is not { } forest)
        {
            ITransformer other = model;
            return catalog.PermutationFeatureImportance(
                other, data, labelColumnName, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount);
        }

        ArgumentNullException.ThrowIfNull(data);
        var importances = catalog.PermutationFeatureImportance(
            forest, data, labelColumnName, useFeatureWeightFilter, numberOfExamplesToUse, permutationCount);
        var byName = ImmutableDictionary.CreateBuilder<string, MulticlassClassificationMetricsStatistics>();
        var names = Slots.NamesOf(data.Schema[forest.FeatureColumnName]);
        for (var slot = 0; slot < importances.Length; slot++) byName.Add(names[slot], importances[slot]);
        return byName.ToImmutable();
    }
}
