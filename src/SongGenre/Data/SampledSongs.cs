using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>The songs of a sample while it grows.</summary>
internal sealed class SampledSongs
{
    private const int Attempts = 8;
    private const int Duplicate = -1;
    private const int Repeat = -2;
    private const int Fresh = -3;

    private readonly IReadOnlyList<GenreProfile> genres;
    private readonly double[][] audio;
    private readonly long[] key;
    private readonly long[] mode;
    private readonly long[] timeSignature;
    private readonly bool[] loudnessMissing;
    private readonly string[] genre;
    private readonly string?[] songName;
    private readonly string?[] title;
    private readonly List<int>[] own;

    /// <summary>For each row the first row of its genre with its recording.</summary>
    private readonly int[] recording;

    /// <summary>The unequal rows of each repeated recording, by its first row.</summary>
    private readonly Dictionary<int, List<int>> repeated = [];
    private int filled;

    public SampledSongs(SongProfile profile, int rows)
    {
        genres = profile.Genres;
        audio = [.. profile.Columns.Select(_ => new double[rows])];
        (key, mode, timeSignature) = (new long[rows], new long[rows], new long[rows]);
        (loudnessMissing, genre, songName, title) = (new bool[rows], new string[rows], new string?[rows], new string?[rows]);
        recording = new int[rows];
        own = [.. genres.Select(_ => new List<int>())];
    }

    /// <summary>Adds the rows of one genre.</summary>
    public void Add(int number, int rows, GenreDraw draw, Random random)
    {
        var profile = genres[number];
        var start = filled;
        var kinds = new WeightedDraw<int>(Kinds(profile));
        var borrowed = new HashSet<int>();
        for (; filled < start + rows; filled++)
        {
            var kind = kinds.Next(random);
            genre[filled] = profile.Name;
            recording[filled] = filled;
            if (kind == Duplicate && filled > start) CopyRow(random.Next(start, filled));
            else if (kind == Repeat && filled > start) RepeatRecording(start, draw, profile, random);
            else if (kind >= 0 && TryPick(own[kind], borrowed, random, out var source)) CopyRecording(source, draw, profile, random);
            else Make(number, draw, profile, random);
        }
    }

    /// <summary>The songs as a table with the columns of the file.</summary>
    public DataFrame ToTable() => new(
        Doubles("danceability"), Doubles("energy"), new Int64DataFrameColumn("key", key),
        new DoubleDataFrameColumn("loudness", Loudness()), new Int64DataFrameColumn("mode", mode), Doubles("speechiness"),
        Doubles("acousticness"), Doubles("instrumentalness"), Doubles("liveness"), Doubles("valence"), Doubles("tempo"),
        new StringDataFrameColumn("type", Enumerable.Repeat(SongData.SyntheticType, filled)),
        new Int64DataFrameColumn("duration_ms", Values("duration_ms").Select(duration => (long)duration)),
        new Int64DataFrameColumn("time_signature", timeSignature), new StringDataFrameColumn("genre", genre),
        new StringDataFrameColumn("song_name", songName), new StringDataFrameColumn("title", title));

    /// <summary>What a row can be, with its probability: one of the constants, or the genre that it borrows from.</summary>
    private (int Kind, double Weight)[] Kinds(GenreProfile profile)
    {
        var kinds = new List<(int Kind, double Weight)> { (Duplicate, profile.Duplicates), (Repeat, profile.Repeats) };
        foreach (var (home, share) in profile.Borrowed.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            kinds.Add((Array.FindIndex([.. genres], genre => genre.Name == home), share));
        kinds.Add((Fresh, 1 - kinds.Sum(kind => kind.Weight)));
        return [.. kinds];
    }

    private void Make(int number, GenreDraw draw, GenreProfile profile, Random random)
    {
        draw.Audio(random, audio, filled);
        (key[filled], mode[filled], timeSignature[filled]) = (draw.Key(random), draw.Mode(random), draw.TimeSignature(random));
        own[number].Add(filled);
        Describe(null, draw, profile, random);
    }

    private void CopyRow(int source)
    {
        CopyAudio(source);
        recording[filled] = recording[source];
        (loudnessMissing[filled], songName[filled], title[filled]) = (loudnessMissing[source], songName[source], title[source]);
    }

    private void CopyRecording(int source, GenreDraw draw, GenreProfile profile, Random random)
    {
        CopyAudio(source);
        Describe(source, draw, profile, random);
    }

    /// <summary>Copies a recording of the same genre; the rows must differ, or they would be duplicates.</summary>
    private void RepeatRecording(int start, GenreDraw draw, GenreProfile profile, Random random)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var source = random.Next(start, filled);
            CopyRecording(source, draw, profile, random);
            recording[filled] = recording[source];
            if (!repeated.TryGetValue(recording[source], out var rows)) repeated[recording[source]] = rows = [recording[source]];
            if (rows.Exists(IsDuplicate)) continue;
            rows.Add(filled);
            return;
        }

        bool IsDuplicate(int row) =>
            (title[row], songName[row], loudnessMissing[row]) == (title[filled], songName[filled], loudnessMissing[filled]);
    }

    private void CopyAudio(int source)
    {
        foreach (var column in audio) column[filled] = column[source];
        (key[filled], mode[filled], timeSignature[filled]) = (key[source], mode[source], timeSignature[source]);
    }

    /// <summary>Gives a row what isn't its recording's: a gap, a name (its source's if that has one), another playlist.</summary>
    private void Describe(int? source, GenreDraw draw, GenreProfile profile, Random random)
    {
        loudnessMissing[filled] = IsMissing("loudness");
        songName[filled] = IsMissing("song_name") ? null : (source is { } named ? songName[named] : null) ?? draw.SongName(random);
        title[filled] = null;
        if (IsMissing("title") || draw.Titles == 0) return;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            title[filled] = draw.Title(random);
            if (source is not { } known || title[filled] != title[known]) break;
        }

        bool IsMissing(string column) => random.NextDouble() < profile.Missing.GetValueOrDefault(column);
    }

    /// <summary>Picks a row that this genre hasn't borrowed yet, if one turns up.</summary>
    private static bool TryPick(List<int> rows, HashSet<int> borrowed, Random random, out int row)
    {
        row = 0;
        for (var attempt = 0; attempt < Attempts && rows.Count > 0; attempt++)
        {
            row = rows[random.Next(rows.Count)];
            if (borrowed.Add(row)) return true;
        }

        return false;
    }

    private double[] Values(string column) => audio[Array.IndexOf(SongProfile.NumericColumns, column)];

    private DoubleDataFrameColumn Doubles(string column) => new(column, Values(column));

    private IEnumerable<double?> Loudness() => Values("loudness").Select((value, row) =>
        loudnessMissing[row] || double.IsNaN(value) ? default(double?) : value);
}
