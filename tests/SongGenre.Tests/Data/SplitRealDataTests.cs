using System.Security.Cryptography;
using System.Text;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class SplitRealDataTests
{
    // The checksums are those of the published lists as text: one row number a line.
    [Theory]
    [InlineData("train", 29382, "64e2959da9c64aebd5871c663bf0df19b9a4a3a09b04421a360423ff4afa7f2d")]
    [InlineData("test", 12593, "1949805b0e712b4641cefb01065971622da9a96cd61ffc3d5a6a5ac7818c53d3")]
    public void The_row_lists_are_the_published_ones(string side, int rows, string sha256)
    {
        var list = RowList.Published(side).Rows;
        Assert.Equal(rows, list.Count);
        var text = string.Concat(list.Select(row => $"{row}\n"));
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))));
    }

    [Theory]
    [InlineData("published", 0)]
    [InlineData("as-published", 8908)]
    public void The_published_splits_have_the_published_rows(string kind, int contaminated)
    {
        var songs = RealData.CleanSongs;
        var split = Split.Create(songs, new SplitOptions { Kind = kind });
        Assert.Equal((29382, 12593, contaminated), (split.Train.Length, split.Test.Length, split.ContaminatedRows));
        var row = songs.Table.Columns["row"];
        Assert.Equal(RowList.Published("test").Rows, split.Test.Select(position => (int)(long)row[position]));
        Assert.Subset(split.Train.ToHashSet(), split.Validation.ToHashSet());
        SplitTests.AssertShares(songs, split.Validation, split.Train, 0.2, 1);
    }

    [Theory]
    [InlineData("random", 1, 1)]
    [InlineData("track", 1, 1)]
    [InlineData("playlist", 40, 60)] // Playlists have 12 to 1,416 rows, genres about 3,000.
    public void Every_genre_keeps_its_share(string kind, double test, double validation)
    {
        var songs = RealData.CleanSongs;
        foreach (var seed in (int[])[1, 42])
        {
            var options = new SplitOptions { Kind = kind, Seed = seed };
            var split = Split.Create(songs, options);
            Assert.Equal(41975, split.Train.Length + split.Test.Length);
            SplitTests.AssertShares(songs, split.Test, [.. Enumerable.Range(0, songs.Count)], options.TestSize, test);
            SplitTests.AssertShares(songs, split.Validation, split.Train, options.ValidationSize, validation);
        }
    }

    [Fact]
    public void No_recording_and_no_playlist_is_on_both_sides()
    {
        var table = RealData.CleanSongs.Table;
        var audio = table.Columns.Where(column =>
            column.Name is not ("loudness" or "type" or "genre" or "song_name" or "title" or "row" or "text_feature")).ToArray();
        Assert.Equal(12, audio.Length);
        AssertApart("track", row => string.Join(';', audio.Select(column => column[row])));
        AssertApart("playlist", row => table.Columns["title"][row] is "" ? $"none {row}" : table.Columns["title"][row]);

        static void AssertApart(string kind, Func<int, object> key)
        {
            var split = Split.Create(RealData.CleanSongs, new SplitOptions { Kind = kind });
            Assert.Empty(split.Train.Select(key).Intersect(split.Test.Select(key)));
            Assert.Empty(split.Validation.Select(key).Intersect(split.TrainWithoutValidation.Select(key)));
        }
    }

}
