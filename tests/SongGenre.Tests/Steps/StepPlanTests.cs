using SongGenre.Forest;
using SongGenre.Steps;
using SongGenre.Tests.Data;

namespace SongGenre.Tests.Steps;

public sealed class StepPlanTests : IDisposable
{
    private readonly StepFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("clean", "clean: needs raw, which STORE hasn't; the step fetch makes it: add it to the steps.")]
    [InlineData("fetch,split", "split: needs clean, which STORE hasn't; the step clean makes it: add it to the steps.")]
    [InlineData("evaluate", "evaluate: needs model, which STORE hasn't; the step train makes it: add it to the steps.")]
    public void A_missing_input_is_told_with_the_step_that_makes_it_before_anything_runs(string steps, string message)
    {
        Assert.Equal(message.Replace("STORE", _folder.Store.Folder, StringComparison.Ordinal),
            OneLine.ErrorOf(() => _folder.Run(steps)));
        Assert.Empty(_folder.Versions());
    }

    [Theory]
    [InlineData("train", "clean:v0", "clean:v0: write STEP=ARTIFACT, such as split=clean:v3.")]
    [InlineData("train", "train=clean:v0", "train=clean:v0: train takes train and validation, not 'clean'.")]
    [InlineData("train", "split=clean:v0", "split=clean:v0: the step split is not run.")]
    [InlineData("fetch", "fetch=raw", "fetch=raw: fetch takes no artifact.")]
    [InlineData("split,train", "train=train:v0",
        "train=train:v0: this run makes train anew; leave its step split out.")]
    [InlineData("train", "train,split=train", "train,split=train: name one step, such as split=clean:v3.")]
    public void An_input_that_can_not_be_meant_is_refused(string steps, string input, string message) => Assert.Equal(
        message, OneLine.ErrorOf(() => StepPlan.CheckInputs(Step.Parse(steps), [input])));

    [Theory]
    [InlineData("train", "split.seed=7", "split.seed=7: is for the step split, which is not run.")]
    [InlineData("evaluate", "forest.max_depth=7", "forest.max_depth=7: is for the step train, which is not run.")]
    public void An_override_that_no_step_heeds_is_refused(string steps, string set, string message) => Assert.Equal(
        message, OneLine.ErrorOf(() => StepPlan.CheckOverrides(Step.Parse(steps), [set])));

    [Fact]
    public void An_override_for_a_step_that_runs_is_taken() =>
        StepPlan.CheckOverrides(Step.Parse("train,evaluate"), ["forest.max_depth=7", "evaluation.bootstrap_samples=0"]);

    [Fact]
    public void Knobs_of_steps_that_are_left_out_are_those_that_the_artifacts_were_made_by()
    {
        var made = StepFolder.Experiment with { Split = new() { Seed = 7, ValidationSize = 0.25 } };
        _folder.Run(experiment: made);
        var other = new Experiment { Forest = new() { Trees = 5 }, Evaluation = new() { BootstrapSamples = 3 } };

        var train = StepPlan.Create(_folder.Store, Step.Parse("train"), other).Experiment;
        var evaluate = StepPlan.Create(_folder.Store, Step.Parse("evaluate"), other).Experiment;

        Assert.Equal((other with { Split = made.Split }).Flatten(), train.Flatten());
        Assert.Equal((made with { Evaluation = other.Evaluation }).Flatten(), evaluate.Flatten());
    }

    [Fact]
    public void Knobs_of_the_split_are_those_that_the_model_was_trained_by_unless_the_run_divides_rows_itself()
    {
        _folder.Run(experiment: StepFolder.Experiment with { Split = new() { Kind = "random", Seed = 7 } });
        _folder.Run(experiment: StepFolder.Experiment with { Split = new() { Seed = 8, ValidationSize = 0.25 } });
        var given = new Experiment { Split = new() { Seed = 9 } };

        var evaluate = StepPlan.Create(
            _folder.Store, [Step.Evaluate], given, ["evaluate=test:v0", "evaluate=model:v1"]).Experiment;
        var divide = StepPlan.Create(
            _folder.Store, [Step.Split, Step.Evaluate], given, ["evaluate=model:v1"]).Experiment;

        Assert.Equal(new() { Kind = "track", Seed = 8, ValidationSize = 0.25 }, evaluate.Split);
        Assert.Equal(given.Split, divide.Split);
    }

    [Fact]
    public void A_model_that_can_not_be_kept_is_refused_before_it_is_trained() => Assert.Contains(
        "can't be saved",
        OneLine.ErrorOf(() => _folder.Run(
            experiment: new() { Forest = new() { Trainer = ForestOptions.FastForestOvaTrainer } })),
        StringComparison.Ordinal);
}
