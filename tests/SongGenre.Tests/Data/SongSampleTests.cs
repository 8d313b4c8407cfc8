using Microsoft.Data.Analysis;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public class SongSampleTests
{
    private static readonly Lazy<DataFrame> Sample = new(() => SongSample.Generate(60_000, 7));

    private static Songs Songs => new(
        new DataFrame([.. Sample.Value.Columns, new Int64DataFrameColumn("row", Enumerable.Range(0, 60_000).Select(row => (long)row))]),
        new DataSource(DataOrigin.Sample, "sample", "", false, true));

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_others()
    {
        using var folder = new TemporaryFolder();
        TableFile.Write(SongSample.Generate(500, 1), folder["a.csv"]);
        TableFile.Write(SongSample.Generate(500, 1), folder["b.csv"]);
        TableFile.Write(SongSample.Generate(500, 2), folder["c.csv"]);
        Assert.Equal(File.ReadAllBytes(folder["a.csv"]), File.ReadAllBytes(folder["b.csv"]));
        Assert.NotEqual(File.ReadAllBytes(folder["a.csv"]), File.ReadAllBytes(folder["c.csv"]));
    }

    [Theory]
    [InlineData("sample.csv")]
    [InlineData("sample.parquet")]
    public void A_written_sample_is_read_recognised_cleaned_and_split(string file)
    {
        using var folder = new TemporaryFolder();
        TableFile.Write(SongSample.Generate(3000, 1), folder[file]);
        var songs = SongData.Read(folder[file]);
        Assert.True(songs.Source.IsSynthetic);
        var clean = songs.Clean();
        Assert.InRange(clean.Report.DuplicateRows, 20, 150);
        Assert.Equal(clean.Count, Split.Create(clean, new SplitOptions()).Train.Length + Split.Create(clean, new SplitOptions()).Test.Length);
    }

    [Fact]
    public void Columns_and_types_are_those_of_the_file()
    {
        var columns = Sample.Value.Columns;
        Assert.Equal(SongData.Card.Schema.Select(column => column.Name), columns.Select(column => column.Name));
        Assert.Equal(
            SongData.Card.Schema.Select(column => column.Type),
            columns.Select(column => column switch { DoubleDataFrameColumn => "double", Int64DataFrameColumn => "int64", _ => "string" }));
    }

    [Fact]
    public void Every_value_is_in_its_range_and_only_nullable_columns_have_gaps()
    {
        foreach (var column in SongData.Card.Schema)
        {
            var values = Sample.Value.Columns[column.Name].Cast<object?>().ToList();
            if (!column.Nullable) Assert.DoesNotContain(null, values);
            if (column.Min is null) continue;
            Assert.All(values.OfType<object>(), value => Assert.InRange(Convert.ToDouble(value, null), column.Min.Value, column.Max!.Value));
        }
    }

    [Fact]
    public void A_profile_of_the_sample_is_near_the_profile_it_was_made_from()
    {
        var profile = SongProfile.Published;
        var again = SongProfile.Compute(Songs);
        Assert.Equal(profile.Genres.Select(genre => genre.Name), again.Genres.Select(genre => genre.Name));
        foreach (var (wanted, got) in profile.Genres.Zip(again.Genres))
        {
            // Four standard errors of a share, and the width that rounding to three digits can shift.
            var rows = 60_000 * wanted.Share;
            double Near(double share) => (4 * Math.Sqrt(Math.Max(share, 0.01) * (1 - share) / rows)) + 0.01;
            Assert.Equal(wanted.Share, got.Share, 1 / 60_000.0);
            Assert.Equal(wanted.Duplicates, got.Duplicates, Near(wanted.Duplicates));
            Assert.Equal(wanted.Repeats, got.Repeats, Near(wanted.Repeats));
            Assert.Equal(wanted.Borrowed.Values.Sum(), got.Borrowed.Values.Sum(), Near(wanted.Borrowed.Values.Sum()));
            Assert.All(wanted.Missing, gap => Assert.Equal(gap.Value, got.Missing[gap.Key], Near(gap.Value)));
            Assert.All(wanted.Key, key => Assert.Equal(key.Value, got.Key.GetValueOrDefault(key.Key), Near(key.Value)));
            Assert.All(wanted.Correlation.Zip(got.Correlation), pair => Assert.Equal(pair.First, pair.Second, 0.08 + (4 / Math.Sqrt(rows))));
        }
    }

    [Fact]
    public void Quantiles_of_the_sample_match_the_profile()
    {
        var own = new Kinship(Sample.Value, [.. (StringDataFrameColumn)Sample.Value.Columns["genre"]]);
        foreach (var genre in SongProfile.Published.Genres)
        {
            var rows = Enumerable.Range(0, 60_000).Where(row => own[row] == Kin.Own && Equals(Sample.Value.Columns["genre"][row], genre.Name)).ToArray();
            foreach (var (column, quantiles) in genre.Quantiles)
            {
                var numbers = Sample.Value.Columns[column];
                var values = rows.Select(row => numbers[row]).OfType<object>().Select(value => Convert.ToDouble(value, null)).Order().ToArray();
                foreach (var (level, quantile) in SongProfile.Published.Levels.Zip(quantiles))
                {
                    // A level is met when it lies between the shares below and up to its quantile, widened by the
                    // rounding of songs to three digits and by 2.5/√n, which a Kolmogorov distance exceeds once in 10⁵.
                    var slack = 2.5 / Math.Sqrt(values.Length);
                    var width = Math.Abs(quantile) * 0.005;
                    var below = (double)values.Count(value => value < quantile - width) / values.Length;
                    var upTo = (double)values.Count(value => value <= quantile + width) / values.Length;
                    Assert.InRange(level, below - slack, upTo + slack);
                }
            }
        }
    }

    [Fact]
    public void Titles_give_the_genre_away_as_the_real_ones_do()
    {
        var titled = ((StringDataFrameColumn)Sample.Value.Columns["title"]).Zip((StringDataFrameColumn)Sample.Value.Columns["genre"])
            .Where(pair => pair.First is not null).GroupBy(pair => pair.First, pair => pair.Second).ToList();
        Assert.InRange(titled.Count, 120, 132);
        Assert.All(titled, genres => Assert.Single(genres.Distinct()));
        Assert.Equal(7, titled.Select(genres => genres.First()).Distinct().Count());
    }

    [Fact]
    public void Recordings_stand_under_several_genres_as_often_as_the_real_ones()
    {
        var clean = Songs.Clean();
        var recordings = RowGroups.ByRecording(clean.Table);
        var conflicting = Enumerable.Range(0, clean.Count).GroupBy(row => recordings[row])
            .Where(rows => rows.DistinctBy(row => clean.Labels[row]).Count() > 1).Sum(rows => rows.Count());
        Assert.InRange((double)conflicting / clean.Count, 0.11, 0.16); // 13% of the real rows
    }

    [Fact]
    public void Words_are_distinct_and_the_same_in_every_sample()
    {
        var words = InventedWords.Take(20_000);
        Assert.Equal(20_000, words.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(words[..100], InventedWords.Take(100));
        Assert.Equal("Baba", words[0]);
        Assert.All(words, word => Assert.Matches("^[A-Z][aeiou]([a-z][aeiou])+$", word));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    public void A_sample_may_be_tiny(int rows) => Assert.Equal(rows, SongSample.Generate(rows, 3).Rows.Count);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_000_001)]
    public void Rows_out_of_range_are_refused(int rows) =>
        Assert.Equal($"a sample of {rows} rows can't be made; rows must be 1 to 10,000,000.", OneLine.ErrorOf(() => SongSample.Generate(rows, 1)));
}
