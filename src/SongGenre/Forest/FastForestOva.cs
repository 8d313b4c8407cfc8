namespace SongGenre.Forest;

/// <summary>The baseline: ML.NET's FastForest, one for each class against the rest.</summary>
public sealed class FastForestOva
{
}
