namespace SongGenre.Data;

/// <summary>How many test rows bring something along that the training rows have shown.</summary>
/// <param name="Rows">The row itself was trained on: its score is contaminated.</param>
/// <param name="Recordings">Its recording (all audio columns but loudness) was trained on, under whatever genre.</param>
/// <param name="Titles">Its playlist title was trained on.</param>
public sealed record Leakage(int Rows, int Recordings, int Titles)
{
    /// <summary>Counts the test rows of a split that leak in each way.</summary>
    public static Leakage Of(CleanSongs songs, Split split)
    {
        var titles = songs.Table.Columns["title"].Cast<string>().ToArray();
        return new(
            split.ContaminatedRows,
            Shared(RowGroups.ByRecording(songs.Table), split, _ => true),
            Shared(titles, split, title => title.Length > 0));
    }

    private static int Shared<T>(T[] keys, Split split, Func<T, bool> counts)
    {
        var trained = split.Train.Select(row => keys[row]).ToHashSet();
        return split.Test.Count(row => counts(keys[row]) && trained.Contains(keys[row]));
    }
}
