namespace SongGenre.Forest;

/// <summary>Which rows a tree was grown from. They follow from the seed, so no forest has to keep them.</summary>
internal static class Bags
{
    /// <summary>A bit for each row that tree <paramref name="tree"/> sees; as the grower draws them.</summary>
    /// <param name="options">What the forest was fitted by, with bootstrap.</param>
    /// <param name="rows">Training rows.</param>
    /// <param name="tree">The tree's number.</param>
    public static ulong[] Draw(ForestOptions options, int rows, int tree)
    {
        var random = SplitMix64.Stream(options.RandomState, tree);
        var bag = new ulong[(rows + 63) / 64];
        for (var i = 0; i < options.Draws(rows); i++)
        {
            var row = random.Next(rows);
            bag[row >> 6] |= 1UL << row;
        }

        return bag;
    }
}
