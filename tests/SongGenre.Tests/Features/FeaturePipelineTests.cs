using Microsoft.Data.Analysis;
using SongGenre.Features;

namespace SongGenre.Tests.Features;

public class FeaturePipelineTests
{
    private static readonly int[] TrainingRows = [0, 1, 2, 3];

    private static FeaturePipeline Fit(string set, bool scale = false) => FeaturePipeline.Fit(
        SmallSongs.Create(), TrainingRows, new() { Set = set, Scale = scale }, new());

    [Fact]
    public void Audio_has_twelve_columns_and_no_text()
    {
        var pipeline = Fit("audio");
        Assert.Equal(
            [
                "danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness", "liveness",
                "valence", "tempo", "duration_ms", "time_signature", "key",
            ],
            pipeline.Columns.Select(column => column.Name));
        Assert.All(pipeline.Columns, column => Assert.Equal(column.Name, column.Source));
        Assert.Null(pipeline.Text);
    }

    [Theory]
    [InlineData("audio+song_name", "song_name", "bass drum feat")]
    [InlineData("all", "title + song_name", "2020 bass drum feat hard techno")]
    public void Terms_are_named_after_their_source_and_share_it(string set, string source, string terms)
    {
        var columns = Fit(set).Columns.Skip(12).ToList();
        Assert.All(columns, column => Assert.Equal(source, column.Source));
        Assert.Equal(terms.Split(' ').Select(term => $"{source}: {term}"), columns.Select(column => column.Name));
    }

    [Fact]
    public void Learns_from_the_training_rows_alone()
    {
        // Rows 0–3 of danceability are 0, missing, 2, 6: their median is 2. Row 5's key 7 and time signature 5 are
        // unknown.
        var matrix = Fit("all").Transform(SmallSongs.Create().Table, [5, 1, 3]);
        Assert.Equal(3, matrix.Rows);
        Assert.Equal([2, 2, 6], matrix.Numbers.Columns[0].Values);
        Assert.Equal([600_000, 200_000, 400_000], matrix.Numbers.Columns[9].Values);
        Assert.Equal([-1, 1, 0], matrix.Numbers.Columns[10].Values);
        Assert.Equal([-1, 2, 0], matrix.Numbers.Columns[11].Values);
        Assert.DoesNotContain(matrix.Columns, column => column.Name.EndsWith("trance", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_stays_sparse_and_the_rest_dense()
    {
        var matrix = Fit("all").Transform(SmallSongs.Create().Table, [0, 1, 2, 3, 4, 5]);
        Assert.All(matrix.Numbers.Columns.Take(12), column => Assert.False(column.IsSparse));
        Assert.All(matrix.Numbers.Columns.Skip(12), column => Assert.True(column.IsSparse));
        Assert.Equal([1, 2], matrix.Numbers.Columns[13].Indices!);
    }

    [Fact]
    public void Scaled_training_columns_have_mean_0_and_standard_deviation_1()
    {
        var matrix = Fit("audio", scale: true).Transform(SmallSongs.Create().Table, TrainingRows);
        foreach (var column in matrix.Numbers.Columns.Take(10))
        {
            Assert.Equal(0, column.Values.Average(), 1e-12);
            Assert.Equal(1, column.Values.Average(value => value * value), 1e-12);
        }
    }

    [Fact]
    public void Joins_title_and_name_itself_where_cleaning_has_not()
    {
        var songs = SmallSongs.Create();
        var expected = Fit("all").Transform(songs.Table, [0, 1, 3]);
        songs.Table.Columns.Remove("text_feature");
        var actual = Fit("all").Transform(songs.Table, [0, 1, 3]);
        Assert.Equal(
            expected.Numbers.Columns.Select(column => string.Join(' ', column.Values)),
            actual.Numbers.Columns.Select(column => string.Join(' ', column.Values)));
    }

    [Fact]
    public void Refuses_a_fit_that_can_learn_nothing()
    {
        var songs = SmallSongs.Create();
        Assert.Equal(
            "There are no training rows to learn features from; choose a split that has some.",
            Error(() => FeaturePipeline.Fit(songs, [], new(), new())));
        Assert.Equal(
            "Column danceability: All 2 values are missing, so there is no median to fill in; use data that has some.",
            Error(() => FeaturePipeline.Fit(songs, [1, 5], new(), new())));
        Assert.Equal(
            "Text song_name: No term of 1 word(s) in 2 texts, so there is no vocabulary; choose features without text.",
            Error(() => FeaturePipeline.Fit(songs, [0, 3], new() { Set = "audio+song_name" }, new())));
    }

    [Fact]
    public void Refuses_a_table_that_lacks_a_column_or_holds_no_numbers()
    {
        var pipeline = Fit("audio");
        Assert.Equal(
            "The table has no column danceability, which the features need; its columns are tempo.",
            Error(() => pipeline.Transform(new(new DoubleDataFrameColumn("tempo", [1.0])), [0])));

        var text = SmallSongs.Create().Table;
        text.Columns[0] = new StringDataFrameColumn("danceability", ["", "much", "", "", "", ""]);
        Assert.Equal(
            "Column danceability holds 'much' in row 1; it must hold numbers.", Error(() => pipeline.Transform(text, [1])));

        var infinite = SmallSongs.Create().Table;
        infinite.Columns["key"] = new DoubleDataFrameColumn("key", [1.0, 2.0, double.PositiveInfinity, 1.0, 1.0, 1.0]);
        Assert.Equal(
            "Column key is infinite in row 2; give a finite number or leave it empty.",
            Error(() => pipeline.Transform(infinite, [0, 2])));
    }

    private static string Error(Action action) => Assert.Throws<SongGenreException>(action).Message;
}
