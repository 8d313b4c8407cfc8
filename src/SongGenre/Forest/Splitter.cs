namespace SongGenre.Forest;

/// <summary>How a column that a node looks at is cut.</summary>
public enum Splitter
{
    /// <summary>Where impurity falls most: Breiman's random forest.</summary>
    Best,

    /// <summary>
    /// Anywhere between the node's least and greatest value, all places alike (Geurts, Ernst and Wehenkel, Extremely
    /// randomized trees, Machine Learning 63, 2006). The threshold is half way between the training values on both sides
    /// of the place, where scikit-learn keeps the place itself: training rows part alike.
    /// </summary>
    Random,
}
