using System.Text.Json;
using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Tests.Evaluation;

public class CalibratorTests
{
    private static readonly JsonElement Expected = Read();
    private static readonly int[] Labels = Expected.GetProperty("labels").Deserialize<int[]>()!;
    private static readonly Probabilities Votes = new(4, Values("probabilities"));

    [Fact]
    public void The_temperature_is_the_one_that_a_golden_section_search_finds()
    {
        var calibrator = Calibrator.FitTemperature(Labels, Votes);
        Assert.Equal(Expected.GetProperty("temperature").GetDouble(), calibrator.Temperature!.Value, 1e-6);
        AssertClose("by_temperature", calibrator.Apply(Votes), 1e-7);
    }

    [Fact]
    public void The_dirichlet_map_is_the_one_that_a_general_minimizer_finds() =>
        AssertClose("by_dirichlet", Calibrator.FitDirichlet(Labels, Votes).Apply(Votes), 1e-4);

    [Fact]
    public void Temperature_2_takes_square_roots()
    {
        var calibrated = Calibrator.OfTemperature(2, 2).Apply(new(2, [0.8, 0.2, 1, 0]));
        // √0.8 : √0.2 is 2 : 1; a probability of 0 counts as 0.0001, whose root is 0.01.
        Assert.Equal(2 / 3.0, calibrated[0, 0], 1e-12);
        Assert.Equal(0.01 / 1.01, calibrated[1, 1], 1e-12);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(1e6)]
    public void A_temperature_changes_no_label_not_even_one_that_leads_by_a_bit(double temperature)
    {
        var close = new Probabilities(3, [0.25, Math.BitIncrement(0.375), 0.375, 0.2, 0.4, Math.BitIncrement(0.4)]);
        var calibrator = Calibrator.OfTemperature(temperature, 3);
        Assert.Equal([1, 2], Enumerable.Range(0, 2).Select(calibrator.Apply(close).Predicted));
        var wide = Calibrator.OfTemperature(temperature, 4).Apply(Votes);
        Assert.All(Enumerable.Range(0, Votes.Rows), row => Assert.Equal(Votes.Predicted(row), wide.Predicted(row)));
    }

    [Fact]
    public void Rows_that_every_tree_saw_are_not_looked_at()
    {
        int[] labels = [.. Labels, 0];
        var calibrator = Calibrator.FitTemperature(labels, new(4, [.. Values("probabilities"), 0, 0, 0, 0]));
        Assert.Equal(Calibrator.FitTemperature(Labels, Votes).Temperature, calibrator.Temperature);
        Assert.Contains("No row has probabilities", Assert.Throws<SongGenreException>(
            () => Calibrator.FitTemperature([0], new(2, [0, 0]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_probabilities_of_another_number_of_classes() => Assert.Equal(
        "The probabilities are of 4 classes, the calibration of 3; use those of one model.",
        Assert.Throws<SongGenreException>(() => Calibrator.OfTemperature(1, 3).Apply(Votes)).Message);

    private static void AssertClose(string name, Probabilities actual, double tolerance)
    {
        var expected = Values(name);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i / 4, i % 4], tolerance);
    }

    private static double[] Values(string name) => Expected.GetProperty(name).Deserialize<double[]>()!;

    private static JsonElement Read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SongGenre.sln"))) root = root.Parent!;
        var file = Path.Combine(root.FullName, "tests", "SongGenre.Tests", "Evaluation", "calibrator_values.json");
        return JsonElement.Parse(File.ReadAllText(file));
    }
}
