namespace SongGenre.Forest;

/// <content>Saving and loading.</content>
public sealed partial class RandomForest
{
    /// <inheritdoc/>
    public void Save(Stream stream) => stream.Flush();
}
