using CsCheck;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class SplitTests
{
    private static readonly Gen<(int Genre, int Recording, string? Title)[]> Rows = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[0, 8], (genre, recording, title) => (genre, recording, title < 4 ? null : $"list {title}"))
        .Array[2, 80];

    private static readonly Gen<SplitOptions> Options = Gen.Select(
        Gen.Int[0, 2].Select(kind => SplitOptions.Kinds[kind]), Gen.Double[0.05, 0.95], Gen.Double[0, 0.9], Gen.Int,
        (kind, test, validation, seed) => new SplitOptions { Kind = kind, TestSize = test, ValidationSize = validation, Seed = seed });

    [Fact]
    public void Every_row_is_on_one_side_and_no_group_is_on_two() => Gen.Select(Rows, Options).Sample((rows, options) =>
    {
        var songs = SmallSongs.Of(rows).Clean();
        if (Try(songs, options) is not { } split) return;
        Assert.Equal(Enumerable.Range(0, songs.Count), split.Train.Concat(split.Test).Order());
        Assert.Equal(split.Train, split.Validation.Concat(split.TrainWithoutValidation).Order());
        Assert.All([split.Train, split.Test, split.Validation], side => Assert.Equal(side.Order(), side));
        Assert.NotEmpty(split.Test);
        Assert.NotEmpty(split.TrainWithoutValidation);
        Assert.Equal(0, split.ContaminatedRows);
        Assert.Empty(Keys(split.Train).Intersect(Keys(split.Test)));
        Assert.Empty(Keys(split.Validation).Intersect(Keys(split.TrainWithoutValidation)));

        IEnumerable<object> Keys(int[] side) => side.Select(row => options.Kind switch
        {
            "track" => rows[row].Recording,
            "playlist" => (object?)rows[row].Title ?? rows[row].Recording,
            _ => row,
        });
    });

    [Fact]
    public void A_random_split_keeps_every_genres_share_and_the_total_within_one_row() => Gen.Select(Rows, Options).Sample((rows, options) =>
    {
        options = options with { Kind = "random" };
        var songs = SmallSongs.Of(rows).Clean();
        if (Try(songs, options) is not { } split) return;
        AssertShares(songs, split.Test, [.. Enumerable.Range(0, songs.Count)], options.TestSize, 1);
        AssertShares(songs, split.Validation, split.Train, options.ValidationSize, 1);
        Assert.InRange(Math.Abs(split.Test.Length - (options.TestSize * songs.Count)), 0, 1);
    });

    [Fact]
    public void The_same_seed_gives_the_same_split_and_another_seed_another()
    {
        var songs = SmallSongs.Of([.. Enumerable.Range(0, 200).Select(i => (i % 3, i / 2, i % 5 == 0 ? $"list {i % 20}" : null))]).Clean();
        foreach (var kind in (string[])["random", "track", "playlist"])
        {
            var options = new SplitOptions { Kind = kind };
            Assert.Equal(Split.Create(songs, options).Test, Split.Create(songs, options).Test);
            Assert.Equal(Split.Create(songs, options).Validation, Split.Create(songs, options).Validation);
            Assert.NotEqual(Split.Create(songs, options).Test, Split.Create(songs, options with { Seed = 43 }).Test);
        }
    }

    [Theory]
    [InlineData(0.3, 3, 1)] // 3 of 10 and 1.5 of 5; 4.5 in all is rounded to 4.
    [InlineData(0.5, 5, 3)] // 5 of 10 and 2.5 of 5; 7.5 in all is rounded to 8.
    public void Shares_are_rounded_by_largest_remainders(double testSize, int first, int second)
    {
        var songs = SmallSongs.Of([.. Enumerable.Range(0, 15).Select(i => (i < 10 ? 0 : 1, i, (string?)null))]).Clean();
        var test = Split.Create(songs, new SplitOptions { Kind = "random", TestSize = testSize }).Test;
        Assert.Equal((first, second), (test.Count(row => row < 10), test.Count(row => row >= 10)));
    }

    [Fact]
    public void A_genre_with_one_row_keeps_it_for_training()
    {
        var songs = SmallSongs.Of([(7, 0, null), .. Enumerable.Range(1, 20).Select(i => (2, i, (string?)null))]).Clean();
        Assert.Contains(0, Split.Create(songs, new SplitOptions { Kind = "random" }).TrainWithoutValidation);
    }

    [Fact]
    public void No_validation_size_gives_no_validation_rows()
    {
        var songs = SmallSongs.Of([.. Enumerable.Range(0, 9).Select(i => (0, i, (string?)null))]).Clean();
        var split = Split.Create(songs, new SplitOptions { ValidationSize = 0 });
        Assert.Empty(split.Validation);
        Assert.Equal(split.Train, split.TrainWithoutValidation);
    }

    [Fact]
    public void Test_rows_that_equal_a_training_row_are_counted()
    {
        var songs = SmallSongs.Of((0, 1, null), (0, 2, null), (0, 3, null), (1, 4, null));
        var others = SmallSongs.Of((0, 1, null), (1, 2, null), (0, 3, null));
        var (merged, split) = Split.FromFiles(songs, others, new SplitOptions());
        Assert.Equal([0, 1, 2, 3], split.Train);
        Assert.Equal([4, 5, 6], split.Test);
        Assert.Equal(2, split.ContaminatedRows);
        Assert.Equal("files", split.Name);
        Assert.Equal([0, 0, 0, 1, 0, 1, 0], merged.Labels);
        Assert.Equal("small.csv and small.csv", merged.Source.File);
        Assert.Equal(7, merged.Report.RowsAfter);
    }

    [Fact]
    public void What_cannot_be_split_is_said_in_one_line()
    {
        var two = SmallSongs.Of((0, 1, "a"), (0, 1, "a")).Clean(dropDuplicates: false);
        Assert.Contains("leaves no test row of the 2 in small.csv", ErrorOf(two, new()));
        Assert.Contains("leaves no test row", ErrorOf(two, new() { Kind = "playlist" }));
        Assert.Contains("leaves no test row of the 1", ErrorOf(SmallSongs.Of((0, 1, null)).Clean(), new() { Kind = "random" }));
        Assert.Contains("no row to split", ErrorOf(SmallSongs.Of().Clean(), new()));
        Assert.Contains("row 1 of small.csv has no genre", ErrorOf(SmallSongs.Of((0, 1, null), (-1, 2, null)).Clean(), new()));
        Assert.Contains("beside the validation rows", ErrorOf(
            SmallSongs.Of((0, 1, null), (0, 2, null)).Clean(), new() { Kind = "random", TestSize = 0.5, ValidationSize = 0.9 }));
        foreach (var kind in (string[])["published", "as-published"])
            Assert.Equal(
                $"split '{kind}' needs the published data set and small.csv is another; use random, track or playlist.",
                ErrorOf(two, new() { Kind = kind }));
    }

    [Fact]
    public void Options_out_of_range_are_refused_with_name_value_and_range()
    {
        Assert.Equal(
            "split kind 'tracks' is unknown; use one of random, track, playlist, published, as-published.",
            OneLine.ErrorOf(() => _ = new SplitOptions { Kind = "tracks" }));
        foreach (var (size, text) in ((double, string)[])[(0, "0"), (1, "1"), (-0.5, "-0.5"), (double.NaN, "NaN")])
            Assert.Equal($"test_size is {text}; it must be above 0 and below 1.", OneLine.ErrorOf(() => _ = new SplitOptions { TestSize = size }));
        Assert.Equal("validation_size is 1; it must be at least 0 and below 1.", OneLine.ErrorOf(() => _ = new SplitOptions { ValidationSize = 1 }));
    }

    private static Split? Try(CleanSongs songs, SplitOptions options)
    {
        try
        {
            return Split.Create(songs, options);
        }
        catch (SongGenreException)
        {
            return null;
        }
    }

    private static string ErrorOf(CleanSongs songs, SplitOptions options) => OneLine.ErrorOf(() => Split.Create(songs, options));

    internal static void AssertShares(CleanSongs songs, int[] part, int[] whole, double share, double tolerance)
    {
        var expected = whole.CountBy(row => songs.Labels[row]).ToDictionary(count => count.Key, count => share * count.Value);
        foreach (var (label, rows) in expected)
            Assert.InRange(Math.Abs(part.Count(row => songs.Labels[row] == label) - rows), 0, tolerance);
    }
}
