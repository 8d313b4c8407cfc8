using SongGenre.Evaluation;

namespace SongGenre.Tests.Evaluation;

public class DummyClassifierTests
{
    [Fact]
    public void Every_row_gets_the_shares_of_the_training_classes_and_ranks_no_better_than_chance()
    {
        var probabilities = DummyClassifier.Prior([0, 0, 0, 2], classes: 3, rows: 2);
        Assert.Equal([0.75, 0, 0.25], probabilities.Row(0).ToArray());
        Assert.Equal(probabilities.Row(0).ToArray(), probabilities.Row(1).ToArray());
        Assert.Equal(0.5, Scores.Compute([0, 2], probabilities).AucOvoMacro);
    }

    [Fact]
    public void An_unknown_label_is_refused() =>
        Assert.Throws<SongGenreException>(() => DummyClassifier.Prior([0, -1], classes: 2, rows: 1));
}
