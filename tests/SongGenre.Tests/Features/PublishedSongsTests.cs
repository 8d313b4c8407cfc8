using System.Text.Json;
using SongGenre.Data;
using SongGenre.Features;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Features;

public class PublishedSongsTests
{
    private static readonly JsonElement Tfidf = ExpectedValues.Read("tfidf_values.json");
    private static readonly JsonElement Pipeline = ExpectedValues.Read("pipeline_values.json");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Terms_and_weights_of_real_titles_are_scikit_learns(int number)
    {
        var expected = Tfidf.GetProperty("real")[number];
        var documents = RealData.CleanSongs.Table.Columns[expected.GetProperty("column").GetString()!].Cast<string>().ToArray();
        var vectorizer = TfidfVectorizer.Fit(
            [.. documents.Where((_, i) => i % 3 != 0)], TfidfCase.Options(expected.GetProperty("options")));
        var step = Math.Max(1, vectorizer.Vocabulary.Count / 12);

        Assert.Equal(expected.GetProperty("terms").GetInt32(), vectorizer.Vocabulary.Count);
        Assert.Equal(expected.Array<string>("some_terms"), vectorizer.Vocabulary.Where((_, t) => t % step == 0));
        Assert.Equal(expected.GetProperty("vocabulary_sha256").GetString(), TfidfCase.Sha256(vectorizer.Vocabulary));
        TfidfCase.AssertClose(expected.Array<double>("some_idf"), [.. vectorizer.Idf.Where((_, t) => t % step == 0)]);
        Assert.Equal(expected.GetProperty("idf_sum").GetDouble(), vectorizer.Idf.Sum(), 1e-6);

        var columns = vectorizer.Transform(documents);
        Assert.Equal(expected.GetProperty("stored").GetInt32(), columns.Sum(column => column.Values.Length));
        Assert.Equal(expected.GetProperty("sum").GetDouble(), columns.Sum(column => column.Values.Sum()), 1e-6);
        var weighted = columns.Select((column, t) => (t + 1) * column.Values.Sum()).Sum();
        Assert.Equal(1, weighted / expected.GetProperty("weighted_sum").GetDouble(), 1e-12);
        foreach (var row in expected.GetProperty("rows").EnumerateArray()) TfidfCase.AssertRow(row, columns);
    }

    [Theory]
    [InlineData(
        "published",
        "2020 bass drum euphoric feat hardstyle house psytrance techno trance",
        new[] { 3.33520476, 3.68079013, 3.69782461, 4.03116885, 3.86400627, 3.72809109, 4.00197984, 3.80436487, 3.60938256, 3.46652843 })]
    [InlineData(
        "as-published",
        "2020 bass best drum feat hardstyle house psytrance techno trance",
        new[] { 3.33379928, 3.68327707, 4.01855481, 3.69883573, 3.85391417, 3.72289627, 4.01925143, 3.79096433, 3.60938256, 3.47944225 })]
    public void The_published_splits_have_the_published_terms(string kind, string terms, double[] idf)
    {
        var songs = RealData.CleanSongs;
        var pipeline = FeaturePipeline.Fit(songs, Split.Create(songs, new() { Kind = kind }).Train, new(), new());
        Assert.Equal(terms.Split(' '), pipeline.Text!.Vocabulary);
        for (var t = 0; t < idf.Length; t++) Assert.Equal(idf[t], pipeline.Text.Idf[t], 1e-8);
    }

    [Fact]
    public void Medians_scales_and_categories_of_real_columns_are_scikit_learns()
    {
        var songs = RealData.CleanSongs;
        int[] rows = [.. Enumerable.Range(0, songs.Count).Where(row => row % 3 != 0)];
        var json = FeaturePipeline.Fit(songs, rows, new() { Set = "audio", Scale = true }, new()).ToJson();
        foreach (var expected in Pipeline.GetProperty("real").EnumerateArray())
        {
            var column = json["numerical"]![expected.GetProperty("name").GetString()!]!;
            foreach (var key in new[] { "median", "mean", "scale" })
                ColumnStepsTests.AssertClose(expected.GetProperty(key).GetDouble(), column[key]!.GetValue<double>());
        }

        for (var c = 0; c < FeaturePipeline.Categorical.Count; c++)
        {
            var categories = json["categorical"]![FeaturePipeline.Categorical[c]]!["categories"]!.AsArray();
            Assert.Equal(
                Pipeline.GetProperty("real_categories")[c].Deserialize<double[]>(),
                categories.Select(category => category!.GetValue<double>()));
        }
    }

    [Fact]
    public void All_songs_become_two_thousand_terms_that_stay_sparse()
    {
        var songs = RealData.CleanSongs;
        int[] rows = [.. Enumerable.Range(0, songs.Count)];
        var matrix = FeaturePipeline.Fit(songs, rows, new(), new() { MaxFeatures = 2000 }).Transform(songs.Table, rows);
        Assert.Equal(2012, matrix.Columns.Count);
        Assert.All(matrix.Numbers.Columns.Skip(12), column => Assert.True(column.IsSparse));
    }
}
