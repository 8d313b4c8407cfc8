using SongGenre.Evaluation;

namespace SongGenre.Tests.Evaluation;

public class LabelCeilingTests
{
    // By hand: group 7 carries 0 0 1, group −2 carries 1 2, group 5 carries 2.
    private static readonly int[] Groups = [7, -2, 7, 5, -2, 7];
    private static readonly int[] Labels = [0, 1, 0, 2, 2, 1];

    [Fact]
    public void The_best_answer_to_a_group_is_its_most_frequent_label() =>
        Assert.Equal(new LabelCeiling(6, 3, 2, 5, (2 + 1 + 1) / 6.0), LabelCeiling.Compute(Groups, Labels));

    [Fact]
    public void A_subset_takes_its_groups_among_itself() =>
        Assert.Equal(new LabelCeiling(3, 2, 1, 2, 2 / 3.0), LabelCeiling.Compute(Groups, Labels, [0, 5, 3]));

    [Fact]
    public void No_rows_and_lengths_that_differ_are_refused()
    {
        Assert.Equal(
            "there are 1 groups but 2 labels; pass those of the same rows",
            Assert.Throws<SongGenreException>(() => LabelCeiling.Compute([1], [1, 2])).Message);
        Assert.Equal(
            "there are no rows to find the ceiling of; pass at least one",
            Assert.Throws<SongGenreException>(() => LabelCeiling.Compute(Groups, Labels, [])).Message);
    }
}
