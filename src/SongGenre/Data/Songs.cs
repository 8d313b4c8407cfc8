using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>The songs of one file as they stand in it, before any cleaning.</summary>
public sealed partial class Songs
{
    /// <summary>Creates the songs from a table whose columns were checked.</summary>
    internal Songs(DataFrame table, DataSource source)
    {
        Table = table;
        Source = source;
    }

    /// <summary>
    /// One row per song: the columns of <c>data/dataset.json</c> in its order, then <c>row</c>, the 0-based row number
    /// in the file.
    /// </summary>
    public DataFrame Table { get; }

    /// <summary>Where the table came from.</summary>
    public DataSource Source { get; }
}
