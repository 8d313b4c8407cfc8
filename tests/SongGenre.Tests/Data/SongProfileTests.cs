using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class SongProfileTests
{
    // The twin of profile_values.py: its series and what it prints.
    private static readonly double[] Tempo = [.. new[] { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4 }.Select(v => v + 100.0)];
    private static readonly double[] Energy = [.. new[] { 2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2, 3, 5, 3 }.Select(v => v / 10.0)];

    [Fact]
    public void The_committed_profile_is_what_the_published_songs_give()
    {
        var songs = RealData.Songs;
        using var folder = new TemporaryFolder();
        SongProfile.Compute(songs).Save(folder["profile.json"]);
        using var committed = new StreamReader(typeof(SongProfile).Assembly.GetManifestResourceStream("data/profile.json")!);
        Assert.Equal(committed.ReadToEnd(), File.ReadAllText(folder["profile.json"]));
    }

    [Fact]
    public void The_committed_profile_has_the_published_counts()
    {
        // Counted with pandas over the published file.
        var profile = SongProfile.Published;
        Assert.Equal((42896, 10623, 15), (profile.Rows, profile.Words, profile.Genres.Count));
        var metal = profile.Genres.Single(genre => genre.Name == "Trap Metal");
        Assert.Equal(Math.Round(1984 / 42896.0, 6), metal.Share);
        Assert.Equal(Math.Round(56 / 1984.0, 6), metal.Duplicates);
        Assert.Equal(Math.Round(31 / 1984.0, 6), metal.Repeats);
        Assert.Equal(Math.Round(408 / 1984.0, 6), metal.Borrowed["Dark Trap"]);
        Assert.Equal(Math.Round(362 / 1984.0, 6), metal.Borrowed["Underground Rap"]);
        var hiphop = profile.Genres.Single(genre => genre.Name == "Hiphop");
        Assert.Equal(0.001948, hiphop.Missing["song_name"]);
        Assert.Equal(1, hiphop.Missing["title"]);
        var hardstyle = profile.Genres.Single(genre => genre.Name == "hardstyle");
        Assert.Equal(Math.Round(1416 / 2981.0, 6), hardstyle.Playlists[0].Share);
    }

    [Fact]
    public void Nothing_that_stands_in_a_song_stands_in_the_profile()
    {
        using var stream = new StreamReader(typeof(SongProfile).Assembly.GetManifestResourceStream("data/profile.json")!);
        var profile = stream.ReadToEnd();
        Assert.InRange(profile.Length, 1, 150_000);
        var texts = ((string[])["title", "song_name"]).SelectMany(column => (StringDataFrameColumn)RealData.Songs.Table.Columns[column]);
        Assert.DoesNotContain(texts.OfType<string>().Distinct(), text => text.Length > 5 && profile.Contains($"\"{text}\"", StringComparison.Ordinal)
            && !SongData.Card.Schema.Any(column => column.Name == text) && !SongData.Genres.Contains(text));
    }

    [Fact]
    public void Quantiles_are_numpys()
    {
        var genre = SongProfile.Compute(Series()).Genres.Single();
        var levels = SongProfile.Published.Levels;
        double[] expected = [101, 101, 101, 103, 104.5, 109, 109, 109];
        Assert.Equal(expected, new[] { 0, 0.01, 0.02, 0.26, 0.5, 0.98, 0.99, 1 }.Select(level => genre.Quantiles["tempo"][Array.IndexOf(levels, level)]));
    }

    [Fact]
    public void The_copulas_correlation_is_scipys()
    {
        // Columns 8 and 1 are tempo and energy: the pair stands after the 28 of the first eight columns and (8, 0).
        var correlation = SongProfile.Compute(Series()).Genres.Single().Correlation;
        Assert.Equal(45, correlation.Length);
        Assert.Equal(0.199, correlation[29]);
        Assert.Equal(0, correlation[0]);
    }

    [Fact]
    public void Words_are_counted_as_text_features_see_them()
    {
        // rave 3 times (rank 0), bass 2 (rank 1), drum 2 (rank 2), once each: new (3), ravé (4); "&" and "D" are no words.
        var text = new ProfiledText(["Rave & Bass", "RAVE, bass!", "D rave", null, null], [null, null, null, "new drum", "Ravé DRUM"]);
        Assert.Equal(5, text.Words);
        Assert.Equal([[0, 1], [0]], text.Playlists([0, 1, 2, 3, 4]).Select(playlist => playlist.Words));
        Assert.Equal([0.666667, 0.333333], text.Playlists([0, 1, 2, 3, 4]).Select(playlist => playlist.Share));
        Assert.Equal([0, 1], text.NameLengths([0, 1, 2, 3, 4]));
        Assert.Equal([0, 0, 0.5], text.NameWords([3, 4], 3));
        Assert.Equal((3, 4), (text.RareWords([3, 4], 3)[0], text.RareWords([3, 4], 3)[^1]));
        Assert.Empty(text.RareWords([0, 1, 2], 3));
    }

    [Fact]
    public void A_row_without_a_genre_is_refused_in_one_line() => Assert.Equal(
        "small.csv: row 1 has no genre; a profile needs one in every row.",
        OneLine.ErrorOf(() => SongProfile.Compute(SmallSongs.Of((0, 1, null), (-1, 2, null)))));

    [Fact]
    public void A_profile_that_cannot_be_written_is_said_in_one_line_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["profile.json"]);
        Assert.Contains("profile.json", OneLine.ErrorOf(() => SongProfile.Published.Save(folder["profile.json"])));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static Songs Series()
    {
        var songs = SmallSongs.Of([.. Tempo.Select((_, row) => (8, row, (string?)"list"))]);
        for (var row = 0; row < Tempo.Length; row++)
        {
            songs.Table.Columns["tempo"][row] = Tempo[row];
            songs.Table.Columns["energy"][row] = Energy[row];
            songs.Table.Columns["duration_ms"][row] = 200000L + row;
        }

        return songs;
    }
}
