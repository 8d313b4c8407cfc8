using System.Text.Json.Nodes;
using SongGenre.Charts;
using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Tests.Charts;

public sealed class ModelChartsTests
{
    [Fact]
    public void Confusions_are_in_percent_of_the_true_genre_and_a_genre_without_rows_is_not_the_worst()
    {
        // Two rows of a, both right; four of b, of which one is taken for a and one for c; none of c.
        int[] labels = [0, 0, 1, 1, 1, 1], predicted = [0, 0, 1, 1, 0, 2];
        var confusion = ConfusionMatrix.Compute(labels, Votes(predicted, 3));

        var chart = ModelCharts.Confusion(confusion, ["a", "b", "c"]);

        Assert.Equal("a is recognised best (100%), b worst (50%).", chart.Finding);
        var cells = JsonNode.Parse(chart.ToPlotlyJson())!["data"]![0]!["z"]!.AsArray();
        Assert.Equal(
            ["100 0 0", "25 50 25", "0 0 0"],
            cells.Select(row => string.Join(' ', row!.AsArray().Select(cell => (double)cell!))));
    }

    private static Probabilities Votes(int[] predicted, int classes)
    {
        var values = new double[predicted.Length * classes];
        for (var row = 0; row < predicted.Length; row++) values[(row * classes) + predicted[row]] = 1;
        return new(classes, values);
    }
}
