namespace SongGenre.Forest;

/// <summary>A multiclass random forest (Breiman, Random Forests, Machine Learning 45, 2001).</summary>
public sealed partial class RandomForest
{
}
