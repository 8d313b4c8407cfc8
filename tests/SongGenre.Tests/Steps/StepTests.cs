using SongGenre.Steps;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Steps;

public sealed class StepTests
{
    [Theory]
    [InlineData("evaluate,train", "train,evaluate")]
    [InlineData(" split , fetch,split", "fetch,split")]
    [InlineData("fetch,clean,check,split,train,evaluate", "fetch,clean,check,split,train,evaluate")]
    public void Steps_order_themselves(string list, string ordered) =>
        Assert.Equal(ordered, string.Join(',', Step.Parse(list).Select(step => step.Name)));

    [Fact]
    public void Each_step_comes_after_those_whose_artifacts_it_takes()
    {
        var made = new HashSet<string>();
        foreach (var step in Step.All)
        {
            Assert.Subset(made, step.Inputs.ToHashSet());
            made.UnionWith(step.Outputs);
        }
    }

    [Fact]
    public void Each_section_of_the_experiment_is_for_one_step() => Assert.Equal(
        new Experiment().Flatten().Select(knob => knob.Key.Split('.')[0]).Distinct().Order(),
        Step.All.SelectMany(step => step.Sections).Order());

    [Theory]
    [InlineData("trian", "there is no step 'trian'; the steps are fetch, clean, check, split, train, evaluate.")]
    [InlineData(",", "',' names no step; the steps are fetch, clean, check, split, train, evaluate.")]
    public void What_is_no_step_is_refused_with_those_that_there_are(string list, string message) =>
        Assert.Equal(message, OneLine.ErrorOf(() => Step.Parse(list)));
}
