using System.Text.Json.Nodes;
using SongGenre.Features;
using SongGenre.Forest;
using SongGenre.Tests.Features;

namespace SongGenre.Tests;

public sealed class GenreModelStackingTests : IDisposable
{
    private static readonly int[] Rows = [.. Enumerable.Range(0, 60)];
    private readonly string _root = Directory.CreateTempSubdirectory("stacking").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("none")]
    [InlineData("temperature")]
    [InlineData("dirichlet")]
    public void A_loaded_model_predicts_bit_for_bit_what_the_saved_one_did(string calibration)
    {
        var songs = ManySongs.Create(Rows.Length);
        var model = Fit(Of(calibration));
        var folder = Path.Combine(_root, "model");
        model.Save(folder);
        var loaded = GenreModel.Load(folder);
        var (before, after) = (Predict(model), Predict(loaded));
        Assert.Equal(before, after);
        Assert.Equal(calibration == "none", loaded.Calibrator is null);

        double[] Predict(GenreModel fitted)
        {
            var probabilities = fitted.Predict(songs.Table, Rows, TestContext.Current.CancellationToken);
            return [.. Rows.SelectMany(row => probabilities.Row(row).ToArray())];
        }
    }

    [Fact]
    public void The_same_model_comes_of_any_number_of_threads()
    {
        var files = new[] { 1, 2, 3 }.Select(threads =>
        {
            var folder = Path.Combine(_root, $"threads{threads}");
            var experiment = Of("temperature");
            Fit(experiment with { Forest = experiment.Forest with { Threads = threads } }).Save(folder);
            return Directory.GetFiles(folder).Order().Select(File.ReadAllBytes).ToArray();
        }).ToArray();
        Assert.All(files, saved => Assert.Equal(files[0], saved));
    }

    [Fact]
    public void A_temperature_changes_no_label_of_the_model()
    {
        var songs = ManySongs.Create(Rows.Length);
        var cancel = TestContext.Current.CancellationToken;
        var plain = Fit(Of("none")).Predict(songs.Table, Rows, cancel);
        var calibrated = Fit(Of("temperature")).Predict(songs.Table, Rows, cancel);
        Assert.All(Rows, row => Assert.Equal(plain.Predicted(row), calibrated.Predicted(row)));
        Assert.Contains(Rows, row => plain[row, 0] != calibrated[row, 0]);
    }

    [Theory]
    [InlineData("forest.bootstrap=false")]
    [InlineData("forest.oob_score=false")]
    [InlineData("forest.trainer=fast-forest-ova")]
    public void Calibration_without_out_of_bag_probabilities_is_refused_before_the_fit(string change)
    {
        var file = Path.Combine(_root, "e.yaml");
        File.WriteAllText(file, "calibration: {method: temperature}\n");
        var error = Assert.Throws<SongGenreException>(() => Fit(Experiment.Load(file, [change]))).Message;
        Assert.StartsWith("calibration.method is temperature, which needs out-of-bag", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "it must be from 0.000001 to 1000000")]
    [InlineData("\"hot\"", "it must be a finite number")]
    public void A_damaged_calibration_is_refused_with_its_place(string value, string message)
    {
        var folder = Path.Combine(_root, "damaged");
        Fit(Of("temperature")).Save(folder);
        ModelFile.Change(folder, json => json["calibration"]!["temperature"] = JsonNode.Parse(value));
        var error = Assert.Throws<SongGenreException>(() => GenreModel.Load(folder)).Message;
        Assert.Contains("model.json: calibration.temperature", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static GenreModel Fit(Experiment experiment) => GenreModel.Fit(
        ManySongs.Create(Rows.Length), Rows, experiment, cancel: TestContext.Current.CancellationToken);

    private static Experiment Of(string calibration) => new()
    {
        Features = new() { Text = "genres", AudioGenres = true, AddIndicator = true, Derived = true, Folds = 3 },
        Tfidf = new() { Analyzer = TextAnalyzer.WordCharacters, MaxFeatures = null },
        Forest = new() { Trees = 20, MinSamplesLeaf = 3, ClassWeight = ClassWeight.Balanced },
        Calibration = new() { Method = calibration },
    };
}
