using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>Cleaned songs: no exact duplicates, no missing text, and a label for each row.</summary>
public sealed class CleanSongs
{
    internal CleanSongs(DataFrame table, DataSource source, CleaningReport report, IReadOnlyList<string> genres, int[] labels)
    {
        Table = table;
        Source = source;
        Report = report;
        Genres = genres;
        Labels = labels;
    }

    /// <summary>The columns of <see cref="Songs.Table"/>, then <c>text_feature</c>.</summary>
    public DataFrame Table { get; }

    /// <summary>Where the table came from.</summary>
    public DataSource Source { get; }

    /// <summary>What cleaning did, in numbers.</summary>
    public CleaningReport Report { get; }

    /// <summary>The known genres in ordinal order; a label is an index into this list.</summary>
    public IReadOnlyList<string> Genres { get; }

    /// <summary>Each row's genre as an index into <see cref="Genres"/>; −1 where the file has no genre.</summary>
    public int[] Labels { get; }

    /// <summary>The labels of some rows, in their order.</summary>
    public int[] LabelsOf(ReadOnlySpan<int> rows)
    {
        var labels = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++) labels[i] = Labels[rows[i]];
        return labels;
    }

    /// <summary>Number of rows.</summary>
    public int Count => Labels.Length;
}
