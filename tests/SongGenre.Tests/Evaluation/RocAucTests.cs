using CsCheck;
using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Tests.Evaluation;

public class RocAucTests
{
    [Fact]
    public void All_four_averages_equal_scikit_learns_to_1e_9_with_many_ties_and_with_a_missing_class()
    {
        foreach (var @case in EvaluationCase.All)
        {
            var auc = RocAuc.Compute(@case.Labels, @case.Probabilities);
            var expected = @case.Expected.GetProperty("metrics");
            Near.Equal(expected.GetProperty("auc_ovo_macro").GetDouble(), auc.OneVsOneMacro, "ovo macro");
            Near.Equal(expected.GetProperty("auc_ovo_weighted").GetDouble(), auc.OneVsOneWeighted, "ovo weighted");
            Near.Equal(expected.GetProperty("auc_ovr_macro").GetDouble(), auc.OneVsRestMacro, "ovr macro");
            Near.Equal(expected.GetProperty("auc_ovr_weighted").GetDouble(), auc.OneVsRestWeighted, "ovr weighted");
            var present = Enumerable.Range(0, @case.Probabilities.Classes).Where(c => @case.Labels.Contains(c));
            Near.Equal(@case.Numbers("auc"), present.Select(c => auc.OfClass(c)!.Value));
        }
    }

    // By hand: positives 0.8 and 0.4, negatives 0.4 and 0.1; of four pairs three are won and one is tied.
    [Fact]
    public void A_tie_counts_half() =>
        Assert.Equal(3.5 / 4, RocAuc.Binary([true, true, false, false], [0.8, 0.4, 0.4, 0.1]));

    // By hand: on column 0, row 0 (0.5) beats rows 2 and 3 (0.3, 0.2) and row 1 (0.3) ties row 2, beats row 3: 3.5 / 4;
    // on column 1, row 2 (0.7) beats both, row 3 (0.1) loses to row 1 (0.2) and ties row 0 (0.1): 2.5 / 4.
    [Fact]
    public void A_pair_of_classes_is_the_mean_of_both_directions_over_their_rows_alone()
    {
        int[] labels = [0, 0, 1, 1, 2];
        Probabilities probabilities = new(
            3, [0.5, 0.1, 0.4, 0.3, 0.2, 0.5, 0.3, 0.7, 0, 0.2, 0.1, 0.7, 0, 0, 1]);
        Assert.Equal((3.5 + 2.5) / 8, RocAuc.Compute(labels, probabilities).OfPair(0, 1));
        Assert.Equal((3.5 + 2.5) / 8, RocAuc.Compute(labels, probabilities).OfPair(1, 0));
    }

    [Fact]
    public void The_area_is_the_share_of_won_pairs_counted_one_by_one() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 6]).Array[0, 40].Sample(rows =>
        {
            var wins = 0.0;
            var pairs = 0;
            foreach (var (_, score) in rows.Where(row => row.Item1))
            {
                foreach (var (_, other) in rows.Where(row => !row.Item1))
                {
                    wins += score > other ? 1 : score == other ? 0.5 : 0;
                    pairs++;
                }
            }

            var auc = RocAuc.Binary(
                rows.Select(row => row.Item1).ToArray(), rows.Select(row => row.Item2 / 7.0).ToArray());
            Assert.Equal(pairs > 0 ? wins / pairs : null, auc);
        });

    [Fact]
    public void Rows_in_another_order_give_the_same_bits()
    {
        var @case = EvaluationCase.All[0];
        var order = Enumerable.Range(0, @case.Labels.Length).Reverse().ToArray();
        var labels = order.Select(row => @case.Labels[row]).ToArray();
        var probabilities = new Probabilities(
            @case.Probabilities.Classes, order.SelectMany(row => @case.Probabilities.Row(row).ToArray()).ToArray());
        var expected = RocAuc.Compute(@case.Labels, @case.Probabilities);
        var actual = RocAuc.Compute(labels, probabilities);
        Assert.Equal(expected.OneVsOneMacro, actual.OneVsOneMacro);
        Assert.Equal(expected.OneVsRestWeighted, actual.OneVsRestWeighted);
    }

    [Fact]
    public void With_one_class_alone_there_is_no_area()
    {
        var auc = RocAuc.Compute([1, 1], new(3, [0.2, 0.3, 0.5, 0, 1, 0]));
        Assert.Null(auc.OneVsOneMacro);
        Assert.Null(auc.OneVsOneWeighted);
        Assert.Null(auc.OneVsRestMacro);
        Assert.Null(auc.OneVsRestWeighted);
        Assert.Null(auc.OfClass(1));
        Assert.Null(auc.OfPair(0, 1));
        Assert.Null(RocAuc.Binary([true], [1]));
    }

    [Fact]
    public void Input_that_cannot_be_scored_is_refused_in_one_line_that_names_the_row()
    {
        Refused("there are 1 labels but 2 rows of probabilities; pass those of the same rows", [0], [1, 0, 0, 1]);
        Refused("there are no rows to evaluate; pass at least one", [], []);
        Refused(
            "row 1 has the label -1; labels run from 0 to 1, leave rows of unknown class out", [0, -1], [1, 0, 0, 1]);
        Refused("row 0 has the label 2; labels run from 0 to 1, leave rows of unknown class out", [2, 0], [1, 0, 0, 1]);
        Refused("row 1 has the probability NaN for class 0; it must be from 0 to 1", [0, 1], [1, 0, double.NaN, 1]);
        Refused("row 0 has the probability -0.5 for class 1; it must be from 0 to 1", [0, 1], [1, -0.5, 0, 1]);
        Refused("the probabilities of row 1 sum to 0.75; they must sum to 1", [0, 1], [1, 0, 0.5, 0.25]);
        Assert.Equal(
            "row 1 has the score NaN; it must be a number",
            Assert.Throws<SongGenreException>(() => RocAuc.Binary([true, false], [1, double.NaN])).Message);
        Assert.Equal(
            "there are 2 labels but 1 scores; pass those of the same rows",
            Assert.Throws<SongGenreException>(() => RocAuc.Binary([true, false], [1])).Message);
    }

    private static void Refused(string message, int[] labels, double[] values) =>
        Assert.Equal(
            message, Assert.Throws<SongGenreException>(() => RocAuc.Compute(labels, new(2, values))).Message);
}
