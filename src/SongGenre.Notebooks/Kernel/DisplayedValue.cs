using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>Something that a cell has displayed and may replace by something else.</summary>
public sealed class DisplayedValue
{
    private readonly string id;

    internal DisplayedValue(string id) => this.id = id;

    /// <summary>
    /// Shows another value in its place, in whatever cell it was displayed; nothing happens when the cell that the
    /// calling code belongs to has ended.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The mime types to show it in; none means those that its type prefers.</param>
    public void Update(object? value, params string[] mimeTypes)
    {
        var (data, metadata) = Faces.Of(value, mimeTypes);
        CellOutputs.Current?.Publish(new UpdateDisplayOutput(id, data, metadata));
    }
}
