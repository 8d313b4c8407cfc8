using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Data;
using SongGenre.Features;

namespace SongGenre.Tests.Features;

public class StackingTests
{
    private const int Songs = 60;
    private static readonly JsonElement Expected = ExpectedValues.Read("stacking_values.json");

    private static readonly FeatureOptions Stacked = new() { Text = "genres", AudioGenres = true, Folds = 3 };

    private static readonly TfidfOptions Characters =
        new() { Analyzer = TextAnalyzer.WordCharacters, MaxFeatures = null, NgramRange = new(1, 3), Lowercase = false };

    [Fact]
    public void Logistic_regression_has_scikit_learns_probabilities()
    {
        var numbers = Expected.GetProperty("numbers");
        var labels = numbers.Array<int>("labels");
        var rows = numbers.Array<double[]>("x");
        var x = new SparseRows(
            [.. Enumerable.Range(0, rows.Length + 1).Select(row => row * 6)],
            [.. rows.SelectMany(_ => Enumerable.Range(0, 6))],
            [.. rows.SelectMany(row => row)]);
        var cases = new double[rows.Length * 3];
        for (var row = 0; row < rows.Length; row++) cases[(row * 3) + labels[row]] = 1;
        var fitted = SoftmaxRegression.Fit(x, 6, cases, 3, numbers.GetProperty("c").GetDouble());
        var values = new double[3];
        var expected = numbers.Array<double[]>("probabilities");
        for (var row = 0; row < rows.Length; row++)
        {
            fitted.LogProbabilities(x, row, values);
            for (var k = 0; k < 3; k++) Assert.Equal(expected[row][k], Math.Exp(values[k]), 1e-5);
        }
    }

    [Fact]
    public void A_texts_genres_are_scikit_learns_unknown_and_empty_texts_among_them()
    {
        var texts = Expected.GetProperty("texts");
        var model = TextGenreModel.Fit(
            texts.Array<string>("texts"),
            texts.Array<int>("labels"),
            3,
            Characters with { Binary = false, SublinearTf = true },
            texts.GetProperty("c").GetDouble());
        AssertClose(texts, model.LogProbabilities(texts.Array<string>("new")), 1e-4);
    }

    [Fact]
    public void A_recordings_genres_are_scikit_learns()
    {
        var audio = Expected.GetProperty("audio");
        var even = audio.Array<double[]>("even");
        var keys = Array.ConvertAll(audio.Array<double?>("keys"), key => key ?? double.NaN);
        var model = AudioGenreModel.Fit(even, keys, audio.Array<int>("labels"), 3, audio.GetProperty("c").GetDouble());
        AssertClose(audio, model.LogProbabilities(even, keys), 5e-4);
    }

    [Fact]
    public void A_recordings_own_genre_is_not_in_its_training_features()
    {
        var songs = Create();
        var rows = Enumerable.Range(0, Songs).ToArray();
        var (pipeline, matrix) = FeaturePipeline.FitTransform(songs, rows, Stacked, Characters);
        // Rows 0 and 1 are one recording under two genres.
        var other = Create();
        (other.Labels[0], other.Labels[1]) = (2, 2);
        var (_, changed) = FeaturePipeline.FitTransform(other, rows, Stacked, Characters);
        var moved = 0;
        foreach (var (before, after) in matrix.Numbers.Columns.Zip(changed.Numbers.Columns))
        {
            Assert.Equal(before.Values[0], after.Values[0]);
            Assert.Equal(before.Values[1], after.Values[1]);
            moved += before.Values.Zip(after.Values).Count(pair => pair.First != pair.Second);
        }

        Assert.True(moved > 0, "the other rows' features must notice");
        Assert.Equal(pipeline.Columns, matrix.Columns);
        var column = pipeline.Columns.ToList().FindIndex(c => c.Name == "title + song_name: ln p(a)");
        var known = pipeline.Transform(songs.Table, rows);
        Assert.NotEqual(matrix.Numbers.Columns[column].Values, known.Numbers.Columns[column].Values);
    }

    [Fact]
    public void Without_regressions_training_rows_have_the_features_of_any_rows()
    {
        var songs = Create();
        int[] rows = [3, 5, 8, 13];
        var options = new FeatureOptions { AddIndicator = true, Derived = true };
        var (pipeline, matrix) = FeaturePipeline.FitTransform(songs, rows, options, new());
        var again = pipeline.Transform(songs.Table, rows);
        foreach (var (a, b) in matrix.Numbers.Columns.Zip(again.Numbers.Columns)) Assert.Equal(a.Values, b.Values);
    }

    [Fact]
    public void Indicators_and_derived_columns_hold_what_their_names_say()
    {
        var songs = SmallSongs.Create();
        var options = new FeatureOptions { AddIndicator = true, Derived = true };
        var pipeline = FeaturePipeline.Fit(songs, [0, 1, 2, 3, 4, 5], options, new());
        var matrix = pipeline.Transform(songs.Table, [1, 3]);
        // Loudness is i = 2: missing, 8. Energy 1, danceability 0, tempo 8, duration 9 of the table.
        Assert.Equal([1.0, 0], Values("loudness missing"));
        Assert.Equal([1.0, 0], Values("title missing"));
        Assert.Equal([0.0, 1], Values("song_name missing"));
        Assert.Equal([1.0, 1], Values("mode"));
        // Row 3: tempo 14 is 112 three octaves up; 400 s at 14 beats a minute; energy 7 and loudness 8.
        Assert.Equal(112, Values("tempo_octave")[1], 1e-9);
        Assert.Equal(400 * 14 / 60.0, Values("beats")[1], 1e-9);
        Assert.Equal(7 - (23 / 15.0), Values("energy − loudness")[1], 1e-9);
        Assert.Equal(6 + 7, Values("danceability + energy")[1], 1e-9);

        double[] Values(string name) =>
            matrix.Numbers.Columns[matrix.Columns.ToList().FindIndex(column => column.Name == name)].Values;
    }

    [Fact]
    public void A_saved_pipeline_makes_the_same_bits()
    {
        var songs = Create();
        var rows = Enumerable.Range(0, Songs).ToArray();
        var options = Stacked with { AddIndicator = true, Derived = true };
        var pipeline = FeaturePipeline.Fit(songs, rows, options, Characters);
        var json = pipeline.ToJson().ToJsonString();
        var read = FeaturePipeline.FromJson(JsonNode.Parse(json)!, "features.json");
        Assert.Equal(json, read.ToJson().ToJsonString());
        Assert.Equal(pipeline.Columns, read.Columns);
        var (before, after) = (pipeline.Transform(songs.Table, rows), read.Transform(songs.Table, rows));
        foreach (var (a, b) in before.Numbers.Columns.Zip(after.Numbers.Columns)) Assert.Equal(a.Values, b.Values);
    }

    [Theory]
    [InlineData("stacked.text.genres", "[0, 3]", "the genres must be ascending, from 0 to 2")]
    [InlineData("stacked.text.regression.weights", "\"AAAA\"", "it must be base64 of")]
    [InlineData("stacked.text.regression.weights", "\"?\"", "it must be base64 of")]
    [InlineData("stacked.audio.columns.scales", "[0]", "it must hold 18 numbers")]
    [InlineData("stacked.audio.regression.intercepts", "[1, 2, 1e999]", "it must be a finite number")]
    [InlineData("stacked", "{}", "it must hold text or audio")]
    public void Refuses_damaged_regressions_with_their_place(string path, string value, string message)
    {
        var pipeline = FeaturePipeline.Fit(Create(), [.. Enumerable.Range(0, Songs)], Stacked, Characters);
        var json = JsonNode.Parse(pipeline.ToJson().ToJsonString())!;
        var keys = path.Split('.');
        keys[..^1].Aggregate(json, (node, key) => node[key]!)[keys[^1]] = JsonNode.Parse(value);
        var error = Assert.Throws<SongGenreException>(() => FeaturePipeline.FromJson(json, "features.json")).Message;
        Assert.StartsWith("features.json: " + path, error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_recording_alone_cant_be_divided()
    {
        var error = Assert.Throws<SongGenreException>(
            () => FeaturePipeline.FitTransform(Create(), [0, 1], Stacked, Characters)).Message;
        Assert.Contains("All 2 training rows are of one recording", error, StringComparison.Ordinal);
    }

    private static void AssertClose(JsonElement expected, double[][] columns, double tolerance)
    {
        var probabilities = expected.Array<double[]>("probabilities");
        for (var row = 0; row < probabilities.Length; row++)
        {
            for (var k = 0; k < columns.Length; k++)
                Assert.Equal(probabilities[row][k], Math.Exp(columns[k][row]), tolerance);
        }
    }

    private static CleanSongs Create() => ManySongs.Create(Songs);
}
