using SongGenre.Evaluation;
using SongGenre.Forest;

namespace SongGenre.Tests.Evaluation;

public class ClassMergeTests
{
    private static readonly ClassMerge Merge = new(
        ["Emo", "Hiphop", "Pop", "Rap"], new Dictionary<string, string> { ["Rap"] = "Hip-hop", ["Hiphop"] = "Hip-hop" });

    [Fact]
    public void Merged_classes_add_their_probabilities_and_share_their_label()
    {
        Assert.Equal(["Emo", "Hip-hop", "Pop"], Merge.Classes);
        Assert.Equal([1, 0, 1, 2], Merge.Labels([3, 0, 1, 2]));
        var merged = Merge.Probabilities(new Probabilities(4, [0.5, 0.125, 0.125, 0.25, 0, 0, 1, 0]));
        Assert.Equal([0.5, 0.375, 0.125], merged.Row(0).ToArray());
        Assert.Equal([0, 0, 1], merged.Row(1).ToArray());
    }

    [Fact]
    public void Merged_predictions_can_be_scored()
    {
        var @case = EvaluationCase.All[0];
        var names = Enumerable.Range(0, 15).Select(c => $"class {c}").ToArray();
        var merge = new ClassMerge(names, names.ToDictionary(name => name, name => name.Length > 7 ? "two digits" : "one digit"));
        var scores = Scores.Compute(merge.Labels(@case.Labels), merge.Probabilities(@case.Probabilities));
        Assert.Empty(scores.MissingClasses);
        Assert.True(scores.Accuracy > Scores.Compute(@case.Labels, @case.Probabilities).Accuracy);
    }

    [Fact]
    public void A_class_that_does_not_exist_is_refused_with_those_that_do() => Assert.Equal(
        "there is no class 'Hip hop' to merge; the classes are Emo, Hiphop",
        Assert.Throws<SongGenreException>(() =>
            new ClassMerge(["Emo", "Hiphop"], new Dictionary<string, string> { ["Hip hop"] = "Rap" })).Message);

    [Fact]
    public void Predictions_of_other_classes_and_unknown_labels_are_refused()
    {
        Assert.Equal(
            "the predictions know 2 classes, the merger 4; pass those of the same classes",
            Assert.Throws<SongGenreException>(() => Merge.Probabilities(new Probabilities(2, [1, 0]))).Message);
        Assert.Equal(
            "row 0 has the label -1; labels run from 0 to 3, leave rows of unknown class out",
            Assert.Throws<SongGenreException>(() => Merge.Labels([-1])).Message);
    }
}
