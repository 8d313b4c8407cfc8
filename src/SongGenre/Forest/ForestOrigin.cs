namespace SongGenre.Forest;

/// <summary>What a forest needs to know of its growth to answer for smaller ones.</summary>
/// <param name="ClassWeights">The weight of a row of each class.</param>
/// <param name="Criterion">The impurity that its splits reduced.</param>
/// <param name="MaxDepth">The depth that its trees were limited to; null if they weren't.</param>
/// <param name="IsBestFirst">Whether its trees were limited to a number of leaves, so that depth isn't all that counts.</param>
internal sealed record ForestOrigin(double[] ClassWeights, Criterion Criterion, int? MaxDepth, bool IsBestFirst);
