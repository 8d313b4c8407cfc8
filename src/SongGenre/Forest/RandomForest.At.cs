namespace SongGenre.Forest;

/// <content>Smaller forests out of a fitted one.</content>
public sealed partial class RandomForest
{
    /// <summary>
    /// The forest as it would be had it been fitted with fewer trees and a smaller <c>max_depth</c>, all else equal: its
    /// first trees, whose inner nodes become leaves. Equal bit for bit in all that it predicts and saves; only the
    /// out-of-bag score, for which the training rows are needed, isn't there. (A forest whose fit was interrupted on
    /// several threads may lack some of its first trees; its smaller ones lack them too.)
    /// </summary>
    /// <param name="trees">Trees, 1 to <see cref="Trees"/>; null for all.</param>
    /// <param name="maxDepth">Splits above the deepest leaf, 1 to the depth it was fitted with; null for that one.</param>
    /// <exception cref="SongGenreException">
    /// More trees or a greater depth than it was fitted with, or a smaller depth where leaves were limited too.
    /// </exception>
    public RandomForest At(int? trees = null, int? maxDepth = null)
    {
        var count = trees ?? Trees;
        if (count < 1 || count > Trees)
            throw Refused($"n_estimators is {count}; the forest has {Trees} trees: ask for 1 to {Trees}.");
        if (maxDepth < 1) throw Refused($"max_depth is {maxDepth}; it must be at least 1.");
        if (maxDepth > _origin.MaxDepth)
            throw Refused($"max_depth is {maxDepth}, but the forest was fitted with {_origin.MaxDepth}; fit a deeper one.");
        var isShallower = maxDepth is not null && maxDepth != _origin.MaxDepth;
        if (isShallower && _origin.IsBestFirst)
            throw Refused($"max_depth is {maxDepth}, but max_leaf_nodes was set too; fit a forest of that depth.");

        var tables = new ClassTables(_origin.ClassWeights, draws: 0, _origin.Criterion);
        var grown = new GrownTree[count];
        var depth = isShallower ? maxDepth : null;
        Workers.Run(count, _threads, () => 0, (_, t) => grown[t] = Prune(_trees[t], depth, tables), Interruption.Token);
        var origin = _origin with { MaxDepth = maxDepth ?? _origin.MaxDepth };
        var smaller = new RandomForest(
            Classes, Array.ConvertAll(grown, tree => tree.Tree), MeanShares(grown, Columns), _threads, origin);
        // The first trees as they are: their thresholds needn't be ranked anew.
        if (!isShallower && _ranked is { } ranked) smaller._ranked = ranked with { Trees = ranked.Trees[..count] };
        return smaller;
    }

    private GrownTree Prune(DecisionTree tree, int? depth, ClassTables tables)
    {
        var decreases = new double[Columns];
        var pruned = _origin.Criterion == Criterion.Gini
            ? tree.Prune<GiniImpurity>(depth, tables, decreases)
            : tree.Prune<EntropyImpurity>(depth, tables, decreases);
        return new(pruned, Ranked: null, Decrease.Of(decreases), []);
    }

    private static SongGenreException Refused(FormattableString why) => new(FormattableString.Invariant(why));
}
