using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class FastForestOvaTests
{
    private static readonly ForestOptions Small = new() { Trainer = ForestOptions.FastForestOvaTrainer, Trees = 5, MinSamplesLeaf = 5 };

    [Fact]
    public void The_baseline_learns_predicts_shares_and_repeats_itself_bit_for_bit()
    {
        var (x, labels) = Trees.Data(600, 6, 4, 1);
        var cancel = TestContext.Current.CancellationToken;
        var first = FastForestOva.Fit(x, labels, 4, Small, cancel);
        var predicted = first.On(x);
        var right = Enumerable.Range(0, 600).Count(row => predicted.Predicted(row) == labels[row]);

        Assert.True(right > 300, $"only {right} of 600 are right");
        for (var row = 0; row < 600; row++) Assert.Equal(1, predicted.Row(row).ToArray().Sum(), 1e-12);
        Assert.Equal(Trees.All(predicted), Trees.All(FastForestOva.Fit(x, labels, 4, Small, cancel).On(x)));
        Assert.Equal(Trees.All(predicted), Trees.All(FastForestOva.Fit(x, labels, 4, Small with { Threads = 1 }, cancel).On(x)));
        Assert.Equal(6, first.Importances.Count);
    }

    [Fact]
    public void Leaves_without_end_are_as_many_as_there_are_rows()
    {
        var (x, labels) = Trees.Data(100, 3, 2, 4);
        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal(
            Trees.All(FastForestOva.Fit(x, labels, 2, Small with { MaxLeafNodes = 100 }, cancel).On(x)),
            Trees.All(FastForestOva.Fit(x, labels, 2, Small with { MaxLeafNodes = int.MaxValue }, cancel).On(x)));
    }

    [Fact]
    public void A_class_without_rows_is_improbable_and_one_class_alone_is_refused()
    {
        var (x, labels) = Trees.Data(300, 3, 2, 3);
        var predicted = FastForestOva.Fit(x, labels, 3, Small, TestContext.Current.CancellationToken).On(x);
        Assert.DoesNotContain(2, Enumerable.Range(0, 300).Select(predicted.Predicted));
        Assert.StartsWith(
            "All training rows are of class 0;",
            Assert.Throws<SongGenreException>(() => FastForestOva.Fit(x, new int[300], 3, Small, TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
    }
}
