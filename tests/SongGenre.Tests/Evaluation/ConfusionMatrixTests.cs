using System.Text.Json;
using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Tests.Evaluation;

public class ConfusionMatrixTests
{
    [Fact]
    public void Counts_and_shares_of_true_classes_equal_scikit_learns()
    {
        var @case = EvaluationCase.All.Single(@case => @case.Expected.TryGetProperty("confusion", out _));
        var matrix = ConfusionMatrix.Compute(@case.Labels, @case.Probabilities);
        var counts = @case.Expected.GetProperty("confusion").Deserialize<int[][]>()!;
        var shares = @case.Expected.GetProperty("normalized").Deserialize<double[][]>()!;
        for (var truth = 0; truth < matrix.Classes; truth++)
        {
            for (var predicted = 0; predicted < matrix.Classes; predicted++)
            {
                Assert.Equal(counts[truth][predicted], matrix[truth, predicted]);
                Near.Equal(shares[truth][predicted], matrix.Normalized()[truth, predicted]);
            }

            Assert.Equal(counts[truth].Sum(), matrix.Support(truth));
            Assert.Equal(counts.Sum(line => line[truth]), matrix.Predicted(truth));
        }
    }

    [Fact]
    public void A_class_without_rows_has_shares_of_0_not_NaN() => Assert.Equal(
        new double[,] { { 0, 1 }, { 0, 0 } },
        ConfusionMatrix.Compute([0], new(2, [0, 1])).Normalized());

    [Fact]
    public void The_most_frequent_mistakes_come_first_and_ties_in_the_order_of_classes()
    {
        var matrix = ConfusionMatrix.Compute([0, 0, 0, 0, 1, 2, 2], Certain(3, 2, 2, 0, 1, 2, 2, 1));
        Assert.Equal(
            [new Confusion(0, 2, 2, 0.5), new Confusion(0, 1, 1, 0.25), new Confusion(1, 2, 1, 1), new Confusion(2, 1, 1, 0.5)],
            matrix.MostConfused(10));
        Assert.Equal([new Confusion(0, 2, 2, 0.5)], matrix.MostConfused(1));
    }

    private static Probabilities Certain(int classes, params int[] predicted)
    {
        var values = new double[predicted.Length * classes];
        for (var row = 0; row < predicted.Length; row++) values[(row * classes) + predicted[row]] = 1;
        return new(classes, values);
    }
}
